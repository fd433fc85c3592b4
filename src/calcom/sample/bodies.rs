//! The body of each trigger.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::Sample;
use crate::calcom::decode::ASKS_FOR_ANOTHER_TIME;
use crate::calcom::trigger::Trigger;
use crate::domain::ids::BookingUid;
use crate::domain::instant;

const HOST_EMAIL: &str = "dana@example.com";
const FORM_ID: &str = "c0ffee00-1111-4222-8333-444455556666";

/// How a release writes times: three ways, each in some triggers.
type Clock = fn(OffsetDateTime) -> String;
const SECONDS: Clock = instant::to_seconds;
const MILLIS: Clock = instant::to_millis;
const OFFSET: Clock = |instant| instant::to_seconds(instant).replace('Z', "+00:00");

impl Sample {
    /// The bytes to sign and to post.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        body(self).to_string().into_bytes()
    }
}

fn body(sample: &Sample) -> Value {
    let payload = match sample.trigger {
        Trigger::BookingCreated => created(sample),
        Trigger::BookingRequested => requested(sample),
        Trigger::BookingPaymentInitiated => payment_initiated(sample),
        Trigger::BookingPaid => paid(sample),
        Trigger::BookingRescheduled => rescheduled(sample),
        Trigger::BookingCancelled => cancelled(sample),
        Trigger::BookingRejected => rejected(sample),
        Trigger::BookingLocationUpdated | Trigger::BookingReassigned => updated(sample),
        Trigger::BookingNoShowUpdated => no_show(sample),
        Trigger::MeetingStarted | Trigger::MeetingEnded => return meeting(sample),
        Trigger::AfterGuestsNoShow | Trigger::AfterHostsNoShow => absent(sample),
        Trigger::RecordingReady | Trigger::RecordingTranscriptionGenerated => recording(sample),
        Trigger::InstantMeeting => instant_meeting(sample),
        Trigger::InstantMeetingAccepted => instant_meeting_accepted(sample),
        Trigger::WrongAssignmentReport => wrong_assignment(sample),
        Trigger::FormSubmitted | Trigger::FormSubmittedNoEvent | Trigger::RoutingFormFallbackHit => {
            form(sample)
        }
        Trigger::OooCreated => absence(sample),
        Trigger::DelegationCredentialError
        | Trigger::DelegationCredentialRotationRequired
        | Trigger::DelegationCredentialSecretRotated
        | Trigger::DelegationCredentialSecretRotationFailed => credential(),
        Trigger::Ping => ping(sample),
    };
    json!({
        "triggerEvent": sample.trigger.name(),
        "createdAt": MILLIS(sample.created_at),
        "payload": payload,
    })
}

fn created(sample: &Sample) -> Value {
    let call = json!({ "videoCallUrl": call_page(sample), "profileId": profile(sample) });
    let parts = [booking(sample, SECONDS), replaced(sample), call_room(sample), seat(sample)];
    merge(parts, json!({ "status": "ACCEPTED", "metadata": known(call) }))
}

fn requested(sample: &Sample) -> Value {
    let metadata = known(json!({ "profileId": profile(sample) }));
    let parts = [booking(sample, SECONDS), replaced(sample), seat(sample)];
    merge(parts, json!({ "status": "PENDING", "requiresConfirmation": true, "metadata": metadata }))
}

fn payment_initiated(sample: &Sample) -> Value {
    let metadata = known(json!({ "profileId": profile(sample) }));
    let money = json!({ "price": 5000, "currency": "eur", "paymentId": 5120 });
    let parts = [booking(sample, SECONDS), seat(sample), money];
    merge(parts, json!({ "status": "ACCEPTED", "metadata": metadata }))
}

fn paid(sample: &Sample) -> Value {
    let metadata = json!({
        "identifier": "cal.com",
        "bookingId": booking_id(&sample.uid),
        "bookerEmail": sample.attendee_email,
        "eventTitle": sample.event_name,
        "externalId": "pi_0000000000000000",
    });
    let money = json!({ "price": 5000, "currency": "eur", "paymentId": 5120 });
    let parts = [booking(sample, MILLIS), seat(sample), money];
    merge(parts, json!({ "status": "ACCEPTED", "metadata": metadata }))
}

fn rescheduled(sample: &Sample) -> Value {
    let parts = [booking(sample, SECONDS), replaced(sample), call_room(sample), seat(sample)];
    let metadata = json!({ "videoCallUrl": call_page(sample) });
    merge(
        parts,
        json!({ "status": "ACCEPTED", "metadata": metadata, "rescheduledBy": sample.attendee_email }),
    )
}

