//! Code that several commands share.

pub(super) mod calcom;
pub(super) mod early;
pub(super) mod failure;
pub(super) mod local;
pub(super) mod progress;
pub(super) mod terminal;
pub(super) mod usage;
pub(super) mod values;
