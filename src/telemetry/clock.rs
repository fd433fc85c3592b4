//! The clock of this machine.

use std::time::SystemTime;

use time::OffsetDateTime;

use crate::domain::instant;

/// The time by the system's clock, in UTC. A time past the year 9999 becomes its beginning, because a panic
/// here would itself be logged with the time.
#[must_use]
pub fn now() -> OffsetDateTime {
    instant::from_clock(SystemTime::now())
}
