//! The tasks of the team.

use time::OffsetDateTime;

use super::tables::refusals::Refusal;
use super::tables::today::{Lines, NewApplicant, Unmatched, Waiting};

/// The tasks of the team.
pub struct Today {
    /// The next interviews; one more than are shown, if there are more.
    pub interviews: Vec<Waiting>,
    /// The applicants who asked for a time, next one first.
    pub requested: Lines<Waiting>,
    /// The applicants whose interview is over, latest first.
    pub over: Lines<Waiting>,
    /// The applicants who were asked to pick another time, latest first.
    pub rescheduling: Lines<Waiting>,
    /// The bookings that belong to nobody, the latest first.
    pub unmatched: Lines<Unmatched>,
    /// The applicants who are new since the member pressed *Mark as seen*, latest first.
    pub new: Lines<NewApplicant>,
    /// When the member pressed it.
    pub seen_at: Option<OffsetDateTime>,
    /// The refusals by reason.
    pub refusals: Vec<Refusal>,
    /// The triggers that were seen; `None` once there was a booking.
    pub first_steps: Option<Vec<(String, OffsetDateTime)>>,
}
