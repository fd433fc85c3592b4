//! What other layers do for the store, and what it tells them.

use std::time::Duration;

use super::error::WriteError;
use crate::domain::event::Decoded;
use crate::domain::ids::ProfileId;

/// What the store has to be told by the layers that it does not know.
pub struct Hooks {
    /// Reads a raw body. The store keeps only bodies, and asks again whenever a booking is folded.
    pub read: fn(&[u8]) -> Decoded,
    /// Called after a commit, on the writer thread, for each profile that it changed.
    pub changed: Box<dyn Fn(ProfileId) + Send + Sync>,
    /// Called on the writer thread after each commit, also one that failed.
    pub committed: Box<dyn Fn(&Commit) + Send + Sync>,
    /// Whether the booker's e-mail address may attach a booking to a profile.
    pub match_by_email: bool,
}

/// One transaction of the writer, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// From the first job's start until all was on disk, or was given up.
    pub took: Duration,
    /// How many jobs it held.
    pub jobs: usize,
    /// What became of it.
    pub outcome: Result<(), WriteError>,
}