/// One seat's attendee comes as a database row, without the seat and without who cancelled.
fn cancelled(sample: &Sample) -> Value {
    let asks = sample.asks_for_another_time;
    let reason =
        if asks { format!("{ASKS_FOR_ANOTHER_TIME} {}", sample.reason) } else { sample.reason.clone() };
    let by = if asks { HOST_EMAIL } else { &sample.attendee_email };
    let who = match sample.seat {
        Some(_) => json!({ "seatsPerTimeSlot": 10, "attendees": [row(sample, false)] }),
        None => json!({ "cancelledBy": by }),
    };
    merge(
        [booking(sample, OFFSET), who],
        json!({ "status": "CANCELLED", "cancellationReason": reason, "requestReschedule": asks }),
    )
}

fn rejected(sample: &Sample) -> Value {
    let parts = [booking(sample, MILLIS), seat(sample)];
    merge(parts, json!({ "status": "REJECTED", "rejectionReason": sample.reason }))
}

fn updated(sample: &Sample) -> Value {
    let parts = [booking(sample, MILLIS), call_room(sample)];
    merge(parts, json!({ "status": "ACCEPTED", "metadata": { "videoCallUrl": call_page(sample) } }))
}

fn no_show(sample: &Sample) -> Value {
    json!({
        "message": format!("{} marked as no-show", sample.attendee_email),
        "attendees": [{ "email": sample.attendee_email, "noShow": true }],
        "bookingUid": sample.uid.as_str(),
        "bookingId": booking_id(&sample.uid),
    })
}

/// The booking's row as it was when the booking was made, without an envelope.
fn meeting(sample: &Sample) -> Value {
    let previous = sample.previous.as_ref().map(|(uid, _)| uid.as_str());
    json!({
        "triggerEvent": sample.trigger.name(),
        "id": booking_id(&sample.uid),
        "uid": sample.uid.as_str(),
        "title": title(sample),
        "responses": responses(sample),
        "startTime": MILLIS(sample.start),
        "endTime": MILLIS(sample.end()),
        "location": "integrations:daily",
        "createdAt": MILLIS(sample.created_at),
        "status": "ACCEPTED",
        "cancellationReason": null,
        "rejectionReason": null,
        "fromReschedule": previous,
        "metadata": known(json!({ "profileId": profile(sample) })),
        "iCalUID": format!("{}@Cal.com", sample.uid),
        "user": host(sample),
        "attendees": [row(sample, false)],
        "payment": [],
        "references": [],
    })
}

fn absent(sample: &Sample) -> Value {
    let missed = row(sample, sample.trigger == Trigger::AfterGuestsNoShow);
    json!({
        "title": title(sample),
        "bookingId": booking_id(&sample.uid),
        "bookingUid": sample.uid.as_str(),
        "startTime": MILLIS(sample.start),
        "endTime": MILLIS(sample.end()),
        "attendees": [missed],
        "participants": [],
        "webhook": { "id": FORM_ID, "time": 5, "timeUnit": "MINUTE" },
    })
}

fn recording(sample: &Sample) -> Value {
    json!({
        "title": title(sample),
        "type": title(sample),
        "uid": sample.uid.as_str(),
        "startTime": MILLIS(sample.start),
        "endTime": MILLIS(sample.end()),
        "organizer": host(sample),
        "attendees": [attendee(sample)],
        "downloadLink": "https://app.cal.com/api/video/recording?token=EXAMPLE",
    })
}

fn instant_meeting(sample: &Sample) -> Value {
    json!({
        "triggerEvent": sample.trigger.name(),
        "uid": sample.uid.as_str(),
        "responses": { "name": sample.attendee_name, "email": sample.attendee_email },
        "connectAndJoinUrl": "https://app.cal.com/connect-and-join?token=EXAMPLE",
        "eventTypeTitle": sample.event_name,
    })
}

fn instant_meeting_accepted(sample: &Sample) -> Value {
    json!({
        "bookingId": booking_id(&sample.uid),
        "bookingUid": sample.uid.as_str(),
        "status": "ACCEPTED",
        "title": title(sample),
        "startTime": MILLIS(sample.start),
        "endTime": MILLIS(sample.end()),
        "organizer": host(sample),
        "attendees": [attendee(sample)],
        "location": "integrations:daily",
        "metadata": { "videoCallUrl": call_page(sample) },
    })
}

fn wrong_assignment(sample: &Sample) -> Value {
    json!({
        "booking": { "uid": sample.uid.as_str(), "id": booking_id(&sample.uid), "title": title(sample) },
        "report": { "guest": sample.attendee_email, "host": host(sample), "additionalNotes": sample.reason },
    })
}

fn form(sample: &Sample) -> Value {
    json!({
        "formId": FORM_ID,
        "formName": "Contact",
        "teamId": null,
        "responses": { "email": { "value": sample.attendee_email, "response": sample.attendee_email } },
    })
}

