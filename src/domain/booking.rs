//! A booking: what all the deliveries about one Cal.com uid add up to.

use time::OffsetDateTime;

use super::event::Details;
use super::foreign::ForeignText;
use super::ids::{BookingUid, ProfileId};
use super::seat::Seat;
pub use super::status::BookingStatus;

/// A booking, or one seat of a seated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Cal.com's uid.
    pub uid: BookingUid,
    /// The seat; `None` for a booking without seats.
    pub seat: Option<Seat>,
    /// Where it stands.
    pub status: BookingStatus,
    /// What is known about the meeting.
    pub details: Details,
    /// The booking that it replaced.
    pub rescheduled_from: Option<BookingUid>,
    /// The booking that replaced it.
    pub rescheduled_to: Option<BookingUid>,
    /// Why it was cancelled or rejected.
    pub reason: Option<ForeignText>,
    /// It was cancelled by the host, who asks for another time.
    pub asks_for_another_time: bool,
    /// The meeting is over.
    pub ended: bool,
    /// The attendee missed it.
    pub no_show: bool,
    /// The profile that its metadata names, by the last event that knows.
    pub profile: Option<ProfileId>,
    /// Cal.com's id of the event type, if it is an occurrence of a recurring one.
    pub recurring: Option<i64>,
    /// The time of its first event.
    pub first_event_at: Option<OffsetDateTime>,
    /// The time of its last event.
    pub last_event_at: Option<OffsetDateTime>,
}

/// Which of a profile's bookings it shows; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Cancelled or rejected.
    Ended,
    /// Waits for the host.
    Requested,
    /// Stands.
    Accepted,
}

impl Standing {
    /// `None` for a booking that another one replaced: the profile shows that other one.
    #[must_use]
    pub fn of(status: BookingStatus) -> Option<Self> {
        match status {
            BookingStatus::Accepted => Some(Self::Accepted),
            BookingStatus::Pending => Some(Self::Requested),
            BookingStatus::Rejected | BookingStatus::Cancelled => Some(Self::Ended),
            BookingStatus::Rescheduled => None,
        }
    }
}

impl Booking {
    /// The profile shows its booking with the highest rank: the accepted one with the newest event,
    /// else the requested one, else the last ended one. `None` for one that another replaced.
    #[must_use]
    pub fn rank(&self) -> Option<i64> {
        let standing = Standing::of(self.status)? as i64;
        let last_event = self.last_event_at.map_or(0, |at| at.unix_timestamp_nanos() / 1_000_000);
        let millis = i64::try_from(last_event).unwrap_or(0).clamp(0, (1 << 56) - 1);
        Some((standing << 56) | millis)
    }

    /// Whether, as far as deliveries tell, the meeting is still to come.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let stands = matches!(self.status, BookingStatus::Pending | BookingStatus::Accepted);
        stands && !self.ended && !self.no_show
    }
}
