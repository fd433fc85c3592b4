//! Events: what one delivery says about one booking, in our own types.

use time::OffsetDateTime;

use super::details::Details;
use super::foreign::ForeignText;
use super::ids::{BookingUid, Digest, ProfileId};
use super::seat::Seat;
use super::status::BookingStatus;
use super::text::Email;

/// A delivery's decoded body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Cal.com's name of the trigger; empty where the body has none.
    pub trigger: String,
    /// Its meaning.
    pub meaning: Meaning,
}

/// The three kinds of signed bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It says something about a booking.
    Event(Box<BookingEvent>),
    /// It is stored, and changes nothing.
    Ignored(WhyIgnored),
    /// It is stored, but could not be read.
    Unreadable(WhyUnreadable),
}

impl Meaning {
    /// Why it is no event, in one stable word; `None` for an event.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Event(_) => None,
            Self::Ignored(WhyIgnored::Test) => Some("test"),
            Self::Ignored(WhyIgnored::NotABooking) => Some("not_a_booking"),
            Self::Ignored(WhyIgnored::NoEffect) => Some("no_effect"),
            Self::Ignored(WhyIgnored::UnknownTrigger) => Some("unknown_trigger"),
            Self::Ignored(WhyIgnored::OtherEventType) => Some(WhyIgnored::OTHER_EVENT_TYPE),
            Self::Unreadable(WhyUnreadable::NotUtf8) => Some("not_utf8"),
            Self::Unreadable(WhyUnreadable::NotJson) => Some("not_json"),
            Self::Unreadable(WhyUnreadable::NotAnObject) => Some("not_an_object"),
            Self::Unreadable(WhyUnreadable::NoTrigger) => Some("no_trigger"),
            Self::Unreadable(WhyUnreadable::NoUid) => Some("no_uid"),
        }
    }
}

/// Why a delivery that we could read changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyIgnored {
    /// Cal.com's test button.
    Test,
    /// It is about forms, absences or credentials.
    NotABooking,
    /// It is about a booking, but changes nothing that we store of it.
    NoEffect,
    /// A trigger that this version does not know.
    UnknownTrigger,
    /// It is about an event type that is not the team's.
    OtherEventType,
}

impl WhyIgnored {
    /// The stable word for deliveries about other event types.
    pub const OTHER_EVENT_TYPE: &'static str = "other_event_type";
}

/// Why a delivery could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnreadable {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The text is not JSON, as with a custom payload template.
    NotJson,
    /// It is JSON, but a list, a text, a number or `null`.
    NotAnObject,
    /// A JSON object that does not say what happened, as with a custom payload template or the
    /// Zapier app.
    NoTrigger,
    /// A booking trigger that does not name its booking.
    NoUid,
}

/// Where a row of the inbox came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A signed webhook.
    Webhook,
    /// A reading of Cal.com's API.
    Api,
}

impl Source {
    /// Both, for readers and checks.
    pub const ALL: [Self; 2] = [Self::Webhook, Self::Api];

    /// The word for it in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Api => "api",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == text)
    }
}

/// What one delivery says about one booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingEvent {
    /// The booking that it is about.
    pub uid: BookingUid,
    /// The event.
    pub kind: EventKind,
    /// When it happened, by the sender's clock; never when it arrived.
    pub at: Option<OffsetDateTime>,
    /// When the booking was made, if a statement says so.
    pub made_at: Option<OffsetDateTime>,
    /// The seat that it is about; `None` for the booking as a whole.
    pub seat: Option<Seat>,
    /// The status that it gives the booking, if any.
    pub status: Option<BookingStatus>,
    /// The booking that this one replaces, if the event names it.
    pub replaces: Option<Replaced>,
    /// The booking that replaced this one, if a statement names it.
    pub moved_to: Option<BookingUid>,
    /// Its position in a chain of reschedules, if the event gives it.
    pub chain: Option<ChainPlace>,
    /// Cal.com's id of the event type, where the booking is an occurrence of a recurring one. A
    /// cancellation that has it ends all remaining occurrences.
    pub recurring: Option<i64>,
    /// The profile that the booking link carried in its metadata.
    pub profile: Option<ProfileId>,
    /// The meeting's details; a field that it does not state is `None`.
    pub details: Details,
    /// The link may be one that the visitor put into the booking page's address.
    pub link_is_unproven: bool,
    /// Why it was cancelled or rejected.
    pub reason: Option<ForeignText>,
    /// The host cancelled, and asked the attendee for another time.
    pub asks_for_another_time: bool,
    /// Attendees marked as having missed the meeting, or the mark taken back.
    pub no_shows: Vec<(Email, bool)>,
    /// It is about another event type, or treated like such an event, and names nobody.
    pub other_type: bool,
}

