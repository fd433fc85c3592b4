//! What is forgotten of old deliveries, and by which clock.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use bookhook::domain::instant;
use time::OffsetDateTime;

use crate::faults::shim::Shim;
use crate::support::dump;
use crate::support::server::{Server, Setup, finish};

const HOUR: i64 = 3_600;
const THREE_YEARS: i64 = 3 * 365 * 24 * HOUR;

/// A booking that was made at `sent`, whose meeting ended in `year`, with what no booking needs.
fn booking(uid: &str, sent: &str, year: u32, note: &str) -> String {
    format!(
        r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"{sent}","payload":{{"uid":"{uid}",
            "endTime":"{year}-01-02T00:00:00Z","additionalNotes":"CANARY-{note}",
            "attendees":[{{"name":"Sam","email":"sam@example.com","phoneNumber":"CANARY-{note}"}}]}}}}"#
    )
}

/// Lets one hour of these after the other pass, until the file says something.
fn until(
    (shim, server, setup): (&Shim, &Server, &Setup),
    hours: RangeInclusive<i64>,
    sql: &str,
    expected: impl Fn(&[String]) -> bool,
) {
    let begun = Instant::now();
    let last = *hours.end();
    for hour in hours.chain(std::iter::repeat(last)) {
        shim.run_for(HOUR * hour);
        assert_eq!(server.get("/healthz").status, 200);
        let rows = dump::rows(&setup.database(), sql);
        if expected(&rows) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{rows:?}");
    }
}

const COUNTED_TO: &str = "SELECT counted_to FROM retention";

#[test]
fn of_old_deliveries_only_what_bookings_need_is_kept_from_the_first_hour_on() {
    let (shim, setup) = Shim::under(Setup::new());
    let server = setup.start();
    let (long_ago, now) = ("2020-01-01T00:00:00Z", instant::to_millis(OffsetDateTime::now_utc()));
    let ping = r#"{"triggerEvent":"PING","note":"CANARY-OLD"}"#.to_owned();
    let bodies = [
        booking("old", long_ago, 2020, "OLD"),
        booking("future", long_ago, 2999, "KEPT"),
        booking("fresh", &now, 2020, "KEPT"),
        ping,
    ];
    for body in &bodies {
        assert_eq!(server.deliver(body.as_bytes()).status, 200);
    }
    server.stop();
    let age = "UPDATE deliveries SET received_at = '2020-01-01T00:00:00.000Z' WHERE id != 3";
    rusqlite::Connection::open(setup.database()).expect("a database").execute(age, []).expect("aged");
    let computed = "SELECT * FROM bookings ORDER BY id";
    let before = dump::rows(&setup.database(), computed);
    let setup = setup.with("BOOKHOOK_RETENTION__DELIVERIES", "30");
    let server = setup.start();
    let held = "SELECT id FROM deliveries WHERE instr(body, 'CANARY') ORDER BY id";
    assert_eq!(dump::rows(&setup.database(), held).len(), 4, "not before the first hour is over");
    until((&shim, &server, &setup), 1..=50, held, |rows| rows == ["[Integer(2)]", "[Integer(3)]"]);
    for body in &bodies {
        assert_eq!(server.deliver(body.as_bytes()).json()["outcome"], "duplicate", "{body}");
    }
    server.stop();
    assert_eq!(dump::rows(&setup.database(), computed), before);
    let all = dump::everything(&setup.database());
    assert_eq!(finish(setup.command(&["replay"])).0, 0);
    assert_eq!(dump::everything(&setup.database()), all);
    // The replay has taken what was left in the log into the file.
    let file = String::from_utf8_lossy(&std::fs::read(setup.database()).expect("the file")).into_owned();
    assert!(file.contains("CANARY-KEPT") && !file.contains("CANARY-OLD"));
}

#[test]
fn a_clock_that_runs_ahead_shortens_nothing_however_long_the_server_runs() {
    let (shim, setup) = Shim::under(Setup::new().with("BOOKHOOK_RETENTION__DELIVERIES", "365"));
    let server = setup.start();
    let now = instant::to_millis(OffsetDateTime::now_utc());
    assert_eq!(server.deliver(booking("one", &now, 2020, "KEPT").as_bytes()).status, 200);
    server.stop();
    shim.shift_clock(THREE_YEARS);
    let server = setup.start();
    assert_eq!(server.deliver(booking("two", &now, 2020, "KEPT").as_bytes()).status, 200);
    until((&shim, &server, &setup), 1..=50, COUNTED_TO, |rows| !rows.is_empty());
    let first = dump::rows(&setup.database(), COUNTED_TO);
    // When another hour is counted, all of the first one's work is done.
    until((&shim, &server, &setup), 52..=100, COUNTED_TO, |rows| rows != first);
    let counted = dump::rows(&setup.database(), COUNTED_TO);
    let (.., log) = server.stop();
    assert!(log.iter().any(|line| line.contains("far ahead of the last delivery")), "{log:?}");
    let held = "SELECT id FROM deliveries WHERE instr(body, 'CANARY')";
    assert_eq!(dump::rows(&setup.database(), held).len(), 2);
    let year = OffsetDateTime::now_utc().year();
    assert!((year..=year + 1).any(|year| counted[0].contains(&format!("Text(\"{year}-"))), "{counted:?}");
}
