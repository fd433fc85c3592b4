//! Removal: one person's data, and data past its retention.

pub(super) mod erase;
pub(super) mod person;
pub(super) mod retention;
