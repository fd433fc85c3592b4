//! The wall clock jumps while the server runs.

use std::io::{Read, Write};
use std::time::Duration;

use serde_json::json;

use crate::faults::client::{deliver, get, request};
use crate::faults::shim::Shim;
use crate::support::dump;
use crate::support::patience::eventually;
use crate::support::server::{Server, Setup, wire};

const HOUR: i64 = 3_600;
const TEN_YEARS: i64 = 10 * 365 * 24 * HOUR;

/// Deliveries of one booking's life, and of others.
const LIFE: [&str; 6] = [
    "BOOKING_REQUESTED",
    "BOOKING_CREATED",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "MEETING_STARTED",
    "BOOKING_CREATED.zoom",
];

/// What the deliveries amount to. Arrival times are kept for people, and are left out.
fn bookings(setup: &Setup) -> Vec<String> {
    let columns =
        "uid, seat, status, title, start_time, end_time, meeting_link, attendee_name, rescheduled_to";
    dump::rows(&setup.database(), &format!("SELECT {columns} FROM bookings ORDER BY uid, seat"))
}

fn deliver_all(server: &Server, before_each: impl Fn(usize)) {
    for (n, name) in LIFE.iter().enumerate() {
        before_each(n);
        assert_eq!(server.deliver(&wire(name)).status, 200, "{name}");
    }
}

#[test]
fn bookings_are_the_same_whatever_the_clock_does() {
    let steady = Setup::new();
    deliver_all(&steady.start(), |_| {});
    let (shim, jumping) = Shim::under(Setup::new());
    let jumps = [0, HOUR, -HOUR, TEN_YEARS, -TEN_YEARS, 0];
    deliver_all(&jumping.start(), |n| shim.shift_clock(jumps[n]));
    assert_eq!(bookings(&jumping), bookings(&steady));
    let years = dump::rows(&jumping.database(), "SELECT DISTINCT substr(received_at, 1, 4) FROM deliveries");
    assert_eq!(years.len(), 3, "the clock did not jump: {years:?}");
}

#[test]
fn limits_count_by_a_clock_that_never_jumps() {
    let (shim, setup) = Shim::under(Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "1"));
    let server = setup.start();
    let apply =
        || server.post_json("/api/public/profiles", &json!({"name": "Sam", "email": "sam@example.com"}));
    assert_eq!(apply().status, 201);
    for jump in [HOUR, TEN_YEARS, -HOUR, -TEN_YEARS] {
        shim.shift_clock(jump);
        assert_eq!(apply().status, 429, "after a jump of {jump} s");
    }
}

#[test]
fn the_time_for_a_body_is_not_cut_short_by_a_jump() {
    let (shim, setup) = Shim::under(Setup::new().with("BOOKHOOK_BODY_TIMEOUT", "300"));
    let server = setup.start();
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let whole = request(&wire("BOOKING_CREATED"), "close");
        let mut stream = server.connect();
        stream.write_all(&whole[..whole.len() - 10]).expect("sent");
        std::thread::sleep(Duration::from_millis(200));
        shim.shift_clock(jump);
        stream.write_all(&whole[whole.len() - 10..]).expect("sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}

#[test]
fn a_clock_past_the_year_9999_does_not_end_the_server() {
    let (shim, setup) = Shim::under(Setup::new());
    let server = setup.start();
    shim.shift_clock(8_000 * 366 * 24 * HOUR);
    // No answer can carry that date.
    for _ in 0..3 {
        drop(deliver(server.address, &wire("BOOKING_CREATED")));
    }
    shim.shift_clock(0);
    eventually("the server serves", || get(server.address, "/healthz").filter(|reply| reply.status == 200));
}
