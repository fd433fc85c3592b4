//! What waits for the team.

use time::OffsetDateTime;

use super::tables::refusals::Refusal;
use super::tables::today::{Lines, NewApplicant, Unmatched, Waiting};

/// What waits for the team.
pub struct Today {
    /// The next interviews; one more than are shown, if there are more.
    pub interviews: Vec<Waiting>,
    /// Who asked for a time, the next one first.
    pub requested: Lines<Waiting>,
    /// Whose interview is over, the latest first.
    pub over: Lines<Waiting>,
    /// Who is to pick another time, the one who was asked last first.
    pub rescheduling: Lines<Waiting>,
    /// The bookings that belong to nobody, the latest first.
    pub unmatched: Lines<Unmatched>,
    /// Who applied since the member pressed *Seen*, the latest first.
    pub new: Lines<NewApplicant>,
    /// When the member pressed it.
    pub seen_at: Option<OffsetDateTime>,
    /// What was turned away, by reason.
    pub refusals: Vec<Refusal>,
    /// The triggers that were seen; `None` once there was a booking.
    pub first_steps: Option<Vec<(String, OffsetDateTime)>>,
}
