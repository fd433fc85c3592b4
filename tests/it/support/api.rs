//! Ids that nobody has.

pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
