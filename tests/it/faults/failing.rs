//! The disk answers with errors in the middle of a delivery.

use std::net::SocketAddr;
use std::time::Duration;

use rusqlite::Connection;

use crate::faults::client::{body, check, deliver, deliver_within, get, kept, padded};
use crate::faults::shim::{Action, EIO, ENOSPC, EROFS, Shim, lose_power};
use crate::support::server::Setup;

/// In which it has to be well again once the disk is.
const HEALED: Duration = Duration::from_secs(5);
/// More calls than a test makes.
const FOR_GOOD: usize = 1_000_000;
/// Some of these make the write-ahead log long enough for a checkpoint.
const LARGE: usize = 1_000_000;

/// Delivers while the disk fails: it is refused, or it is there. Then the disk is well again.
fn fail(
    (shim, setup): (&Shim, &Setup),
    address: SocketAddr,
    uid: &str,
    size: usize,
    fault: (Action, usize, usize),
) {
    let (action, call, count) = fault;
    shim.arm(action, call, count);
    let reply = deliver(address, &padded(uid, size)).expect("an answer");
    match reply.status {
        200 => assert_eq!(kept(&setup.database(), uid), 1, "{fault:?}: {reply:?}"),
        503 => assert!(reply.has("\r\nretry-after: 5\r\n"), "{reply:?}"),
        _ => panic!("{fault:?}: {reply:?}"),
    }
    shim.disarm();
    deliver_within(address, &padded(uid, size), HEALED);
    assert_eq!(kept(&setup.database(), uid), 1, "{fault:?}");
}

#[test]
fn a_delivery_in_which_any_call_fails_is_refused_or_there() {
    let (shim, setup) = Shim::under(Setup::new());
    shim.remember_syncs();
    let server = setup.start();
    deliver(server.address, &body("first")).expect("an answer");
    shim.disarm();
    deliver(server.address, &body("second")).expect("an answer");
    let calls = shim.calls();
    assert!(calls > 1, "the shim sees nothing");
    let mut acknowledged = vec!["first".to_owned(), "second".to_owned()];
    for call in 1..=calls {
        for action in [Action::Fail(EIO), Action::Fail(ENOSPC), Action::Fail(EROFS), Action::Lose] {
            for count in [1, FOR_GOOD] {
                let uid = format!("{action:?}{call}x{count}").replace(['(', ')'], "");
                fail((&shim, &setup), server.address, &uid, 0, (action, call, count));
                acknowledged.push(uid);
            }
        }
    }
    check(&setup.database(), &acknowledged);
    server.stop();
    check(&setup.database(), &acknowledged);
}

/// Fails at every `step`th call of deliveries so large that checkpoints run among them.
fn fail_in_large_deliveries(step: usize) {
    let (shim, setup) = Shim::under(Setup::new().with("ROCKET_LIMITS__WEBHOOK", "2MiB"));
    shim.remember_syncs();
    let server = setup.start();
    deliver(server.address, &padded("first", LARGE)).expect("an answer");
    shim.disarm();
    (0..6).for_each(|n| drop(deliver(server.address, &padded(&format!("warm{n}"), LARGE))));
    // The longest of them held a checkpoint.
    let calls = shim.calls() / 6 * 3;
    let mut acknowledged = Vec::new();
    for call in (1..=calls).step_by(step) {
        for action in [Action::Fail(EIO), Action::Lose] {
            let uid = format!("{action:?}{call}").replace(['(', ')'], "");
            fail((&shim, &setup), server.address, &uid, LARGE, (action, call, FOR_GOOD));
            acknowledged.push(uid);
        }
    }
    check(&setup.database(), &acknowledged);
    server.stop();
    check(&setup.database(), &acknowledged);
}

#[test]
fn large_deliveries_and_checkpoints_in_which_calls_fail_damage_nothing() {
    fail_in_large_deliveries(97);
}

#[test]
#[ignore = "the long run: cargo test --release --test it faults -- --ignored --test-threads 1"]
fn large_deliveries_and_checkpoints_in_which_any_call_fails_damage_nothing() {
    fail_in_large_deliveries(3);
}

#[test]
fn a_failed_sync_beside_a_reader_of_an_older_state_heals_at_once_and_loses_nothing() {
    let (shim, setup) = Shim::under(Setup::new());
    shim.remember_syncs();
    let server = setup.start();
    deliver(server.address, &body("seen")).expect("an answer");
    let reader = Connection::open(setup.database()).expect("the file");
    reader.execute_batch("BEGIN; SELECT count(*) FROM deliveries;").expect("a snapshot");
    let mut acknowledged = vec!["seen".to_owned()];
    for action in [Action::Fail(EIO), Action::Lose, Action::Forget] {
        shim.disarm();
        deliver(server.address, &padded(&format!("warm{action:?}"), 0)).expect("an answer");
        // The last call of a delivery is the sync that makes it last.
        let sync = shim.calls();
        let uid = format!("{action:?}").replace(['(', ')'], "");
        shim.arm(action, sync, 1);
        let reply = deliver(server.address, &body(&uid)).expect("an answer");
        assert_eq!(reply.status, 503, "{reply:?}");
        // The very next one, while the reader stays.
        let reply = deliver(server.address, &body(&uid)).expect("an answer");
        assert_eq!(reply.status, 200, "{reply:?}");
        acknowledged.push(uid);
    }
    shim.disarm();
    server.kill();
    lose_power(&setup.database());
    drop(reader);
    let _server = setup.start();
    check(&setup.database(), &acknowledged);
}

#[test]
fn a_disk_that_becomes_read_only_is_said_and_still_read() {
    let (shim, setup) = Shim::under(Setup::new());
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    shim.arm(Action::Fail(EROFS), 1, FOR_GOOD);
    let reply = deliver(server.address, &body("refused")).expect("an answer");
    assert!(reply.status == 503 && reply.has("\"storage_unavailable\""), "{reply:?}");
    let read = get(server.address, &format!("/api/public/booking/{profile}")).expect("an answer");
    assert_eq!(read.status, 200, "{read:?}");
    assert_eq!(kept(&setup.database(), "refused"), 0);
    shim.disarm();
    deliver_within(server.address, &body("refused"), HEALED);
}
