use icalendar::{Calendar, CalendarComponent, Component, Event, EventLike};
use time::macros::datetime;

use super::*;
use crate::domain::event::{BookingEvent, EventKind, Recorded, Replaced};
use crate::domain::fold::{History, fold};
use crate::domain::ids::{BookingUid, Digest};

const START: OffsetDateTime = datetime!(2026-11-12 14:00 UTC);

fn uid(text: &str) -> BookingUid {
    BookingUid::parse(text).expect("a uid")
}

const PAGE: &str = "https://talent.example.com/schedule/x";

fn profile() -> ProfileId {
    ProfileId::from_random([7; 16])
}

fn event(kind: EventKind, at: OffsetDateTime, status: BookingStatus) -> BookingEvent {
    let mut event = BookingEvent::new(uid("first"), kind);
    event.at = Some(at);
    event.status = Some(status);
    event.details.title = Some("Interview; with Zoë, at Acme\\HQ\nUpstairs".into());
    event.details.start = Some(START);
    event.details.end = Some(START + time::Duration::minutes(30));
    event.details.link = WebUrl::parse("https://meet.example.com/abc?a=1&b=2,3;4").ok();
    event.details.organizer_name = Some("Dana Reyes".into());
    event
}

fn booking(events: Vec<BookingEvent>) -> Booking {
    let uid = events[0].uid.clone();
    let recorded = events.into_iter().map(|event| Recorded { event, digest: Digest([0; 32]) });
    fold(&uid, &History::alone(recorded.collect())).remove(0)
}

fn created() -> BookingEvent {
    event(EventKind::Created, datetime!(2026-11-01 9:00 UTC), BookingStatus::Accepted)
}

fn entry(booking: &Booking) -> Entry {
    let changed = datetime!(2026-11-01 8:00 UTC);
    Entry::new(booking, changed, "Acme").expect("a time")
}

/// Reads a file with another program's parser.
fn read(file: &str) -> (Calendar, Event) {
    let calendar: Calendar = file.parse().expect("a calendar");
    let events: Vec<Event> = calendar.iter().filter_map(CalendarComponent::as_event).cloned().collect();
    assert_eq!(events.len(), 1);
    let event = events[0].clone();
    (calendar, event)
}

fn value(event: &Event, name: &str) -> String {
    event.property_value(name).unwrap_or_else(|| panic!("no {name}")).to_owned()
}

#[test]
fn another_parser_reads_what_was_written() {
    let (calendar, event) =
        read(&entry(&booking(vec![created()])).to_ics(profile(), "talent.example.com", PAGE));
    assert_eq!(calendar.property_value("METHOD"), Some("PUBLISH"));
    assert_eq!(value(&event, "DTSTART"), "20261112T140000Z");
    assert_eq!(value(&event, "DTEND"), "20261112T143000Z");
    assert_eq!(event.get_summary(), Some("Interview; with Zoë, at Acme\\HQ\nUpstairs"));
    assert_eq!(event.get_location(), Some("https://meet.example.com/abc?a=1&b=2,3;4"));
    assert_eq!(value(&event, "URL"), "https://meet.example.com/abc?a=1&b=2,3;4");
    assert_eq!(value(&event, "STATUS"), "CONFIRMED");
}

#[test]
fn lines_end_with_crlf_and_hold_at_most_75_bytes() {
    let mut long = created();
    long.details.title = Some("Vorstellungsgespräch für Zoë 🚀 ".repeat(40).into());
    let file = entry(&booking(vec![long.clone()])).to_ics(profile(), "talent.example.com", PAGE);
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    let (_, event) = read(&file);
    assert_eq!(event.get_summary(), long.details.title.as_ref().map(ForeignText::as_str));
}

