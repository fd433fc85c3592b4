//! The activity of members.

use super::Store;
use super::error::{ReadError, WriteError};
use super::tables::activity::{self, Activity};
use super::tables::part::Part;
use crate::domain::activity::Action;
use crate::domain::member::Doer;

impl Store {
    /// Up to `limit` actions with ids below `before`; the latest without one.
    pub fn activity(&self, before: Option<i64>, limit: usize) -> Result<Part<Activity>, ReadError> {
        self.readers.with(|db| activity::list(db, before, limit))
    }

    /// Records that a member downloads a list of applicants.
    pub async fn note_export(&self, doer: Doer) -> Result<(), WriteError> {
        self.writer
            .submit(0, move |tx| activity::add(tx.db, doer.at, Some(doer.member), Action::Exported, None))
            .await
    }
}
