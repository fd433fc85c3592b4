//! The members of Cal.com's bodies that matter to bookings. Any may be missing or of another type.
//!
//! The names are those of three dialects at once: releases up to 2024, those of early 2026, and
//! the hosted service since.

use serde::de::IgnoredAny;

use super::json::{self, Object, Raw, objects};
use crate::domain::event::WhyUnreadable;

/// A delivery's body.
pub(super) struct Body<'a> {
    /// Cal.com's name for what happened.
    pub(super) trigger: Raw<'a>,
    /// When the delivery was made; in the flat form, when the booking was.
    pub(super) created_at: Raw<'a>,
    pub(super) payload: Payload<'a>,
}

impl<'a> Body<'a> {
    /// `None` when the text is not one JSON object. Without a `payload` the body is the payload,
    /// as with `MEETING_*` and custom templates.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let envelope: Envelope<'a> = json::parse(text)?;
        let payload =
            if envelope.payload.is_object() { envelope.payload.object() } else { json::parse(text)? };
        Some(Self { trigger: envelope.trigger, created_at: envelope.created_at, payload })
    }

    /// Why [`Self::parse`] refused the text.
    pub(super) fn why_not(text: &str) -> WhyUnreadable {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => WhyUnreadable::NotAnObject,
            Err(_) => WhyUnreadable::NotJson,
        }
    }
}

objects! {
    Envelope {
        trigger: b"triggerEvent",
        created_at: b"createdAt",
        payload: b"payload",
    }

    /// A booking, as an event or as a row of Cal.com's database.
    Payload {
        uid: b"uid",
        booking_uid: b"bookingUid",
        status: b"status",
        title: b"title",
        event_type: b"type",
        start: b"startTime",
        end: b"endTime",
        location: b"location",
        booker_url: b"bookerUrl",
        organizer: b"organizer",
        user: b"user",
        attendees: b"attendees",
        responses: b"responses",
        metadata: b"metadata",
        video: b"videoCallData",
        seat: b"attendeeSeatId",
        older_seat: b"seatReferenceUid",
        seats: b"seatsPerTimeSlot",
        reschedule_uid: b"rescheduleUid",
        reschedule_start: b"rescheduleStartTime",
        reschedule_end: b"rescheduleEndTime",
        from_reschedule: b"fromReschedule",
        root_uid: b"rootBookingUid",
        calendar_uid: b"iCalUID",
        sequence: b"iCalSequence",
        event_type_id: b"eventTypeId",
        recurring: b"recurringEvent",
        cancelled_by: b"cancelledBy",
        cancellation_reason: b"cancellationReason",
        rejection_reason: b"rejectionReason",
        request_reschedule: b"requestReschedule",
        other_type: b"otherEventType",
    }

    /// The organizer, an attendee or a user. `booking_id` and `no_show` are in database rows only.
    Person {
        name: b"name",
        first_name: b"firstName",
        last_name: b"lastName",
        email: b"email",
        time_zone: b"timeZone",
        booking_id: b"bookingId",
        no_show: b"noShow",
    }

    /// Values from the booking link, and those that Cal.com adds.
    Metadata {
        video_url: b"videoCallUrl",
        profile: b"profileId",
    }

    /// The room of a video provider.
    Video {
        provider: b"type",
        url: b"url",
    }

    /// The answers to the booking form that every form asks for.
    Responses {
        name: b"name",
        email: b"email",
    }

    /// An answer: wrapped in `value` with its label, or bare; a name may be in two parts.
    Answer {
        value: b"value",
        first_name: b"firstName",
        last_name: b"lastName",
    }
}