fn absence(sample: &Sample) -> Value {
    let entry = json!({
        "uuid": FORM_ID,
        "start": OFFSET(sample.start),
        "end": OFFSET(sample.end()),
        "user": host(sample),
        "toUser": null,
    });
    json!({ "oooEntry": entry })
}

fn credential() -> Value {
    json!({
        "credential": { "type": "google_calendar", "delegationCredentialId": FORM_ID },
        "error": { "type": "Example", "message": "An example of a failure" },
    })
}

fn ping(sample: &Sample) -> Value {
    let person =
        |name: &str, email: &str| json!({ "name": name, "email": email, "timeZone": "Europe/London" });
    json!({
        "type": "Test",
        "title": "Test trigger event",
        "startTime": MILLIS(sample.created_at),
        "endTime": MILLIS(sample.created_at),
        "attendees": [person("John Doe", "jdoe@example.com")],
        "organizer": person("Cal", "no-reply@cal.com"),
    })
}

/// Returns the fields that most triggers have in common.
fn booking(sample: &Sample, clock: Clock) -> Value {
    json!({
        "bookerUrl": sample.booker_url,
        "type": sample.event_name.to_lowercase().replace(' ', "-"),
        "title": title(sample),
        "eventTitle": sample.event_name,
        "startTime": clock(sample.start),
        "endTime": clock(sample.end()),
        "length": sample.minutes,
        "organizer": host(sample),
        "attendees": [attendee(sample)],
        "responses": responses(sample),
        "location": "integrations:daily",
        "uid": sample.uid.as_str(),
        "bookingId": booking_id(&sample.uid),
        "iCalUID": format!("{}@Cal.com", sample.uid),
        "iCalSequence": u8::from(sample.previous.is_some()),
        "seatsPerTimeSlot": null,
        "price": 0,
        "currency": "usd",
        "requiresConfirmation": false,
    })
}

fn replaced(sample: &Sample) -> Value {
    let Some((uid, start)) = &sample.previous else { return json!({}) };
    json!({
        "rescheduleId": booking_id(uid),
        "rescheduleUid": uid.as_str(),
        "rescheduleStartTime": SECONDS(*start),
        "rescheduleEndTime": SECONDS(start.saturating_add(sample.length())),
    })
}

fn call_room(sample: &Sample) -> Value {
    let url = format!("https://meetco.daily.co/{}", sample.uid);
    json!({ "videoCallData": { "type": "daily_video", "id": sample.uid.as_str(), "password": "", "url": url } })
}

/// Cal.com's own page for the call.
fn call_page(sample: &Sample) -> String {
    let origin =
        if sample.booker_url == "https://cal.com" { "https://app.cal.com" } else { &sample.booker_url };
    format!("{origin}/video/{}", sample.uid)
}

fn seat(sample: &Sample) -> Value {
    match &sample.seat {
        Some(seat) => json!({ "attendeeSeatId": seat, "seatsPerTimeSlot": 10 }),
        None => json!({}),
    }
}

fn host(sample: &Sample) -> Value {
    json!({
        "id": 4021,
        "name": sample.host_name,
        "email": HOST_EMAIL,
        "timeZone": "Europe/Berlin",
        "language": { "locale": "en" },
    })
}

fn attendee(sample: &Sample) -> Value {
    json!({
        "name": sample.attendee_name,
        "email": sample.attendee_email,
        "timeZone": sample.attendee_timezone,
        "language": { "locale": "en" },
    })
}

/// The attendee as in Cal.com's database.
fn row(sample: &Sample, missed: bool) -> Value {
    let row = json!({ "id": 90231, "bookingId": booking_id(&sample.uid), "noShow": missed });
    merge([attendee(sample)], row)
}

fn responses(sample: &Sample) -> Value {
    json!({
        "name": { "label": "your_name", "value": sample.attendee_name, "isHidden": false },
        "email": { "label": "email_address", "value": sample.attendee_email, "isHidden": false },
    })
}

fn title(sample: &Sample) -> String {
    format!("{} between {} and {}", sample.event_name, sample.host_name, sample.attendee_name)
}

fn profile(sample: &Sample) -> Option<String> {
    sample.profile.map(|profile| profile.to_string())
}

/// Cal.com's number for a booking: some number, the same for one uid.
fn booking_id(uid: &BookingUid) -> u32 {
    uid.as_str().bytes().fold(0, |id: u32, byte| id.wrapping_mul(31).wrapping_add(byte.into())) % 100_000_000
}

/// Merges objects; of a repeated name, the last value counts.
fn merge<const N: usize>(parts: [Value; N], last: Value) -> Value {
    let members = parts.into_iter().chain([last]).filter_map(|part| match part {
        Value::Object(members) => Some(members),
        _ => None,
    });
    Value::Object(members.flatten().collect())
}

/// Without the members that are null.
fn known(object: Value) -> Value {
    match object {
        Value::Object(members) => {
            Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}
