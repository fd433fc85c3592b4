mod recorded;
mod tolerance;

use serde_json::{Value, json};

use super::*;
use crate::calcom::fixtures;
use crate::domain::ids::BookingUid;
use crate::domain::text::WebUrl;

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

/// The recorded body `name` after `change` to its payload.
fn changed(name: &str, change: impl FnOnce(&mut Value)) -> BookingEvent {
    let mut body: Value = serde_json::from_str(&fixtures::body(name)).expect("JSON");
    change(&mut body["payload"]);
    event_in(&body.to_string())
}

/// The event in an envelope around `payload`.
fn enveloped(trigger: &str, payload: Value) -> BookingEvent {
    let body =
        json!({ "triggerEvent": trigger, "createdAt": "2026-11-02T09:15:27.418Z", "payload": payload });
    event_in(&body.to_string())
}

fn event_in(body: &str) -> BookingEvent {
    match decode(body.as_bytes()).meaning {
        Meaning::Event(event) => *event,
        other => panic!("{other:?}: {body}"),
    }
}

fn meaning_of(body: &str) -> Meaning {
    decode(body.as_bytes()).meaning
}

fn at(text: &str) -> time::OffsetDateTime {
    crate::domain::instant::parse(text).expect("an instant")
}

fn link_of(event: &BookingEvent) -> Option<&str> {
    event.details.link.as_ref().map(WebUrl::as_str)
}

fn status_of(trigger: &str, status: Option<&str>) -> Option<BookingStatus> {
    enveloped(trigger, json!({ "uid": UID, "status": status })).status
}

// Times

#[test]
fn every_form_of_a_date_is_the_same_instant() {
    for form in [
        "2026-11-12T14:00:00Z",
        "2026-11-12T14:00:00+00:00",
        "2026-11-12T15:00:00+01:00",
        "2026-11-12T14:00:00.000Z",
        "2026-11-12T14:00:00.0000000Z",
    ] {
        let event = enveloped("BOOKING_CREATED", json!({ "uid": UID, "startTime": form, "endTime": form }));
        let instant = Some(at("2026-11-12T14:00:00Z"));
        assert_eq!((event.details.start, event.details.end), (instant, instant), "{form}");
    }
}

#[test]
fn a_date_that_is_none_is_unknown() {
    let event = enveloped("BOOKING_CREATED", json!({ "uid": UID, "startTime": "soon", "endTime": 1 }));
    assert_eq!((event.details.start, event.details.end), (None, None));
}

#[test]
fn an_event_happened_when_its_delivery_was_made() {
    let event = enveloped("BOOKING_CREATED", json!({ "uid": UID, "createdAt": "2020-01-01T00:00:00Z" }));
    assert_eq!(event.at, Some(at("2026-11-02T09:15:27.418Z")));
}

#[test]
fn a_meeting_starts_and_ends_at_its_own_times() {
    assert_eq!(event_in(&fixtures::body("MEETING_STARTED")).at, Some(at("2026-11-12T14:00:00Z")));
    assert_eq!(event_in(&fixtures::body("MEETING_ENDED")).at, Some(at("2026-11-12T14:30:00Z")));
}

#[test]
fn a_meeting_in_an_envelope_reads_like_a_flat_one() {
    let flat: Value = serde_json::from_str(&fixtures::body("MEETING_ENDED")).expect("JSON");
    assert_eq!(enveloped("MEETING_ENDED", flat), event_in(&fixtures::body("MEETING_ENDED")));
}

// Status

#[test]
fn what_waits_is_pending_whatever_the_payload_says() {
    for trigger in ["BOOKING_REQUESTED", "BOOKING_PAYMENT_INITIATED"] {
        assert_eq!(status_of(trigger, Some("ACCEPTED")), Some(BookingStatus::Pending));
        assert_eq!(status_of(trigger, None), Some(BookingStatus::Pending));
    }
}

#[test]
fn what_ended_has_ended_whatever_the_payload_says() {
    assert_eq!(status_of("BOOKING_CANCELLED", Some("ACCEPTED")), Some(BookingStatus::Cancelled));
    assert_eq!(status_of("BOOKING_REJECTED", None), Some(BookingStatus::Rejected));
}

#[test]
fn what_stands_is_accepted_unless_the_payload_says_otherwise() {
    for trigger in ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_PAID", "INSTANT_MEETING_ACCEPTED"] {
        assert_eq!(status_of(trigger, None), Some(BookingStatus::Accepted), "{trigger}");
        assert_eq!(status_of(trigger, Some("odd")), Some(BookingStatus::Accepted), "{trigger}");
        assert_eq!(status_of(trigger, Some("pending")), Some(BookingStatus::Pending), "{trigger}");
        assert_eq!(status_of(trigger, Some("AWAITING_HOST")), Some(BookingStatus::Pending), "{trigger}");
    }
}

