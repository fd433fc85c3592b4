//! The targets of `fuzz/`, bounded and on the stable toolchain: every seed, and changes of them
//! that are the same in every run.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes that mean something to one of the formats.
const TOKENS: [&[u8]; 24] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"1e400",
    b"\\u0000",
    b"\\ud800",
    b"\0",
    b"\n",
    b"=",
    b"&",
    b"%00",
    b"%",
    b"\xff",
    b"\xe2\x80\xae",
    b"\x1b[2J",
    b"://",
    b"@",
    b"\xef\xbb\xbf",
];

/// Numbers that nobody has to guess, from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }
}

/// The files of a folder of seeds, and those of findings of the past.
fn seeds(folder: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder).unwrap_or_else(|_| panic!("no {folder}"));
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a seed")).collect()
}

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    match numbers.below(6) {
        0 => bytes.truncate(at),
        1 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
        2 => drop(bytes.splice(at..at, TOKENS[numbers.below(TOKENS.len())].iter().copied())),
        3 => {
            let end = (at + numbers.below(40)).min(bytes.len());
            bytes.drain(at..end);
        }
        4 => {
            let end = (at + numbers.below(200)).min(bytes.len());
            let again = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, again));
        }
        _ => {
            let from = numbers.below(other.len() + 1);
            let end = (from + numbers.below(200)).min(other.len());
            drop(bytes.splice(at..at, other[from..end].iter().copied()));
        }
    }
}

/// Runs a target on every seed, and on `rounds` changed ones.
fn survive(target: fn(&[u8]), folders: &[&str], rounds: usize) {
    let seeds: Vec<_> = folders.iter().flat_map(|folder| seeds(folder)).collect();
    assert!(!seeds.is_empty());
    let check = |bytes: &[u8]| {
        let survived = catch_unwind(AssertUnwindSafe(|| target(bytes))).is_ok();
        assert!(survived, "it broke on {:?}", String::from_utf8_lossy(bytes));
    };
    for seed in &seeds {
        check(seed);
    }
    let mut numbers = Numbers(2026);
    for _ in 0..rounds {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        for _ in 0..=numbers.below(4) {
            let other = numbers.below(seeds.len());
            change(&mut bytes, &seeds[other], &mut numbers);
        }
        check(&bytes);
    }
}

const BODIES: &str = "tests/fixtures/calcom/wire";

#[test]
fn no_signature_header_is_taken_that_we_did_not_make() {
    survive(targets::signature, &["fuzz/seeds/signature"], 20_000);
}

#[test]
fn any_body_is_read_and_yields_nothing_wild() {
    survive(targets::delivery, &[BODIES, "fuzz/seeds/delivery"], 20_000);
}

#[test]
fn any_redirect_is_cleaned_once() {
    survive(targets::redirect, &["fuzz/seeds/redirect"], 20_000);
}

#[test]
fn any_settings_file_is_taken_or_explained() {
    survive(targets::settings, &["fuzz/seeds/settings"], 300);
}

#[test]
fn any_link_leads_to_the_web_or_nowhere() {
    survive(targets::links, &["fuzz/seeds/links"], 20_000);
}

#[test]
fn whatever_an_applicant_types_has_one_form() {
    survive(targets::applicant, &["fuzz/seeds/applicant"], 20_000);
}

#[test]
fn any_export_is_taken_or_the_line_explained() {
    survive(targets::import, &["fuzz/seeds/import"], 20_000);
}

#[test]
fn any_form_is_an_application_or_is_explained() {
    survive(targets::form, &["fuzz/seeds/form"], 20_000);
}

#[test]
fn any_text_stays_in_its_place_in_a_calendar_file() {
    survive(targets::calendar, &["fuzz/seeds/calendar"], 4_000);
}

#[test]
fn no_text_steers_a_terminal() {
    survive(targets::terminal, &["fuzz/seeds/terminal", BODIES], 4_000);
}
