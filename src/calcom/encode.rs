//! Encoding: returns the shortest body that decodes to the same event as another.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::decode::ASKS_FOR_ANOTHER_TIME;
use super::details::{self, set, set_in, text};
use super::statement;
use crate::domain::booking::BookingStatus;
use crate::domain::event::{BookingEvent, Decoded, EventKind, Meaning, WhyIgnored, WhyUnreadable};
use crate::domain::instant;
use crate::domain::seat::Seat;
use crate::domain::text::Email;

/// Returns the shortest bytes that decode to exactly this.
#[must_use]
pub fn encode(decoded: &Decoded) -> Vec<u8> {
    let trigger = &decoded.trigger;
    let body = match &decoded.meaning {
        Meaning::Event(event) if event.kind == EventKind::Stated => return statement::encode(event),
        Meaning::Event(event) => envelope(trigger, event),
        Meaning::Ignored(WhyIgnored::OtherEventType) => {
            json!({ "triggerEvent": trigger, "payload": { "otherEventType": true } })
        }
        Meaning::Ignored(_) | Meaning::Unreadable(WhyUnreadable::NoUid) => json!({ "triggerEvent": trigger }),
        Meaning::Unreadable(WhyUnreadable::NoTrigger) => json!({}),
        Meaning::Unreadable(WhyUnreadable::NotAnObject) => json!(null),
        Meaning::Unreadable(WhyUnreadable::NotJson) => return Vec::new(),
        Meaning::Unreadable(WhyUnreadable::NotUtf8) => return vec![0xff],
    };
    body.to_string().into_bytes()
}

fn envelope(trigger: &str, event: &BookingEvent) -> Value {
    let mut body = Map::new();
    set(&mut body, "triggerEvent", Some(trigger));
    set(&mut body, "createdAt", event.at.filter(|_| !event.kind.is_snapshot()).map(instant::to_millis));
    body.insert("payload".into(), payload(event).into());
    body.into()
}

fn payload(event: &BookingEvent) -> Map<String, Value> {
    let mut payload = Map::new();
    set(&mut payload, "uid", Some(event.uid.as_str()));
    set(&mut payload, "status", event.status.map(BookingStatus::as_str));
    details::encode(event, &mut payload);
    set_in(&mut payload, "metadata", "profileId", event.profile.map(|id| id.to_string()));
    people(&mut payload, event);
    others(&mut payload, event);
    end(&mut payload, event);
    set(&mut payload, "otherEventType", event.other_type.then_some(true));
    payload
}

fn people(payload: &mut Map<String, Value>, event: &BookingEvent) {
    let mut booker = details::encode_booker(&event.details);
    match &event.seat {
        None => {}
        Some(Seat::Ref(seat)) => set(payload, "attendeeSeatId", Some(seat.as_str())),
        Some(Seat::Of(email)) => {
            // This distinguishes one attendee's leaving from the end of the whole booking.
            set(&mut booker, "email", Some(email.as_str()));
            booker.insert("noShow".into(), Value::Null);
            payload.insert("seatsPerTimeSlot".into(), 1.into());
        }
    }
    let mut attendees: Vec<Value> = Vec::new();
    if event.kind == EventKind::NoShow {
        let mark = |(email, missed): &(Email, bool)| json!({ "email": email.as_str(), "noShow": missed });
        attendees.extend(event.no_shows.iter().map(mark));
    } else if !booker.is_empty() {
        attendees.push(booker.into());
    }
    if !attendees.is_empty() {
        payload.insert("attendees".into(), attendees.into());
    }
}

/// Writes the relations to other bookings.
fn others(payload: &mut Map<String, Value>, event: &BookingEvent) {
    if let Some(place) = &event.chain {
        let more = i64::from(event.kind == EventKind::Cancelled);
        set(payload, "rootBookingUid", Some(place.first.as_str()));
        set(payload, "iCalSequence", Some(place.sequence.saturating_add(more)));
    }
    if let Some(event_type) = event.recurring {
        set(payload, "eventTypeId", Some(event_type));
        payload.insert("recurringEvent".into(), Map::new().into());
    }
    let Some(old) = &event.replaces else { return };
    let time = |at: Option<OffsetDateTime>| at.map(instant::to_millis);
    set(payload, "rescheduleUid", Some(old.uid.as_str()));
    set(payload, "rescheduleStartTime", time(old.start));
    set(payload, "rescheduleEndTime", time(old.end));
}

fn end(payload: &mut Map<String, Value>, event: &BookingEvent) {
    let reason = text(&event.reason);
    match event.kind {
        EventKind::Rejected => set(payload, "rejectionReason", reason),
        EventKind::Cancelled => {
            payload.insert("requestReschedule".into(), event.asks_for_another_time.into());
            // Cal.com's own words in front are taken off when it is read.
            let doubled =
                |words: &&str| event.asks_for_another_time && words.starts_with(ASKS_FOR_ANOTHER_TIME);
            let guarded = reason.filter(doubled).map(|words| format!("{ASKS_FOR_ANOTHER_TIME}{words}"));
            set(payload, "cancellationReason", guarded.as_deref().or(reason));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calcom::decode;
    use crate::calcom::fixtures;

    #[test]
    fn the_least_body_of_every_recorded_one_is_read_as_it_is() {
        for (name, body) in fixtures::bodies() {
            let decoded = decode(&body);
            let least = encode(&decoded);
            assert_eq!(decode(&least), decoded, "{name}: {}", String::from_utf8_lossy(&least));
            assert_eq!(encode(&decode(&least)), least, "{name}");
            assert!(least.len() <= body.len().max(120), "{name}: {}", String::from_utf8_lossy(&least));
        }
    }

    #[test]
    fn the_least_body_without_people_is_read_as_it_is() {
        for (name, body) in fixtures::bodies() {
            let Decoded { trigger, meaning } = decode(&body);
            let Meaning::Event(event) = meaning else { continue };
            let decoded = Decoded { trigger, meaning: event.of_other_type() };
            let least = encode(&decoded);
            assert_eq!(decode(&least), decoded, "{name}: {}", String::from_utf8_lossy(&least));
        }
    }

    #[test]
    fn what_is_not_read_is_not_written() {
        let body = br#"{"triggerEvent":"BOOKING_CREATED","payload":{"uid":"u","additionalNotes":"CANARY",
            "responses":{"phone":{"value":"CANARY"},"name":{"value":"Sam"}},"attendees":[{"name":"Sam","phoneNumber":"CANARY"}],
            "metadata":{"x":"CANARY"}}}"#;
        let least = String::from_utf8(encode(&decode(body))).expect("text");
        assert!(least.contains("Sam") && !least.contains("CANARY"), "{least}");
    }
}
