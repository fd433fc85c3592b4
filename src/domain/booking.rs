//! A booking: the state that follows from all deliveries about one Cal.com uid.

use time::OffsetDateTime;

use super::details::Details;
use super::foreign::ForeignText;
use super::ids::{BookingUid, ProfileId};
use super::seat::Seat;
pub use super::status::BookingStatus;
use super::text::WebUrl;

/// A booking, or one seat of a seated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Cal.com's uid.
    pub uid: BookingUid,
    /// The seat; `None` for a booking without seats.
    pub seat: Option<Seat>,
    /// Its status.
    pub status: BookingStatus,
    /// The meeting's details.
    pub details: Details,
    /// The booking that it replaced.
    pub rescheduled_from: Option<BookingUid>,
    /// The booking that replaced it.
    pub rescheduled_to: Option<BookingUid>,
    /// Why it was cancelled or rejected.
    pub reason: Option<ForeignText>,
    /// It was cancelled by the host, who asks for another time.
    pub asks_for_another_time: bool,
    /// Whether the meeting took place.
    pub attendance: Attendance,
    /// The profile that its metadata names, by the last event that has it.
    pub profile: Option<ProfileId>,
    /// Cal.com's id of the event type, if it is an occurrence of a recurring one.
    pub recurring: Option<i64>,
    /// Its own deliveries say that it is of another event type.
    pub other_type: bool,
    /// The time of its first event.
    pub first_event_at: Option<OffsetDateTime>,
    /// The time of its last event.
    pub last_event_at: Option<OffsetDateTime>,
}

/// Whether a meeting took place, as far as deliveries tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// It is still to come, or under way.
    Open,
    /// It is over, and no delivery says that the attendee missed it.
    Held,
    /// The attendee missed it.
    Missed {
        /// Its end was reported, too.
        over: bool,
    },
}

impl Attendance {
    /// Combines the reports about the meeting and the attendee, who can miss it before it is over.
    #[must_use]
    pub fn new(over: bool, missed: bool) -> Self {
        match (over, missed) {
            (over, true) => Self::Missed { over },
            (true, false) => Self::Held,
            (false, false) => Self::Open,
        }
    }

    /// Returns whether the end of the meeting was reported.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Held | Self::Missed { over: true })
    }

    /// Returns whether the attendee missed it.
    #[must_use]
    pub fn is_missed(self) -> bool {
        matches!(self, Self::Missed { .. })
    }
}

/// Which of its bookings a profile shows: the one with the highest precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// Cancelled or rejected.
    Ended,
    /// Waits for the host.
    Requested,
    /// Confirmed.
    Accepted,
}

impl Precedence {
    /// `None` for a booking that another one replaced: the profile shows that other one.
    #[must_use]
    pub fn from_status(status: BookingStatus) -> Option<Self> {
        match status {
            BookingStatus::Accepted => Some(Self::Accepted),
            BookingStatus::Pending => Some(Self::Requested),
            BookingStatus::Rejected | BookingStatus::Cancelled => Some(Self::Ended),
            BookingStatus::Rescheduled => None,
        }
    }
}

impl Booking {
    /// Returns whether the meeting is over `now`: its end was reported, or its time has passed.
    #[must_use]
    pub fn is_over(&self, now: OffsetDateTime) -> bool {
        let end = self.details.end.or(self.details.start);
        self.attendance.is_over() || end.is_some_and(|end| end < now)
    }

    /// Returns the link by which the meeting can be joined; `None` unless it is confirmed and not over.
    #[must_use]
    pub fn joinable(&self, now: OffsetDateTime) -> Option<&WebUrl> {
        let stands = self.status == BookingStatus::Accepted && !self.is_over(now);
        self.details.link.as_ref().filter(|_| stands)
    }

    /// The profile shows its booking with the highest rank: the accepted one with the newest event,
    /// else the requested one, else the last ended one. `None` for one that another replaced.
    #[must_use]
    pub fn rank(&self) -> Option<i64> {
        let precedence = Precedence::from_status(self.status)? as i64;
        let last_event = self.last_event_at.map_or(0, |at| at.unix_timestamp_nanos() / 1_000_000);
        let millis = i64::try_from(last_event).unwrap_or(0).clamp(0, (1 << 56) - 1);
        Some((precedence << 56) | millis)
    }
}