impl BookingEvent {
    /// Returns an event with only a kind and a booking.
    #[must_use]
    pub fn new(uid: BookingUid, kind: EventKind) -> Self {
        Self {
            uid,
            kind,
            at: None,
            made_at: None,
            seat: None,
            status: None,
            replaces: None,
            moved_to: None,
            chain: None,
            recurring: None,
            profile: None,
            details: Details::default(),
            link_is_unproven: false,
            reason: None,
            asks_for_another_time: false,
            no_shows: Vec::new(),
            other_type: false,
        }
    }

    /// Returns the address of the one attendee whom it is about.
    pub(super) fn attendee(&self) -> Option<&Email> {
        match &self.seat {
            Some(Seat::Of(attendee)) => Some(attendee),
            Some(Seat::Ref(_)) | None => self.details.attendee_email.as_ref(),
        }
    }
}

/// The kind of an event. The order of the variants decides between events of the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Cal.com's API reported the booking's status. It gives way to a webhook of the same time.
    Stated,
    /// An attendee asked, and the host has to confirm.
    Requested,
    /// The attendee was asked to pay.
    PaymentInitiated,
    /// The attendee paid.
    Paid,
    /// The booking is confirmed.
    Created,
    /// The booking is confirmed and replaces another.
    Rescheduled,
    /// The place or the host changed.
    Updated,
    /// The host declined.
    Rejected,
    /// Somebody cancelled.
    Cancelled,
    /// Attendees were marked as having missed it, or the mark was taken back.
    NoShow,
    /// The meeting began. Its snapshot is as old as the booking.
    Started,
    /// The meeting is over. Its snapshot is as old as the booking.
    Ended,
}

impl EventKind {
    /// Events of these kinds carry the booking as it was when it was made, so they give way to all others.
    #[must_use]
    pub fn is_snapshot(self) -> bool {
        matches!(self, Self::Started | Self::Ended)
    }

    /// Returns whether, in a seated booking, it concerns only the seat of the attendee whom it names.
    pub(super) fn is_about_its_attendee(self) -> bool {
        matches!(self, Self::Requested | Self::PaymentInitiated | Self::Paid | Self::Created | Self::Rejected)
    }
}

/// The booking that a rescheduled one replaces, and when that would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The old booking.
    pub uid: BookingUid,
    /// When it would have begun.
    pub start: Option<OffsetDateTime>,
    /// When it would have ended.
    pub end: Option<OffsetDateTime>,
}

/// A position in a chain of bookings, each of which was rescheduled to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainPlace {
    /// The first booking of the chain, which is another one.
    pub first: BookingUid,
    /// The number of reschedules from the first to this one: 1 or more.
    pub sequence: i64,
}

/// An event with the digest of the body that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The event.
    pub event: BookingEvent,
    /// Decides between events of the same time and kind.
    pub digest: Digest,
}

impl Recorded {
    /// The order in which events count, whatever order they arrived in. An event without a time
    /// comes before all that have one.
    #[must_use]
    pub fn order(&self) -> (Option<OffsetDateTime>, EventKind, Digest) {
        (self.event.at, self.event.kind, self.digest)
    }
}