#[test]
fn text_cannot_add_lines_to_the_file() {
    let mut hostile = created();
    hostile.details.title = Some("x\r\nATTACH:https://evil.example\u{0}\rEND:VEVENT".into());
    let (_, event) = read(&entry(&booking(vec![hostile])).to_ics(profile(), "talent.example.com", PAGE));
    assert_eq!(event.property_value("ATTACH"), None);
}

#[test]
fn a_moved_booking_is_the_same_entry_with_a_higher_sequence() {
    let first = entry(&booking(vec![created()])).to_ics(profile(), "talent.example.com", PAGE);
    let mut moved = event(EventKind::Rescheduled, datetime!(2026-11-02 9:00 UTC), BookingStatus::Accepted);
    moved.uid = uid("second");
    moved.replaces = Some(Replaced { uid: uid("first"), start: None, end: None });
    let second = entry(&booking(vec![moved])).to_ics(profile(), "talent.example.com", PAGE);
    let ((_, first), (_, second)) = (read(&first), read(&second));
    assert_eq!(first.get_uid(), second.get_uid());
    let sequence = |event: &Event| value(event, "SEQUENCE").parse::<i32>().expect("31 bits");
    assert!(sequence(&first) < sequence(&second));
}

#[test]
fn a_cancelled_booking_takes_its_entry_away() {
    let cancelled = event(EventKind::Cancelled, datetime!(2026-11-02 9:00 UTC), BookingStatus::Cancelled);
    let (calendar, event) =
        read(&entry(&booking(vec![created(), cancelled])).to_ics(profile(), "talent.example.com", PAGE));
    assert_eq!(calendar.property_value("METHOD"), Some("CANCEL"));
    assert_eq!(value(&event, "STATUS"), "CANCELLED");
}

#[test]
fn a_requested_booking_is_tentative() {
    let requested = event(EventKind::Requested, datetime!(2026-11-01 9:00 UTC), BookingStatus::Pending);
    let (_, event) = read(&entry(&booking(vec![requested])).to_ics(profile(), "talent.example.com", PAGE));
    assert_eq!(value(&event, "STATUS"), "TENTATIVE");
}

#[test]
fn what_calendars_pass_on_does_not_open_the_application() {
    let entry = entry(&booking(vec![created()]));
    let (_, event) = read(&entry.to_ics(profile(), "talent.example.com", PAGE));
    let passed_on = event.get_uid().unwrap_or_default().to_owned() + &entry.google() + &entry.outlook();
    assert!(!passed_on.contains(&profile().to_string()) && !passed_on.contains(PAGE), "{passed_on}");
}

#[test]
fn the_entry_leads_back_to_the_application() {
    let (_, event) = read(&entry(&booking(vec![created()])).to_ics(profile(), "talent.example.com", PAGE));
    let description = value(&event, "DESCRIPTION");
    assert!(description.ends_with(&format!("Your application: {PAGE}")), "{description}");
}

#[test]
fn a_booking_without_a_time_has_no_entry() {
    let mut timeless = created();
    timeless.details.start = None;
    let booking = booking(vec![timeless]);
    assert_eq!(Entry::new(&booking, START, "Acme"), None);
}

#[test]
fn links_fill_in_the_other_calendars() {
    let entry = entry(&booking(vec![created()]));
    let google = Url::parse(&entry.google()).expect("a link");
    let field = |url: &Url, name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    assert_eq!(google.host_str(), Some("calendar.google.com"));
    assert_eq!(field(&google, "dates"), "20261112T140000Z/20261112T143000Z");
    assert_eq!(field(&google, "location"), "https://meet.example.com/abc?a=1&b=2,3;4");
    let outlook = Url::parse(&entry.outlook()).expect("a link");
    assert_eq!(outlook.host_str(), Some("outlook.live.com"));
    assert_eq!(field(&outlook, "startdt"), "2026-11-12T14:00:00Z");
    assert_eq!(field(&outlook, "body"), "Host: Dana Reyes\nJoin: https://meet.example.com/abc?a=1&b=2,3;4");
}
