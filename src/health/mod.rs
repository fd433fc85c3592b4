//! Findings about this installation, each with its remedy, for `bookhook check` and the page *Health*.

mod calcom;
mod files;
mod finding;
mod inbox;
mod settings;

pub use calcom::{flaws, key_and_clock, no_key, not_looked_at, reconciled};
pub use files::{backups, permissions, size, space};
pub use finding::{Finding, Level, TOLERANCE, age};
pub use inbox::{clock, deliveries, triggers};
pub use settings::{event_types, secret, settings};
