//! Storing notes.

use time::OffsetDateTime;

use super::Store;
use super::error::WriteError;
use super::ingest::notes::{self, NoteEdit};
use crate::domain::member::{Doer, Role};
use crate::domain::note::NoteText;

impl Store {
    /// Stores a note about the applicant with a number, and returns the note's own; `None` if there is
    /// no such applicant.
    pub async fn add_note(&self, doer: Doer, number: i64, text: NoteText) -> Result<Option<i64>, WriteError> {
        let weight = text.as_str().len();
        self.writer.submit(weight, move |tx| notes::add(tx.db, doer, number, &text)).await
    }

    /// Changes a note of the member about an applicant, unless it was changed since the version `read`.
    pub async fn edit_note(
        &self,
        doer: Doer,
        (number, id): (i64, i64),
        read: OffsetDateTime,
        text: NoteText,
    ) -> Result<NoteEdit, WriteError> {
        let weight = text.as_str().len();
        self.writer.submit(weight, move |tx| notes::edit(tx.db, doer, (number, id), read, &text)).await
    }

    /// Deletes a note of the member about an applicant, or, for an owner, anybody's. `false`: there is
    /// none.
    pub async fn delete_note(
        &self,
        doer: Doer,
        role: Role,
        (number, id): (i64, i64),
    ) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| notes::delete(tx.db, doer, role, (number, id))).await
    }
}
