//! The rows of `notes`: what members write about an applicant.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::member::{Doer, MemberNumber};
use crate::domain::note::NoteText;

/// A note about an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// Who wrote it.
    pub member: MemberNumber,
    /// The name of that member.
    pub author: String,
    /// What it says.
    pub text: ForeignText,
    /// When it was written.
    pub made_at: OffsetDateTime,
    /// When it was last changed.
    pub edited_at: Option<OffsetDateTime>,
}

impl Note {
    /// The time that tells this text of the note from an earlier or a later one.
    #[must_use]
    pub fn version(&self) -> OffsetDateTime {
        self.edited_at.unwrap_or(self.made_at)
    }
}

/// What reads the notes about an applicant.
const OF_APPLICANT: &str = "SELECT n.id, n.member, m.name AS author, n.text, n.made_at, n.edited_at
                              FROM notes n JOIN members m ON m.number = n.member
                             WHERE n.profile = ?1 AND n.id < ?2 ORDER BY n.id DESC LIMIT ?3";

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    let id = row.get("id")?;
    row::read("notes", id, row, |row| {
        Ok(Note {
            id,
            member: MemberNumber(row.get("member")?),
            author: row.get("author")?,
            text: row.get("text")?,
            made_at: row::parsed(row, "made_at", instant::parse)?,
            edited_at: row::time(row, "edited_at")?,
        })
    })
}

/// Up to `limit` notes about an applicant with numbers below `before`, the latest first; the latest of all
/// without one.
pub(in crate::store) fn of_applicant(
    db: &Connection,
    number: i64,
    before: Option<i64>,
    limit: u32,
) -> rusqlite::Result<Vec<Note>> {
    let mut statement = db.prepare_cached(OF_APPLICANT)?;
    statement.query_map([number, before.unwrap_or(i64::MAX), limit.into()], read)?.collect()
}

/// Adds a row, and returns its number. `None`: there is no such applicant.
pub(in crate::store) fn add(
    db: &Connection,
    doer: Doer,
    number: i64,
    text: &NoteText,
) -> rusqlite::Result<Option<i64>> {
    let sql = "INSERT INTO notes (profile, member, text, made_at)
               SELECT number, :member, :text, :made_at FROM talent_profiles WHERE number = :number";
    let row = named_params! {
        ":number": number,
        ":member": doer.member.0,
        ":text": text.as_str(),
        ":made_at": instant::to_millis(doer.at),
    };
    let is_added = db.prepare_cached(sql)?.execute(row)? == 1;
    Ok(is_added.then(|| db.last_insert_rowid()))
}

/// Who wrote a note about an applicant, and its version, as [`Note::version`].
pub(in crate::store) fn version(
    db: &Connection,
    number: i64,
    id: i64,
) -> rusqlite::Result<Option<(MemberNumber, OffsetDateTime)>> {
    let sql =
        "SELECT member, ifnull(edited_at, made_at) AS version FROM notes WHERE id = ?1 AND profile = ?2";
    let read = |row: &Row<'_>| {
        row::read("notes", id, row, |row| {
            Ok((MemberNumber(row.get("member")?), row::parsed(row, "version", instant::parse)?))
        })
    };
    db.prepare_cached(sql)?.query_row([id, number], read).optional()
}

/// Changes what a note says.
pub(in crate::store) fn set_text(
    db: &Connection,
    id: i64,
    text: &NoteText,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE notes SET text = ?2, edited_at = ?3 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![id, text.as_str(), instant::to_millis(now)]).map(drop)
}

/// Removes a note.
pub(in crate::store) fn remove(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM notes WHERE id = ?1")?.execute([id]).map(drop)
}

/// The numbers of the notes about an applicant.
pub(in crate::store) fn ids(db: &Connection, number: i64) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT id FROM notes WHERE profile = ?1 ORDER BY id")?;
    statement.query_map([number], row::only)?.collect()
}

/// How many notes there are about an applicant, and the number of the first.
pub(in crate::store) fn count(db: &Connection, number: i64) -> rusqlite::Result<(u32, Option<i64>)> {
    let sql = "SELECT count(*) AS count, min(id) AS first FROM notes WHERE profile = ?1";
    db.prepare_cached(sql)?.query_row([number], |row| Ok((row.get("count")?, row.get("first")?)))
}

/// Removes all notes about an applicant.
pub(in crate::store) fn forget(db: &Connection, number: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM notes WHERE profile = ?1", [number]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn the_notes_about_an_applicant_are_read_by_a_key_and_not_sorted() {
        for (_, steps) in plans([OF_APPLICANT]) {
            assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{steps:?}");
        }
    }
}
