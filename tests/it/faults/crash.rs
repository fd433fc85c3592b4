//! The process, or the power, goes away at every point of a delivery.

use std::time::Duration;

use rusqlite::Connection;

use crate::faults::client::{body, check, deliver, get, kept, padded};
use crate::faults::shim::{Action, Shim, lose_power};
use crate::support::server::Setup;

const SOON: Duration = Duration::from_secs(5);

/// How many calls one delivery of this size makes once the server is warm.
fn calls_of_a_delivery(shim: &Shim, setup: &Setup, size: usize) -> usize {
    let server = setup.start();
    deliver(server.address, &padded("first", size)).expect("an answer");
    shim.disarm();
    deliver(server.address, &padded("second", size)).expect("an answer");
    let calls = shim.calls();
    server.kill();
    calls
}

/// Ends the process at the `call`th call of a delivery, starts again, delivers again, loses the
/// power, and starts once more.
fn die(shim: &Shim, setup: &Setup, action: Action, call: usize, acknowledged: &mut Vec<String>) {
    let database = setup.database();
    let server = setup.start();
    let (before, during) = (format!("{action:?}{call}before"), format!("{action:?}{call}during"));
    assert_eq!(deliver(server.address, &body(&before)).expect("an answer").status, 200);
    acknowledged.push(before);
    shim.arm(action, call, 1);
    let reply = deliver(server.address, &body(&during));
    assert_eq!(reply, None, "it should have died at call {call}");
    server.kill();
    shim.disarm();

    let server = setup.start();
    check(&database, acknowledged);
    let known = kept(&database, &during);
    let again = deliver(server.address, &body(&during)).expect("an answer");
    let expected = if known == 1 { "\"duplicate\"" } else { "\"applied\"" };
    assert!(again.status == 200 && again.has(expected), "call {call}: {again:?}");
    acknowledged.push(during);
    check(&database, acknowledged);
    server.kill();

    lose_power(&database);
    let server = setup.start();
    check(&database, acknowledged);
    server.kill();
}

#[test]
fn a_crash_at_any_call_and_a_loss_of_power_after_it_lose_nothing_acknowledged() {
    let (shim, setup) = Shim::under(Setup::new());
    shim.remember_syncs();
    let calls = calls_of_a_delivery(&shim, &setup, 0);
    assert!(calls > 1, "the shim sees nothing");
    let mut acknowledged = Vec::new();
    for call in 1..=calls {
        die(&shim, &setup, Action::ExitBefore, call, &mut acknowledged);
        die(&shim, &setup, Action::ExitAfter, call, &mut acknowledged);
    }
}

#[test]
fn a_delivery_repeated_after_a_crash_before_its_answer_changes_nothing() {
    let (shim, setup) = Shim::under(Setup::new());
    let calls = calls_of_a_delivery(&shim, &setup, 0);
    let server = setup.start();
    deliver(server.address, &body("warm")).expect("an answer");
    // The last call of a delivery is the sync that makes it last.
    shim.arm(Action::ExitAfter, calls, 1);
    assert_eq!(deliver(server.address, &body("cut")), None);
    server.kill();
    shim.disarm();
    let server = setup.start();
    assert_eq!(kept(&setup.database(), "cut"), 1, "it was committed");
    let before = crate::support::dump::tables(&setup.database());
    let again = crate::faults::client::deliver_within(server.address, &body("cut"), SOON);
    assert!(again.has("\"duplicate\""), "{again:?}");
    assert_eq!(crate::support::dump::tables(&setup.database()), before);
}

#[test]
fn a_start_beside_somebody_who_reads_an_older_state_is_as_safe() {
    let (shim, setup) = Shim::under(Setup::new());
    shim.remember_syncs();
    let calls = calls_of_a_delivery(&shim, &setup, 0);
    let server = setup.start();
    deliver(server.address, &body("seen")).expect("an answer");
    let reader = Connection::open(setup.database()).expect("the file");
    reader.execute_batch("BEGIN; SELECT count(*) FROM deliveries;").expect("a snapshot");
    // All is written, and not synced.
    shim.arm(Action::ExitBefore, calls, 1);
    assert_eq!(deliver(server.address, &body("unsynced")), None);
    server.kill();
    shim.disarm();
    let server = setup.start();
    let again = deliver(server.address, &body("unsynced")).expect("an answer");
    assert_eq!(again.status, 200, "{again:?}");
    drop(reader);
    server.kill();
    lose_power(&setup.database());
    let _server = setup.start();
    check(&setup.database(), &["seen".into(), "unsynced".into()]);
}

#[test]
fn what_a_failed_sync_left_in_the_log_is_on_disk_before_it_is_a_duplicate() {
    let (shim, setup) = Shim::under(Setup::new());
    shim.remember_syncs();
    let sync = calls_of_a_delivery(&shim, &setup, 0);
    let server = setup.start();
    deliver(server.address, &body("warm")).expect("an answer");
    // A connection that stays open keeps the log.
    get(server.address, "/readyz").expect("an answer");
    // All is written, the sync fails, and the server is gone before it can put that right.
    shim.arm(Action::Forget, sync, 1);
    assert_eq!(deliver(server.address, &body("cut")).expect("an answer").status, 503);
    server.kill();
    shim.disarm();
    // Whoever reads the log finds the transaction whole; no sync would write it.
    let server = setup.start();
    let again = deliver(server.address, &body("cut")).expect("an answer");
    assert!(again.has("\"duplicate\""), "{again:?}");
    server.kill();
    lose_power(&setup.database());
    let _server = setup.start();
    check(&setup.database(), &["warm".into(), "cut".into()]);
}
