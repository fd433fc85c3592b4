//! The calendar file of a booking.

use crate::support::server::{Setup, UID, wire};

#[test]
fn the_calendar_file_is_for_download() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Zoë Okafor", "sam.okafor@example.com");
    let path = format!("/api/public/booking/{profile}/calendar.ics");
    assert_eq!(server.get(&path).json()["error"]["code"], "no_booking");
    server.deliver(&wire("BOOKING_CREATED"));
    server.claim(&profile, UID);
    let file = server.get(&path);
    assert_eq!(file.header("content-type"), Some("text/calendar; charset=utf-8"));
    let calendar: icalendar::Calendar = file.text().parse().expect("a calendar");
    assert_eq!(calendar.iter().count(), 1);
}
