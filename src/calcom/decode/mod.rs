//! Decoding: turns the bytes of a delivery into an event.

use super::details;
use super::payload::{Body, Metadata, Payload, Person};
use super::trigger::Trigger;
use crate::domain::booking::BookingStatus;
use crate::domain::event::{BookingEvent, ChainPlace, Decoded, EventKind, Meaning, Replaced};
use crate::domain::event::{WhyIgnored, WhyUnreadable};
use crate::domain::event_types::Slug;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::seat::Seat;
use crate::domain::text::Email;

/// The text that Cal.com writes before the reason when a host asks for another time.
pub(super) const ASKS_FOR_ANOTHER_TIME: &str = "Please reschedule.";

/// Decodes a verified delivery. It never fails: for an unreadable body, it returns the reason.
///
/// Unreadable are bytes that are not UTF-8, text that is not JSON, JSON that is not an object, one without
/// a trigger (some custom templates, the Zapier app's body, `MEETING_*` of releases about 3.0.2)
/// and a booking trigger without a uid.
#[must_use]
pub fn decode(body: &[u8]) -> Decoded {
    let unreadable = |why| Decoded { trigger: String::new(), meaning: Meaning::Unreadable(why) };
    let Ok(text) = str::from_utf8(body) else { return unreadable(WhyUnreadable::NotUtf8) };
    let Some(body) = Body::parse(text) else { return unreadable(Body::why_not(text)) };
    let Some(name) = body.trigger.text() else { return unreadable(WhyUnreadable::NoTrigger) };
    let meaning = meaning(&name, &body);
    Decoded { trigger: name.into_owned(), meaning }
}

/// Returns the event type that a verified delivery names, also if it is about no booking.
#[must_use]
pub fn event_type(body: &[u8]) -> Option<Slug> {
    let body = Body::parse(str::from_utf8(body).ok()?)?;
    Slug::parse(&body.payload.event_type.text()?)
}

fn meaning(trigger: &str, body: &Body<'_>) -> Meaning {
    let Some(trigger) = Trigger::parse(trigger) else {
        return Meaning::Ignored(WhyIgnored::UnknownTrigger);
    };
    // Only bookhook writes this, into the stored part of another event type's delivery.
    let other_type = body.payload.other_type.flag() == Some(true);
    match kind_of(trigger).map(|kind| event(trigger, kind, body)) {
        Ok(Some(event)) if other_type => event.of_other_type(),
        Ok(None) if other_type => Meaning::Ignored(WhyIgnored::OtherEventType),
        Ok(Some(event)) => Meaning::Event(Box::new(event)),
        Ok(None) => Meaning::Unreadable(WhyUnreadable::NoUid),
        Err(why) => Meaning::Ignored(why),
    }
}

fn kind_of(trigger: Trigger) -> Result<EventKind, WhyIgnored> {
    match trigger {
        Trigger::BookingRequested => Ok(EventKind::Requested),
        Trigger::BookingPaymentInitiated => Ok(EventKind::PaymentInitiated),
        Trigger::BookingPaid => Ok(EventKind::Paid),
        Trigger::BookingCreated | Trigger::InstantMeetingAccepted => Ok(EventKind::Created),
        Trigger::BookingRescheduled => Ok(EventKind::Rescheduled),
        Trigger::BookingLocationUpdated | Trigger::BookingReassigned => Ok(EventKind::Updated),
        Trigger::BookingRejected => Ok(EventKind::Rejected),
        Trigger::BookingCancelled => Ok(EventKind::Cancelled),
        Trigger::BookingNoShowUpdated | Trigger::AfterGuestsNoShow => Ok(EventKind::NoShow),
        Trigger::MeetingStarted => Ok(EventKind::Started),
        Trigger::MeetingEnded => Ok(EventKind::Ended),
        Trigger::AfterHostsNoShow
        | Trigger::RecordingReady
        | Trigger::RecordingTranscriptionGenerated
        | Trigger::InstantMeeting
        | Trigger::WrongAssignmentReport => Err(WhyIgnored::NoEffect),
        Trigger::FormSubmitted
        | Trigger::FormSubmittedNoEvent
        | Trigger::RoutingFormFallbackHit
        | Trigger::OooCreated
        | Trigger::DelegationCredentialError
        | Trigger::DelegationCredentialRotationRequired
        | Trigger::DelegationCredentialSecretRotated
        | Trigger::DelegationCredentialSecretRotationFailed => Err(WhyIgnored::NotABooking),
        Trigger::Ping => Err(WhyIgnored::Test),
    }
}

fn event(trigger: Trigger, kind: EventKind, body: &Body<'_>) -> Option<BookingEvent> {
    let payload = &body.payload;
    let uid = payload.uid.booking_uid().or_else(|| payload.booking_uid.booking_uid())?;
    let attendees: Vec<Person<'_>> = payload.attendees.objects();
    let (reason, asks_for_another_time) = reason(kind, payload);
    let (details, link_is_unproven) = details::decode(kind, &uid, payload, attendees.first());
    Some(BookingEvent {
        at: match kind {
            EventKind::Started => payload.start.instant(),
            EventKind::Ended => payload.end.instant(),
            _ => body.created_at.instant(),
        },
        seat: seat(kind, payload, &attendees),
        status: status(kind, payload),
        made_at: None,
        replaces: replaces(payload),
        moved_to: None,
        chain: chain(kind, &uid, payload),
        recurring: payload.event_type_id.integer().filter(|_| payload.recurring.is_object()),
        profile: profile(payload),
        details,
        link_is_unproven,
        reason,
        asks_for_another_time,
        no_shows: no_shows(trigger, &attendees),
        other_type: false,
        uid,
        kind,
    })
}

