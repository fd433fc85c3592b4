//! `/healthz` and `/readyz`.

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use rusqlite::Connection;

use crate::support::databases::used;
use crate::support::dump::rows;
use crate::support::files::becomes;
use crate::support::patience::eventually;
use crate::support::server::{Server, Setup};

/// Asks until the answer is this one: a reason, or the word for none.
fn wait_until(server: &Server, status: u16, word: &str) {
    eventually(word, || {
        let answer = server.get("/readyz");
        (answer.status == status && answer.text().contains(word)).then_some(())
    });
}

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
    let begun = Instant::now();
    let mut made = BTreeSet::new();
    for _ in 0..50 {
        assert_eq!(server.get("/readyz").status, 200);
        made.extend(proofs());
    }
    // An answer stands for a second.
    let seconds = begun.elapsed().as_secs() + 2;
    assert!(!made.is_empty() && made.len() as u64 <= seconds, "{made:?} in {seconds} s");
}

#[test]
fn a_schema_that_is_not_this_versions_is_not_ready() {
    let setup = Setup::new();
    let server = setup.start();
    wait_until(&server, 200, "\"ready\"");
    let change = |sql| {
        let db = Connection::open(setup.database()).expect("a database");
        db.execute(sql, []).expect("changed");
    };
    change("INSERT INTO refinery_schema_history (version, name) VALUES (9999, 'later')");
    wait_until(&server, 503, "[\"schema_mismatch\"]");
    change("DELETE FROM refinery_schema_history WHERE version = 9999");
    wait_until(&server, 200, "\"ready\"");
}

#[test]
fn backups_that_cannot_be_made_are_not_ready_until_they_can() {
    let setup = Setup::new().with("BOOKHOOK_BACKUP__EVERY", "1h");
    let dir = setup.database().with_file_name("backups");
    fs::write(&dir, "no folder").expect("written");
    let server = setup.start();
    wait_until(&server, 503, "[\"backup_stale\"]");
    server.stop();
    fs::remove_file(&dir).expect("removed");
    let server = setup.start();
    eventually("a backup", || fs::read_dir(&dir).ok()?.next()).expect("its entry");
    wait_until(&server, 200, "\"ready\"");
}

#[test]
fn readiness_notices_a_trigger_that_is_added_under_the_server() {
    let setup = used();
    let server = setup.start();
    becomes(&server, None);
    let sql = "CREATE TRIGGER forget AFTER INSERT ON deliveries BEGIN DELETE FROM deliveries WHERE id = new.id; END";
    Connection::open(setup.database()).expect("a database").execute_batch(sql).expect("a trigger");
    becomes(&server, Some("schema_mismatch"));
}
