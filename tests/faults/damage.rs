//! Files that are no good database: refused with a message, and left as they are.

use std::fs;
use std::path::Path;

use crate::client::{body, deliver};
use crate::support::server::{Setup, finish};

/// A folder with a database that holds something.
fn used() -> Setup {
    let setup = Setup::new();
    let server = setup.start();
    for n in 0..20 {
        assert_eq!(deliver(server.address, &body(&format!("b{n}"))).expect("an answer").status, 200);
    }
    server.stop();
    setup
}

/// Starts the server on what is there, which it must refuse and leave alone.
fn is_refused(setup: &Setup, problem: &str) {
    let before = fs::read(setup.database()).expect("the file");
    let mut command = setup.command(&[]);
    command.env("ROCKET_PORT", "0");
    let (code, _, errors) = finish(command);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains(problem), "{problem}: {errors}");
    assert!(errors.contains("help: ") && errors.contains("restore"), "no remedy: {errors}");
    assert_eq!(fs::read(setup.database()).expect("the file"), before, "the file was changed");
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut file = fs::read(path).expect("the file");
    file[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, file).expect("written");
}

#[test]
fn an_empty_file_is_refused() {
    let setup = Setup::new();
    fs::write(setup.database(), b"").expect("written");
    is_refused(&setup, "damaged");
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for bytes in
        [&b"x"[..], b"SQLite format", &[0; 5000], b"%PDF-1.7 and so on, for more than a hundred bytes"]
    {
        let setup = Setup::new();
        fs::write(setup.database(), bytes).expect("written");
        is_refused(&setup, "is not a database of bookhook's");
    }
}

#[test]
fn another_program_s_database_is_refused() {
    let setup = used();
    // The application id in the header.
    overwrite(&setup.database(), 68, &[0, 0, 0, 0]);
    is_refused(&setup, "is not a database of bookhook's");
}

#[test]
fn a_database_without_its_schema_page_is_refused() {
    let setup = used();
    overwrite(&setup.database(), 100, &[0xa5; 300]);
    is_refused(&setup, "damaged");
}

#[test]
fn garbage_in_place_of_the_log_is_passed_over() {
    let setup = used();
    let wal = setup.database().with_extension("db-wal");
    fs::write(&wal, [0xa5; 10_000]).expect("written");
    let server = setup.start();
    assert!(deliver(server.address, &body("b0")).expect("an answer").has("\"duplicate\""));
    assert_eq!(deliver(server.address, &body("new")).expect("an answer").status, 200);
}
