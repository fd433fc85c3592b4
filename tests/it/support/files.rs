//! The files beside a database.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::support::dump;
use crate::support::server::{Server, Setup, finish};

pub(crate) fn beside(setup: &Setup, added: &str) -> PathBuf {
    format!("{}{added}", setup.database().display()).into()
}

pub(crate) fn path(setup: &Setup, name: &str) -> PathBuf {
    setup.database().with_file_name(name)
}

/// Starts the server, which must refuse with these words and a remedy.
pub(crate) fn is_refused(setup: &Setup, code: i32, words: &[&str]) {
    let mut command = setup.command(&[]);
    command.env("ROCKET_PORT", "0");
    let (found, _, problem) = finish(command);
    assert_eq!(found, code, "{problem}");
    assert!(problem.contains("help: "), "{problem}");
    for word in words {
        assert!(problem.contains(word), "{word}: {problem}");
    }
}

pub(crate) fn body(n: usize) -> Vec<u8> {
    format!(r#"{{"triggerEvent":"BOOKING_CREATED","payload":{{"uid":"u{n}"}}}}"#).into_bytes()
}

pub(crate) fn deliver(server: &Server, n: usize) {
    assert_eq!(server.deliver(&body(n)).status, 200);
}

pub(crate) fn deliveries(database: &std::path::Path) -> String {
    dump::rows(database, "SELECT count(*) FROM deliveries").remove(0)
}

/// Asks until readiness gives this reason, or says that all is well; what it says may be a second old.
pub(crate) fn becomes(server: &Server, reason: Option<&str>) {
    let begun = Instant::now();
    loop {
        let answer = server.get("/readyz");
        let said = answer.text();
        if reason.map_or(answer.status == 200, |reason| said.contains(&format!("\"{reason}\""))) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{said}");
    }
}