#[test]
fn the_rest_speaks_about_status_only_if_the_payload_does() {
    for trigger in ["BOOKING_LOCATION_UPDATED", "BOOKING_REASSIGNED", "MEETING_STARTED", "MEETING_ENDED"] {
        assert_eq!(status_of(trigger, None), None, "{trigger}");
        assert_eq!(status_of(trigger, Some("CANCELLED")), Some(BookingStatus::Cancelled), "{trigger}");
    }
    assert_eq!(status_of("BOOKING_NO_SHOW_UPDATED", Some("ACCEPTED")), None);
}

// Identity

#[test]
fn a_booking_trigger_without_a_uid_is_unreadable() {
    for uid in [json!(null), json!(""), json!("a b"), json!([1])] {
        let body = json!({ "triggerEvent": "BOOKING_RESCHEDULED", "payload": { "uid": uid } }).to_string();
        assert_eq!(meaning_of(&body), Meaning::Unreadable(WhyUnreadable::NoUid), "{body}");
    }
}

#[test]
fn a_profile_id_is_a_uuid_in_the_metadata() {
    let profile = ProfileId::from_random([3; 16]);
    let of = |id: Value| changed("BOOKING_CREATED", |payload| payload["metadata"]["profileId"] = id).profile;
    assert_eq!(of(json!(profile.to_string())), Some(profile));
    for other in [json!("req_01HZX3"), json!(12), json!(null), json!({ "id": profile.to_string() })] {
        assert_eq!(of(other.clone()), None, "{other}");
    }
}

#[test]
fn a_seat_goes_by_its_newer_or_older_name() {
    let seat = |payload: Value| enveloped("BOOKING_CREATED", payload).seat;
    assert_eq!(seat(json!({ "uid": UID, "attendeeSeatId": "s1" })), Seat::parse("s1"));
    assert_eq!(seat(json!({ "uid": UID, "seatReferenceUid": "s2" })), Seat::parse("s2"));
    assert_eq!(seat(json!({ "uid": UID, "attendeeSeatId": "", "seatReferenceUid": null })), None);
    assert_eq!(seat(json!({ "uid": UID, "attendeeSeatId": "sam@example.com" })), None);
}

#[test]
fn the_host_cancelling_all_seats_is_no_seat_leaving() {
    let seat = |change: fn(&mut Value)| changed("BOOKING_CANCELLED.seat", change).seat;
    assert!(matches!(seat(|_| {}), Some(Seat::Of(_))));
    assert_eq!(seat(|payload| payload["cancelledBy"] = json!("dana@example.com")), None);
    assert_eq!(seat(|payload| payload["seatsPerTimeSlot"] = json!(null)), None);
    assert_eq!(seat(|payload| payload["attendees"] = json!([{ "email": "a@b.de" }])), None);
    let second = |payload: &mut Value| {
        let row = payload["attendees"][0].clone();
        payload["attendees"].as_array_mut().expect("attendees").push(row);
    };
    assert_eq!(seat(second), None);
}

#[test]
fn a_seat_that_was_never_marked_can_leave() {
    let unmarked = |payload: &mut Value| payload["attendees"][0]["noShow"] = json!(null);
    assert!(matches!(changed("BOOKING_CANCELLED.seat", unmarked).seat, Some(Seat::Of(_))));
}

#[test]
fn a_row_names_the_booking_that_it_replaces() {
    let event = enveloped("MEETING_STARTED", json!({ "uid": UID, "fromReschedule": "old" }));
    let uid = BookingUid::parse("old").expect("a uid");
    assert_eq!(event.replaces, Some(Replaced { uid, start: None, end: None }));
}

// The meeting link

#[test]
fn the_link_of_a_daily_room_is_the_bookers_page() {
    let plain = |payload: &mut Value| drop(payload["metadata"].take());
    assert_eq!(
        link_of(&changed("BOOKING_CREATED", plain)),
        Some("https://app.cal.com/video/8hT2mQzLr4VnXsKpW6cYbe")
    );
    let own = |payload: &mut Value| {
        payload["metadata"].take();
        payload["bookerUrl"] = json!("https://cal.example.com");
    };
    assert_eq!(
        link_of(&changed("BOOKING_CREATED", own)),
        Some("https://cal.example.com/video/8hT2mQzLr4VnXsKpW6cYbe")
    );
}

#[test]
fn a_daily_room_stands_in_where_the_bookers_page_is_unknown() {
    let unknown = |payload: &mut Value| {
        payload["metadata"].take();
        payload["bookerUrl"].take();
    };
    assert_eq!(
        link_of(&changed("BOOKING_CREATED", unknown)),
        Some("https://meetco.daily.co/Qm4TzXw7RkPb2LsV")
    );
}

