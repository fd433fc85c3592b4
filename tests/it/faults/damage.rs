//! Files that are no good database: refused with a message, and left as they are.

use std::fs;
use std::path::Path;

use crate::faults::client::{body, deliver, get};
use crate::support::server::{Setup, finish, wire};

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

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let setup = Setup::new();
    let first = setup.start();
    let mut command = setup.command(&[]);
    command.env("ROCKET_PORT", "0");
    let (code, _, errors) = finish(command);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("another bookhook has") && errors.contains("help: "), "{errors}");
    assert_eq!(deliver(first.address, &body("still")).expect("an answer").status, 200);
}

/// Uses a server on a file of which one page is damaged. It may refuse to start, and must leave
/// the file alone then; else it must answer everything, and never with a fault of ours.
fn use_damaged(setup: &Setup, profile: &str, page: usize) -> bool {
    let damaged = fs::read(setup.database()).expect("the file");
    let mut check = setup.command(&["deliveries"]);
    check.env("ROCKET_PORT", "0");
    let (code, _, errors) = finish(check);
    let refused = code == 4 && errors.contains("damaged") && errors.contains("bookhook restore");
    assert!(code == 0 || refused, "page {page}: {code} {errors}");
    let Some(server) = setup.try_start() else {
        assert_eq!(
            fs::read(setup.database()).expect("the file"),
            damaged,
            "page {page}: the file was changed"
        );
        return true;
    };
    let mut noticed = false;
    for reply in [
        get(server.address, &format!("/api/public/booking/{profile}")),
        deliver(server.address, &wire("BOOKING_CREATED")),
        deliver(server.address, &wire("BOOKING_CANCELLED")),
        deliver(server.address, &body("b3")),
        deliver(server.address, &body("new")),
    ] {
        let reply = reply.expect("an answer");
        assert!([200, 404, 503].contains(&reply.status), "page {page}: {reply:?}");
        noticed |= reply.status == 503;
    }
    server.kill();
    noticed
}

#[test]
fn a_damaged_or_truncated_file_is_refused_or_survived() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam.okafor@example.com");
    for n in 0..20 {
        assert_eq!(deliver(server.address, &body(&format!("b{n}"))).expect("an answer").status, 200);
    }
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    server.stop();
    let whole = fs::read(setup.database()).expect("the file");
    let size = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    let size = if size == 1 { 65_536 } else { size };
    let put_back = |bytes: &[u8]| {
        let _ = fs::remove_file(setup.database().with_extension("db-wal"));
        let _ = fs::remove_file(setup.database().with_extension("db-shm"));
        fs::write(setup.database(), bytes).expect("written");
    };
    for pages in [1, 2, whole.len() / size / 2] {
        put_back(&whole[..pages * size + size / 2]);
        assert!(use_damaged(&setup, &profile, pages), "nobody noticed that {pages} pages are left");
    }
    let noticed = (1..whole.len() / size)
        .filter(|page| {
            put_back(&whole);
            // A page's header says what it holds and where.
            overwrite(&setup.database(), page * size, &[0xa5; 60]);
            use_damaged(&setup, &profile, *page)
        })
        .count();
    assert_eq!(noticed, whole.len() / size - 1, "damaged pages were not noticed");
}
