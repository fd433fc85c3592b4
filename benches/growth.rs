//! What one delivery and one read cost as the file grows, how fast a replay is, and how large the
//! file becomes: `cargo bench --bench growth`, or `-- --bookings 100000` for a smaller one.
#![expect(clippy::expect_used, reason = "a bench fails by panicking")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::path::Path;
use std::time::{Duration, Instant};

use bookhook::calcom::sample::{Sample, uid_from_random};
use bookhook::calcom::trigger::Trigger;
use bookhook::calcom::{self, CODEC};
use bookhook::domain::ids::{BookingUid, ProfileId};
use bookhook::domain::instant;
use bookhook::domain::questions::{Answers, Application};
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{Hooks, Rules, Store};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use time::OffsetDateTime;

/// Deliveries that wait together, as under load.
const RULES: Rules = Rules { codec: CODEC, match_by_email: true };
const TOGETHER: u32 = 64;
/// Bookings for each profile.
const SHARE: u32 = 10;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--bookings");
    let bookings: u32 = arguments.nth(1).map_or(1_000_000, |count| count.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bookhook.db");
    let bench = Bench::new(&path);
    println!("{:>12} {:>16} {:>12} {:>10}", "bookings", "us a delivery", "us a read", "WAL MiB");
    let (mut filled, mut bytes) = (0, 0);
    let smaller = [1_000, 10_000, 100_000].into_iter().filter(|size| *size < bookings);
    for size in smaller.chain([bookings]) {
        bytes += bench.fill(filled, size);
        let (each, more) = bench.deliveries(size);
        bytes += more;
        filled = size + measured(size);
        let wal = mebibytes(&path.with_extension("db-wal"));
        println!("{size:12} {:16.1} {:12.2} {wal:10.1}", micros(each), micros(bench.reads(filled)));
    }
    let file = mebibytes(&path);
    let bodies = f64::from(u32::try_from(bytes / 1024).expect("terabytes are not measured")) / 1024.0;
    println!("\nfile: {file:.0} MiB for {bodies:.0} MiB of bodies: {:.2} times", file / bodies);
    drop(bench);
    replay(&path, filled);
}

struct Bench {
    store: Store,
    runtime: Runtime,
}

impl Bench {
    fn new(path: &Path) -> Self {
        Self {
            store: Store::open(path, RULES, Hooks::default()).expect("a store"),
            runtime: Runtime::new().expect("a runtime"),
        }
    }

    /// Makes the bookings from one number to another, and their profiles; returns the bodies' bytes.
    fn fill(&self, from: u32, to: u32) -> usize {
        let mut bytes = 0;
        for first in (from..to).step_by(TOGETHER as usize) {
            let numbers: Vec<u32> = (first..to.min(first + TOGETHER)).collect();
            for n in numbers.iter().filter(|n| n.is_multiple_of(SHARE)) {
                self.profile(*n / SHARE);
            }
            bytes += self.together(&numbers);
        }
        bytes
    }

    fn profile(&self, number: u32) {
        let application = Application {
            name: PersonName::parse("Sam").expect("a name"),
            email: Email::parse(&format!("applicant{number}@example.com")).expect("an address"),
            answers: Answers::new(),
        };
        let made = self.store.create_profile(profile_id(number), application, at(number));
        self.runtime.block_on(made).expect("kept");
    }

    fn together(&self, numbers: &[u32]) -> usize {
        let bodies: Vec<Vec<u8>> = numbers.iter().map(|n| body(*n)).collect();
        let bytes = bodies.iter().map(Vec::len).sum();
        self.runtime.block_on(self.deliver(bodies));
        bytes
    }

    async fn deliver(&self, bodies: Vec<Vec<u8>>) {
        let all = bodies.into_iter().map(|body| {
            let decoded = calcom::decode(&body);
            self.store.deliver(body, decoded, OffsetDateTime::UNIX_EPOCH)
        });
        for receipt in join_all(all).await {
            receipt.expect("kept");
        }
    }

    /// The time that one delivery takes at this size, and the bytes that were added.
    fn deliveries(&self, size: u32) -> (Duration, usize) {
        let numbers: Vec<u32> = (size..size + measured(size)).collect();
        for n in numbers.iter().filter(|n| n.is_multiple_of(SHARE)) {
            self.profile(*n / SHARE);
        }
        let batches: Vec<Vec<Vec<u8>>> =
            numbers.chunks(TOGETHER as usize).map(|chunk| chunk.iter().map(|n| body(*n)).collect()).collect();
        let bytes = batches.iter().flatten().map(Vec::len).sum();
        let begun = Instant::now();
        for batch in batches {
            self.runtime.block_on(self.deliver(batch));
        }
        (begun.elapsed() / measured(size), bytes)
    }

    /// The time that one read takes of the booking of one of the newest profiles, which are those
    /// that somebody waits for.
    fn reads(&self, bookings: u32) -> Duration {
        let profiles = bookings / SHARE;
        let begun = Instant::now();
        for n in 0..20_000_u32 {
            let number = profiles - 1 - n.wrapping_mul(2_654_435_761) % 500.min(profiles);
            let current = self.store.current(profile_id(number)).expect("read").expect("a profile");
            assert!(current.booking.is_some());
        }
        begun.elapsed() / 20_000
    }
}

/// How many deliveries are measured at a size: as many as there are, but no fewer than take a while,
/// and no more than a whole run of the index of uids, of which half costs more than the other half.
fn measured(size: u32) -> u32 {
    size.clamp(6_400, 32_768)
}

fn replay(path: &Path, deliveries: u32) {
    let begun = Instant::now();
    bookhook::store::replay(path, RULES, |_, _| {}).expect("replayed");
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(deliveries) / seconds;
    println!(
        "replay: {deliveries} deliveries in {seconds:.1} s, {rate:.0} per second; {:.0} MiB resident",
        resident()
    );
}

fn at(second: u32) -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant") + time::Duration::seconds(second.into())
}

fn profile_id(number: u32) -> ProfileId {
    ProfileId::from_random(scattered(number))
}

/// Sixteen bytes that are far from those of the next number.
fn scattered(number: u32) -> [u8; 16] {
    let spread = u128::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    spread.to_le_bytes()
}

fn body(n: u32) -> Vec<u8> {
    let uid = BookingUid::parse(&uid_from_random(scattered(n))).expect("a uid");
    let mut sample = Sample::new(Trigger::BookingCreated, uid, at(n), at(n) + time::Duration::days(3));
    sample.profile = Some(profile_id(n / SHARE));
    sample.attendee_name = format!("Guest {n}");
    sample.attendee_email = format!("guest{n}@example.com");
    sample.body()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn mebibytes(path: &Path) -> f64 {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// This process's resident memory in MiB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
