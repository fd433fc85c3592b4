//! The store's callbacks and codec.

use std::time::Duration;

use super::error::WriteError;
use super::upgrade::Upgrade;
use crate::domain::codec::Codec;
use crate::domain::ids::ProfileId;

/// Rules from which the tables follow, besides the stored facts.
#[derive(Clone, Copy)]
pub struct Rules {
    /// The format of bodies. The store keeps only bodies, and decodes them whenever a booking is folded.
    pub codec: Codec,
    /// Whether the booker's e-mail address may attach a booking to a profile.
    pub match_by_email: bool,
}

/// Whom the store calls; by default nobody.
pub struct Hooks {
    /// Called several times a second while an older file is brought up to date.
    pub upgrading: Box<dyn Fn(Upgrade) + Send + Sync>,
    /// Called on the writer's thread after a commit, for each profile that it changed.
    pub changed: Box<dyn Fn(ProfileId) + Send + Sync>,
    /// Called there after each commit, also one that failed.
    pub committed: Box<dyn Fn(&Commit) + Send + Sync>,
}

impl Default for Hooks {
    fn default() -> Self {
        Self { upgrading: Box::new(|_| {}), changed: Box::new(|_| {}), committed: Box::new(|_| {}) }
    }
}

/// One transaction of the writer, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// From the first job's start until all was on disk, or was given up.
    pub took: Duration,
    /// How many jobs it held.
    pub jobs: usize,
    /// Its outcome.
    pub outcome: Result<(), WriteError>,
}