#[test]
fn a_link_of_another_scheme_gives_way_to_the_next() {
    let payload = json!({
        "uid": UID,
        "metadata": { "videoCallUrl": "javascript:alert(1)" },
        "videoCallData": { "type": "zoom_video", "url": "zoommtg://join" },
        "location": "https://meet.example.com/x",
    });
    assert_eq!(link_of(&enveloped("BOOKING_CREATED", payload)), Some("https://meet.example.com/x"));
}

#[test]
fn a_place_is_no_link() {
    for place in ["integrations:daily", "inPerson", "+15550100199", "12 Example Street", "data:text/html,x"] {
        let event = enveloped("BOOKING_CREATED", json!({ "uid": UID, "location": place }));
        assert_eq!(link_of(&event), None, "{place}");
        assert_eq!(event.details.location, Some(place.into()));
    }
}

// People

#[test]
fn a_booker_without_a_name_goes_by_the_answer_to_the_form() {
    let name = |answer: Value| {
        let attendees = json!([{ "name": "", "email": "a@b.de" }]);
        let payload = json!({ "uid": UID, "attendees": attendees, "responses": { "name": answer } });
        enveloped("BOOKING_CREATED", payload).details.attendee_name
    };
    let parts = json!({ "firstName": "Zoë", "lastName": "Okafor" });
    for answer in [json!("Zoë Okafor"), json!({ "value": "Zoë Okafor" }), json!({ "value": parts }), parts]
    {
        assert_eq!(name(answer.clone()), Some("Zoë Okafor".into()), "{answer}");
    }
    assert_eq!(name(json!({ "value": { "firstName": "Zoë", "lastName": "" } })), Some("Zoë".into()));
    assert_eq!(name(json!({ "label": "your_name" })), None);
}

#[test]
fn a_booker_without_any_answer_goes_by_first_and_last_name() {
    let attendees = json!([{ "name": "", "firstName": "Zoë", "lastName": "Okafor", "email": "a@b.de" }]);
    let event = enveloped("BOOKING_CREATED", json!({ "uid": UID, "attendees": attendees }));
    assert_eq!(event.details.attendee_name, Some("Zoë Okafor".into()));
}

#[test]
fn what_attendees_write_is_kept_as_it_is() {
    let hostile = "<script>alert(1)</script>'; DROP TABLE bookings; -- \u{202E}";
    let name = format!("{hostile}{}", "x".repeat(10_000));
    let event = changed("BOOKING_CREATED", |payload| payload["attendees"][0]["name"] = json!(name));
    assert_eq!(event.details.attendee_name, Some(name.into()));
}

// Ends

#[test]
fn an_empty_reason_is_none() {
    let event = changed("BOOKING_CANCELLED", |payload| payload["cancellationReason"] = json!(""));
    assert_eq!(event.reason, None);
}

#[test]
fn older_releases_ask_for_another_time_in_the_reason() {
    let event = changed("BOOKING_CANCELLED.request-reschedule", |payload| {
        payload.as_object_mut().expect("an object").remove("requestReschedule");
    });
    assert!(event.asks_for_another_time);
    assert_eq!(event.reason, Some("I am travelling that week.".into()));
}

#[test]
fn an_attendee_who_writes_the_same_words_does_not_ask() {
    let reason = "Please reschedule. I am ill.";
    let event = changed("BOOKING_CANCELLED", |payload| payload["cancellationReason"] = json!(reason));
    assert!(!event.asks_for_another_time);
    assert_eq!(event.reason, Some(reason.into()));
}

#[test]
fn a_wish_without_words_has_no_reason() {
    let event = changed("BOOKING_CANCELLED.request-reschedule", |payload| {
        payload["cancellationReason"] = json!("Please reschedule. ");
    });
    assert_eq!((event.reason, event.asks_for_another_time), (None, true));
}

// No-shows

#[test]
fn a_no_show_tells_nothing_about_the_booker() {
    let attendees = json!([{ "email": "guest@example.com", "name": "A guest", "noShow": false }]);
    let event = enveloped("BOOKING_NO_SHOW_UPDATED", json!({ "bookingUid": UID, "attendees": attendees }));
    assert_eq!((event.details.attendee_email, event.details.attendee_name), (None, None));
    assert_eq!(event.no_shows, [(Email::parse("guest@example.com").expect("an address"), false)]);
}

#[test]
fn of_several_guests_those_who_are_marked_missed_the_call() {
    let marks = |attendees: Value| {
        let payload = json!({ "bookingUid": UID, "attendees": attendees });
        let event = enveloped("AFTER_GUESTS_CAL_VIDEO_NO_SHOW", payload);
        event
            .no_shows
            .into_iter()
            .map(|(email, missed)| (email.as_str().to_owned(), missed))
            .collect::<Vec<_>>()
    };
    let (a, b) =
        (json!({ "email": "a@b.de", "noShow": true }), json!({ "email": "c@d.de", "noShow": false }));
    assert_eq!(marks(json!([a, b])), [("a@b.de".to_owned(), true)]);
    assert_eq!(marks(json!([b])), [("c@d.de".to_owned(), true)]);
}
