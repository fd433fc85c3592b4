//! Notes: members write, change and delete them, and each action is recorded.

use rusqlite::Connection;
use time::OffsetDateTime;

use crate::domain::activity::Action;
use crate::domain::member::{Doer, MemberNumber, Role};
use crate::domain::note::NoteText;
use crate::store::tables::{activity, notes};

/// The outcome of a change to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteEdit {
    /// It was changed.
    Edited,
    /// Somebody else had changed it since it was read; nothing was changed.
    Conflict,
    /// The member has no such note.
    Gone,
}

/// Writes a note about an applicant, and returns its number; `None`: there is no such applicant.
pub(in crate::store) fn add(
    db: &Connection,
    doer: Doer,
    number: i64,
    text: &NoteText,
) -> rusqlite::Result<Option<i64>> {
    let added = notes::add(db, doer, number, text)?;
    if added.is_some() {
        record(db, doer, Action::Noted, number)?;
    }
    Ok(added)
}

/// Changes a note of the member, unless it was changed since `read`.
pub(in crate::store) fn edit(
    db: &Connection,
    doer: Doer,
    (number, id): (i64, i64),
    read: OffsetDateTime,
    text: &NoteText,
) -> rusqlite::Result<NoteEdit> {
    match own(db, doer.member, number, id)? {
        None => Ok(NoteEdit::Gone),
        Some(version) if version != read => Ok(NoteEdit::Conflict),
        Some(_) => {
            notes::set_text(db, id, text, doer.at)?;
            record(db, doer, Action::EditedNote, number)?;
            Ok(NoteEdit::Edited)
        }
    }
}

/// The version of a note of the member.
fn own(
    db: &Connection,
    member: MemberNumber,
    number: i64,
    id: i64,
) -> rusqlite::Result<Option<OffsetDateTime>> {
    let found = notes::version(db, number, id)?;
    Ok(found.filter(|(author, _)| *author == member).map(|(_, version)| version))
}

/// Deletes a note of the member; an owner deletes anybody's. `false`: there is none.
pub(in crate::store) fn delete(
    db: &Connection,
    doer: Doer,
    role: Role,
    (number, id): (i64, i64),
) -> rusqlite::Result<bool> {
    let found = notes::version(db, number, id)?;
    let may = found.is_some_and(|(author, _)| author == doer.member || role == Role::Owner);
    if may {
        notes::remove(db, id)?;
        record(db, doer, Action::DeletedNote, number)?;
    }
    Ok(may)
}

fn record(db: &Connection, doer: Doer, action: Action, number: i64) -> rusqlite::Result<()> {
    activity::add(db, doer.at, Some(doer.member), action, Some(number))
}
