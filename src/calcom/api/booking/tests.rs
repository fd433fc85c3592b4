use serde_json::{Value, json};

use super::*;

fn row(fields: Value) -> ApiBooking {
    let mut booking = json!({
        "uid": "8hT2mQzLr4VnXsKpW6cYbe", "status": "accepted", "start": "2026-12-01T09:00:00.000Z",
        "createdAt": "2026-11-20T08:00:00.000Z", "updatedAt": "2026-11-20T08:00:01.000Z",
        "hosts": [{ "name": "Dana", "email": "dana@example.com" }], "eventType": { "id": 7, "slug": "intro" },
        "location": "https://app.cal.com/video/8hT2mQzLr4VnXsKpW6cYbe",
        "attendees": [
            { "name": "Mia", "email": "mia@example.com" },
            { "name": "Ines", "email": "ines@example.com", "timeZone": "Europe/Madrid", "absent": true },
        ],
        "bookingFieldsResponses": { "email": "Ines@Example.com" },
    });
    for (name, value) in fields.as_object().into_iter().flatten() {
        booking[name] = value.clone();
    }
    let body = json!({ "status": "success", "data": [booking, { "uid": null }, 7] }).to_string();
    let mut page = bookings(body.as_bytes()).expect("a page");
    assert_eq!(page.length, 3, "what cannot be read counts for the page");
    page.rows.remove(0)
}

fn only(row: &ApiBooking) -> BookingEvent {
    let mut all = row.statements();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn the_booker_is_found_by_the_answers_whatever_the_order() {
    let event = only(&row(json!({})));
    assert_eq!(event.details.attendee_name, Some("Ines".into()));
    assert_eq!(event.details.attendee_timezone, Some("Europe/Madrid".into()));
    let guest =
        row(json!({ "bookingFieldsResponses": { "email": "unknown" }, "guests": ["mia@example.com"] }));
    assert_eq!(only(&guest).details.attendee_name, Some("Ines".into()));
}

#[test]
fn the_time_is_that_of_the_last_change_else_of_the_making() {
    let time = |fields| only(&row(fields)).at.map(instant::to_millis);
    assert_eq!(time(json!({})).as_deref(), Some("2026-11-20T08:00:01.000Z"));
    assert_eq!(time(json!({ "updatedAt": null })).as_deref(), Some("2026-11-20T08:00:00.000Z"));
}

#[test]
fn a_cancelled_one_with_a_successor_was_rescheduled() {
    let moved = row(json!({ "status": "cancelled", "rescheduledToUid": "next" }));
    assert!(!moved.may_be_moving());
    let event = only(&moved);
    assert_eq!(
        (event.status, event.moved_to.map(|uid| uid.to_string())),
        (Some(BookingStatus::Rescheduled), Some("next".into()))
    );
    assert!(row(json!({ "status": "cancelled" })).may_be_moving());
    assert_eq!(only(&row(json!({ "status": "new_word" }))).status, None);
}

#[test]
fn a_link_is_no_place_and_proven_only_on_the_booking_s_own_page() {
    let own = only(&row(json!({})));
    assert!(own.details.link.is_some() && own.details.location.is_none() && !own.link_is_unproven);
    assert!(only(&row(json!({ "location": "https://evil.example/" }))).link_is_unproven);
    assert_eq!(
        only(&row(json!({ "location": "12 High Street" }))).details.location,
        Some("12 High Street".into())
    );
}

#[test]
fn each_seat_is_stated_by_itself_and_an_end_for_all() {
    let people = json!([
        { "name": "Pia", "email": "pia@example.com", "seatUid": "s1" },
        { "name": "Jonas", "email": "jonas@example.com", "seatUid": "s2" },
    ]);
    let stands = row(json!({ "attendees": people, "bookingFieldsResponses": null }));
    assert_eq!(stands.seats().map(|seats| seats.len()), Some(2));
    let seats: Vec<_> = stands.statements().into_iter().map(|event| event.seat).collect();
    assert_eq!(seats, [Seat::parse("s1"), Seat::parse("s2")]);
    let ended = row(json!({ "attendees": people, "status": "cancelled" }));
    assert_eq!((ended.seats(), ended.statements().len()), (None, 3));
}

#[test]
fn another_version_s_answer_is_refused() {
    assert_eq!(bookings(br#"{"data":{"bookings":[]}}"#).err(), Some(Refusal::Shape));
    assert_eq!(bookings(br#"{"data":[{"id":1}]}"#).err(), Some(Refusal::Shape));
    assert_eq!(bookings(b"<html>").err(), Some(Refusal::NotJson));
    assert_eq!(bookings(br#"{"data":[]}"#).map(|page| page.length), Ok(0));
}
