//! What is taken away: one person's data, and what nobody needs any more.

pub(super) mod erase;
pub(super) mod person;
pub(super) mod retention;
