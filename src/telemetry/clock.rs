//! The clock of this machine.

use std::time::SystemTime;

use time::OffsetDateTime;

use crate::domain::instant;

/// The time by the system's clock, in UTC. One past the year 9999 says its beginning: a panic would
/// be logged, with the time.
#[must_use]
pub fn now() -> OffsetDateTime {
    instant::from_clock(SystemTime::now())
}
