//! The stored form of statements: the relevant fields of a booking from the API, and nothing else. Two
//! bookings with the same fields have the same bytes.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::json::{self, Object, Raw, objects};
use super::links;
use crate::domain::booking::BookingStatus;
use crate::domain::details::Details;
use crate::domain::event::{BookingEvent, Decoded, EventKind, Meaning, Replaced, WhyUnreadable};
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, WebUrl};

/// The stored word in place of a trigger.
pub const TRIGGER: &str = "API_BOOKING";

objects! {
    Stated {
        uid: b"uid", seat: b"seat", at: b"at", made: b"made", status: b"status", title: b"title", kind: b"type",
        start: b"start", end: b"end", link: b"link", location: b"location", organizer: b"organizer",
        name: b"name", email: b"email", zone: b"zone", profile: b"profile", from: b"from", to: b"to",
        reason: b"reason", recurring: b"recurring", no_shows: b"noShows", other_type: b"otherEventType",
    }

    Mark { email: b"email", missed: b"missed" }
}

/// The bytes of a statement.
#[must_use]
pub fn encode(event: &BookingEvent) -> Vec<u8> {
    let mut body = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body.insert(name.into(), value);
        }
    };
    let text = |text: &Option<ForeignText>| text.as_ref().map(|text| text.as_str().into());
    let time = |time: Option<OffsetDateTime>| time.map(instant::to_millis).map(Value::from);
    let known = &event.details;
    set("uid", Some(event.uid.as_str().into()));
    set("seat", event.seat.as_ref().map(|seat| seat.as_str().into()));
    set("at", time(event.at));
    set("made", time(event.made_at));
    set("status", event.status.map(|status| status.as_str().into()));
    set("title", text(&known.title));
    set("type", text(&known.event_type));
    set("start", time(known.start));
    set("end", time(known.end));
    set("link", known.link.as_ref().map(|link| link.as_str().into()));
    set("location", text(&known.location));
    set("organizer", text(&known.organizer_name));
    set("name", text(&known.attendee_name));
    set("email", known.attendee_email.as_ref().map(|email| email.as_str().into()));
    set("zone", text(&known.attendee_timezone));
    set("profile", event.profile.map(|id| id.to_string().into()));
    set("from", event.replaces.as_ref().map(|old| old.uid.as_str().into()));
    set("to", event.moved_to.as_ref().map(|new| new.as_str().into()));
    set("reason", text(&event.reason));
    set("recurring", event.recurring.map(Value::from));
    let mark = |(email, missed): &(Email, bool)| json!({ "email": email.as_str(), "missed": missed });
    let marks: Vec<Value> = event.no_shows.iter().map(mark).collect();
    set("noShows", (!marks.is_empty()).then(|| marks.into()));
    set("otherEventType", event.other_type.then_some(Value::Bool(true)));
    Value::from(body).to_string().into_bytes()
}

/// Reads what [`encode`] wrote.
#[must_use]
pub fn decode(body: &[u8]) -> Decoded {
    let meaning = match str::from_utf8(body) {
        Err(_) => Meaning::Unreadable(WhyUnreadable::NotUtf8),
        Ok(text) => match json::parse::<Stated<'_>>(text) {
            None => Meaning::Unreadable(WhyUnreadable::NotAnObject),
            Some(stated) => event(&stated)
                .map_or(Meaning::Unreadable(WhyUnreadable::NoUid), |event| Meaning::Event(Box::new(event))),
        },
    };
    Decoded { trigger: TRIGGER.to_owned(), meaning }
}

fn event(stated: &Stated<'_>) -> Option<BookingEvent> {
    let event = whole_event(stated)?;
    if stated.other_type.flag() == Some(true) { event.without_people() } else { Some(event) }
}

fn whole_event(stated: &Stated<'_>) -> Option<BookingEvent> {
    let uid = stated.uid.booking_uid()?;
    let link = stated.link.web_url();
    let is_proven = |link: &WebUrl| links::is_video_of(link, &uid, None);
    let marks = stated.no_shows.objects::<Mark<'_>>();
    Some(BookingEvent {
        at: stated.at.instant(),
        made_at: stated.made.instant(),
        seat: stated.seat.text().and_then(|seat| Seat::parse(&seat)),
        status: stated.status.text().and_then(|status| BookingStatus::parse(&status)),
        replaces: stated.from.booking_uid().map(|uid| Replaced { uid, start: None, end: None }),
        moved_to: stated.to.booking_uid(),
        recurring: stated.recurring.integer(),
        profile: stated.profile.text().and_then(|id| ProfileId::parse(&id)),
        link_is_unproven: link.as_ref().is_some_and(|link| !is_proven(link)),
        reason: stated.reason.foreign(),
        no_shows: marks.iter().filter_map(|mark| Some((mark.email.email()?, mark.missed.flag()?))).collect(),
        details: Details {
            title: stated.title.foreign(),
            event_type: stated.kind.foreign(),
            start: stated.start.instant(),
            end: stated.end.instant(),
            link,
            location: stated.location.foreign(),
            organizer_name: stated.organizer.foreign(),
            attendee_name: stated.name.foreign(),
            attendee_email: stated.email.email(),
            attendee_timezone: stated.zone.foreign(),
            booker_url: None,
        },
        ..BookingEvent::new(uid, EventKind::Stated)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::BookingUid;

    #[test]
    fn a_statement_is_read_as_it_was_written() {
        let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
        let at = instant::parse("2026-11-20T08:00:01.123Z");
        let event = BookingEvent {
            at,
            made_at: at,
            seat: Seat::parse("s1"),
            status: Some(BookingStatus::Rescheduled),
            moved_to: BookingUid::parse("next"),
            replaces: BookingUid::parse("before").map(|uid| Replaced { uid, start: None, end: None }),
            recurring: Some(7),
            profile: Some(ProfileId::from_random([7; 16])),
            reason: Some("ill".into()),
            no_shows: vec![(Email::parse("sam@example.com").expect("an address"), true)],
            link_is_unproven: true,
            details: Details {
                title: Some("Intro".into()),
                start: at,
                link: WebUrl::parse("https://meet.example.com/x").ok(),
                attendee_email: Email::parse("sam@example.com").ok(),
                ..Details::default()
            },
            ..BookingEvent::new(uid, EventKind::Stated)
        };
        let body = encode(&event);
        assert_eq!(decode(&body).meaning, Meaning::Event(Box::new(event)));
        assert_eq!(decode(b"[]").meaning, Meaning::Unreadable(WhyUnreadable::NotAnObject));
    }
}
