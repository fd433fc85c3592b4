//! Removing and forgetting members in a file that no server has open.

use std::path::Path;

use rusqlite::Connection;
use time::OffsetDateTime;

use super::error::OpenError;
use super::ingest::team;
use super::tables::members;
use super::{lock, place, schema};
use crate::domain::text::{Email, PersonName};

/// The outcome of removing a member from a file that no server has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// The member was removed, and an owner is left.
    Removed,
    /// The member was removed, and no owner is left to invite others.
    WithoutOwner,
    /// No member has this address.
    Unknown,
}

/// Removes the member with an address from a file that no server has open.
///
/// # Errors
/// Returns what is wrong with the file. Nothing was changed.
pub fn remove_member(path: &Path, email: &Email, now: OffsetDateTime) -> Result<Removed, OpenError> {
    with_file(path, |db| {
        let Some(member) = members::with_email(db, email)? else { return Ok(Removed::Unknown) };
        let member = member.number;
        team::remove_anyway(db, None, member, now)?;
        Ok(if members::has_other_owner(db, member)? { Removed::Removed } else { Removed::WithoutOwner })
    })
}

/// Replaces the name of the removed members who have it, in a file that no server has open; returns their
/// number.
///
/// # Errors
/// Returns what is wrong with the file. Nothing was changed.
pub fn forget_members(path: &Path, name: &PersonName) -> Result<usize, OpenError> {
    with_file(path, |db| members::forget(db, name))
}

fn with_file<T>(
    path: &Path,
    change: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T, OpenError> {
    let path = &place::resolve(path)?;
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let _lock = lock::Lock::take(path)?;
    let mut db = schema::open(path)?;
    let changed = db.transaction().and_then(|tx| {
        let changed = change(&tx)?;
        tx.commit()?;
        Ok(changed)
    });
    changed.map_err(|error| OpenError::from_sqlite(path, &error))
}
