//! What a supervisor asks of a running server.

use crate::support::dump::rows;
use crate::support::server::Setup;

#[test]
fn a_running_server_is_healthy() {
    let setup = Setup::new();
    let answer = setup.start().get("/healthz");
    assert_eq!((answer.status, &answer.json()["status"]), (200, &"ok".into()));
}

#[test]
fn readiness_is_a_commit_and_however_often_asked_hardly_more_than_one() {
    let setup = Setup::new();
    let server = setup.start();
    let proofs = || rows(&setup.database(), "SELECT checked_at FROM readiness");
    assert_eq!(proofs(), Vec::<String>::new());
    let answer = server.get("/readyz");
    assert_eq!((answer.status, &answer.json()["status"]), (200, &"ready".into()));
    assert!(answer.json()["freeBytes"].as_u64().is_some_and(|free| free > 0), "{answer:?}");
    let first = proofs();
    assert_eq!(first.len(), 1);
    // Far less than the second for which the first answer stands.
    let begun = std::time::Instant::now();
    assert_eq!(server.get("/readyz").status, 200);
    if begun.elapsed().as_millis() < 500 {
        assert_eq!(proofs(), first);
    }
}
