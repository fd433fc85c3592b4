//! The event stream of a booking.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::support::applicant::created;
use crate::support::patience::{LONG, eventually, is_short};
use crate::support::server::{Server, Setup, wire};

/// Opens the event stream; returns it after its head. In HTTP/1.0 it is not cut into chunks.
fn follow(server: &Server, profile: &str) -> (u16, BufReader<TcpStream>) {
    let mut stream = server.connect();
    let request = format!("GET /api/public/booking/{profile}/events HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).expect("a status");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    while line != "\r\n" {
        line.clear();
        lines.read_line(&mut line).expect("a header");
    }
    (status, lines)
}

/// The status in the next message, before which there is no heartbeat.
fn next_status(lines: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).expect("a line") > 0, "the stream ended");
        assert!(!line.starts_with(':'), "a heartbeat came first");
        if let Some(data) = line.strip_prefix("data:") {
            let data: Value = serde_json::from_str(data).expect("JSON");
            return data["status"].as_str().expect("a status").to_owned();
        }
    }
}

#[test]
fn the_stream_begins_with_the_present_state_and_follows_before_its_next_heartbeat() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Zoë Okafor", "sam.okafor@example.com");
    let (status, mut stream) = follow(&server, &profile);
    assert_eq!((status, next_status(&mut stream).as_str()), (200, "APPLIED"));
    server.deliver(&wire("BOOKING_CREATED"));
    assert_eq!(next_status(&mut stream), "INTERVIEW_SCHEDULED");
    assert_eq!(follow(&server, "07070707-0707-4707-8707-070707070707").0, 404);
}

#[test]
fn streams_are_bounded_per_address_and_their_places_free_again() {
    let setup = Setup::new().with("BOOKHOOK_STREAMS_PER_ADDRESS", "3");
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let open: Vec<_> = (0..3).map(|_| follow(&server, &profile)).collect();
    assert!(open.iter().all(|(status, _)| *status == 200));
    let refused = server.get(&format!("/api/public/booking/{profile}/events"));
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("15")));
    drop(open);
    // The next writing finds that they are gone.
    server.deliver(&created(&profile));
    eventually("a place", || (follow(&server, &profile).0 == 200).then_some(()));
}

#[test]
fn open_streams_do_not_hold_up_the_end() {
    let setup = Setup::new().with("ROCKET_SHUTDOWN__MERCY", LONG);
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let open: Vec<_> = (0..500).map(|_| follow(&server, &profile)).collect();
    let (status, took, _) = server.stop();
    assert!(status.success(), "{status}");
    assert!(is_short(took), "{took:?}");
    drop(open);
}
