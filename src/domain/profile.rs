//! A profile: one applicant's application.

use time::OffsetDateTime;

use super::booking::{Attendance, Booking, BookingStatus};
use super::foreign::ForeignText;
use super::ids::ProfileId;
use super::text::Email;

/// One applicant's application, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its identifier.
    pub id: ProfileId,
    /// The applicant's name.
    pub name: ForeignText,
    /// The applicant's e-mail address.
    pub email: Email,
    /// Follows from the current booking.
    pub status: ProfileStatus,
    /// When the applicant completed it.
    pub completed_at: Option<OffsetDateTime>,
    /// When the applicant withdrew it, unless they have taken that back.
    pub withdrawn_at: Option<OffsetDateTime>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

/// The status of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProfileStatus {
    /// No booking yet.
    Applied,
    /// The booking waits for the host.
    InterviewRequested,
    /// The booking is confirmed.
    InterviewScheduled,
    /// The booking was cancelled.
    InterviewCancelled,
    /// The host declined.
    InterviewDeclined,
    /// The host asked for another time.
    InterviewRescheduling,
    /// The meeting is over.
    InterviewEnded,
    /// The applicant missed it.
    NoShow,
}

impl ProfileStatus {
    /// All of them, for readers and checks.
    pub const ALL: [Self; 8] = [
        Self::Applied,
        Self::InterviewRequested,
        Self::InterviewScheduled,
        Self::InterviewCancelled,
        Self::InterviewDeclined,
        Self::InterviewRescheduling,
        Self::InterviewEnded,
        Self::NoShow,
    ];

    /// The status that follows from a profile's current booking.
    #[must_use]
    pub fn from_booking(current: Option<&Booking>) -> Self {
        let Some(booking) = current else { return Self::Applied };
        match booking.status {
            BookingStatus::Pending => Self::InterviewRequested,
            BookingStatus::Accepted => match booking.attendance {
                Attendance::Open => Self::InterviewScheduled,
                Attendance::Held => Self::InterviewEnded,
                Attendance::Missed { .. } => Self::NoShow,
            },
            BookingStatus::Cancelled if booking.asks_for_another_time => Self::InterviewRescheduling,
            BookingStatus::Cancelled => Self::InterviewCancelled,
            BookingStatus::Rejected => Self::InterviewDeclined,
            BookingStatus::Rescheduled => Self::Applied,
        }
    }

    /// Whether the applicant has done everything that is needed: the interview is confirmed, or was held.
    #[must_use]
    pub fn may_complete(self) -> bool {
        matches!(self, Self::InterviewScheduled | Self::InterviewEnded)
    }

    /// The word for it in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "APPLIED",
            Self::InterviewRequested => "INTERVIEW_REQUESTED",
            Self::InterviewScheduled => "INTERVIEW_SCHEDULED",
            Self::InterviewCancelled => "INTERVIEW_CANCELLED",
            Self::InterviewDeclined => "INTERVIEW_DECLINED",
            Self::InterviewRescheduling => "INTERVIEW_RESCHEDULING",
            Self::InterviewEnded => "INTERVIEW_ENDED",
            Self::NoShow => "NO_SHOW",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}
