//! The state of the team's pages besides the database.

use super::hashing::Hashing;
use super::places::StreamSlots;
use super::tries::Tries;
use crate::access::TeamKey;
use crate::store::Backups;

/// The team's key, and the limits on guessing; managed by Rocket.
pub(in crate::web) struct Team {
    /// Signs the links with which people join.
    pub(super) key: TeamKey,
    /// The pool that hashes passwords.
    pub(super) hashing: Hashing,
    /// Wrong passwords by account.
    pub(super) tries: Tries,
    /// Wrong codes of the second step by account. A right password does not reset them.
    pub(super) codes: Tries,
    /// The scheduled backups, if there are any.
    pub(super) backups: Option<Backups>,
    /// The pages that follow changes.
    pub(super) live: StreamSlots,
}

impl Team {
    /// The team whose links this key signs, on a server that makes these backups.
    #[must_use]
    pub(in crate::web) fn new(key: TeamKey, backups: Option<Backups>) -> Self {
        let (hashing, tries, codes, live) =
            (Hashing::default(), Tries::default(), Tries::default(), StreamSlots::default());
        Self { key, hashing, tries, codes, backups, live }
    }
}