/// An unpaid booking is pending although Cal.com writes `ACCEPTED` into it.
fn status(kind: EventKind, payload: &Payload<'_>) -> Option<BookingStatus> {
    let named = || match &*payload.status.text()?.to_ascii_uppercase() {
        "ACCEPTED" => Some(BookingStatus::Accepted),
        "PENDING" | "AWAITING_HOST" => Some(BookingStatus::Pending),
        "REJECTED" => Some(BookingStatus::Rejected),
        "CANCELLED" => Some(BookingStatus::Cancelled),
        _ => None,
    };
    match kind {
        EventKind::Requested | EventKind::PaymentInitiated => Some(BookingStatus::Pending),
        EventKind::Rejected => Some(BookingStatus::Rejected),
        EventKind::Cancelled => Some(BookingStatus::Cancelled),
        EventKind::NoShow => None,
        EventKind::Created | EventKind::Rescheduled | EventKind::Paid => {
            named().or(Some(BookingStatus::Accepted))
        }
        EventKind::Updated | EventKind::Started | EventKind::Ended | EventKind::Stated => named(),
    }
}

fn seat(kind: EventKind, payload: &Payload<'_>, attendees: &[Person<'_>]) -> Option<Seat> {
    if let Some(seat) = payload.seat.seat_ref().or_else(|| payload.older_seat.seat_ref()) {
        return Some(Seat::Ref(seat));
    }
    match (kind, attendees) {
        (EventKind::Cancelled, [leaver]) if is_one_seat(payload, leaver) => {
            leaver.email.email().map(Seat::Of)
        }
        _ => None,
    }
}

/// When one attendee leaves, Cal.com sends that attendee as a database row and nobody who
/// cancelled; when the host cancels all seats, it is the other way round.
fn is_one_seat(payload: &Payload<'_>, leaver: &Person<'_>) -> bool {
    let is_row = leaver.booking_id.is_present() || leaver.no_show.is_present();
    payload.seats.is_known() && is_row && payload.cancelled_by.text().is_none()
}

fn replaces(payload: &Payload<'_>) -> Option<Replaced> {
    let named = payload.reschedule_uid.booking_uid().map(|uid| Replaced {
        uid,
        start: payload.reschedule_start.instant(),
        end: payload.reschedule_end.instant(),
    });
    let row = || payload.from_reschedule.booking_uid().map(|uid| Replaced { uid, start: None, end: None });
    named.or_else(row)
}

/// Some releases do not name the booking that a request replaces, but the first one of the chain: by its uid,
/// or as the part of the calendar's uid before the last `@`, with the number of reschedules. A cancellation
/// counts as one more.
fn chain(kind: EventKind, uid: &BookingUid, payload: &Payload<'_>) -> Option<ChainPlace> {
    let counted = payload.sequence.integer().map(|sequence| match kind {
        EventKind::Cancelled => sequence.saturating_sub(1),
        _ => sequence,
    });
    let root = payload.root_uid.booking_uid().map(|first| (first, counted.unwrap_or(1).max(1)));
    let in_calendar = || {
        let text = payload.calendar_uid.text()?;
        let first = BookingUid::parse(text.rsplit_once('@')?.0)?;
        Some((first, counted.filter(|sequence| *sequence > 0)?))
    };
    let (first, sequence) = root.or_else(in_calendar).filter(|(first, _)| first != uid)?;
    Some(ChainPlace { first, sequence })
}

fn profile(payload: &Payload<'_>) -> Option<ProfileId> {
    let metadata: Metadata<'_> = payload.metadata.object();
    ProfileId::parse(&metadata.profile.text()?)
}

/// Returns why it ended, and whether the host asked for another time, which releases before 2026 say only in
/// the reason.
fn reason(kind: EventKind, payload: &Payload<'_>) -> (Option<ForeignText>, bool) {
    let reason = match kind {
        EventKind::Cancelled => payload.cancellation_reason.text(),
        EventKind::Rejected => payload.rejection_reason.text(),
        _ => None,
    };
    let wish = reason.as_deref().and_then(|reason| reason.strip_prefix(ASKS_FOR_ANOTHER_TIME));
    let asks = kind == EventKind::Cancelled && payload.request_reschedule.flag().unwrap_or(wish.is_some());
    let words = match wish {
        Some(wish) if asks => Some(wish.trim_start()),
        _ => reason.as_deref(),
    };
    (words.filter(|words| !words.is_empty()).map(ForeignText::from), asks)
}

fn no_shows(trigger: Trigger, attendees: &[Person<'_>]) -> Vec<(Email, bool)> {
    let marks = attendees.iter().filter_map(|person| Some((person.email.email()?, person.no_show.flag()?)));
    match (trigger, attendees) {
        (Trigger::BookingNoShowUpdated, _) => marks.collect(),
        // Older releases send the row from before the mark.
        (Trigger::AfterGuestsNoShow, [guest]) => {
            guest.email.email().map(|email| (email, true)).into_iter().collect()
        }
        (Trigger::AfterGuestsNoShow, _) => marks.filter(|(_, missed)| *missed).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
