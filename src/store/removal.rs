//! Removing a member from a file that no server has open.

use std::path::Path;

use time::OffsetDateTime;

use super::error::OpenError;
use super::ingest::team;
use super::tables::members;
use super::{lock, place, schema};
use crate::domain::text::Email;

/// What came of the removal of a member from a file that no server has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// The member is gone, and there is another owner.
    Removed,
    /// The member is gone, and nobody is left who could invite.
    WithoutOwner,
    /// Nobody has the address.
    Unknown,
}

/// Removes the member with an address from a file that no server has open.
///
/// # Errors
/// Says what is wrong with the file. Nothing was changed.
pub fn remove_member(path: &Path, email: &Email, now: OffsetDateTime) -> Result<Removed, OpenError> {
    let path = &place::resolve(path)?;
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let _lock = lock::Lock::take(path)?;
    let mut db = schema::open(path)?;
    let mut remove = || {
        let tx = db.transaction()?;
        let Some(member) = members::with_email(&tx, email)? else { return Ok(Removed::Unknown) };
        let member = member.number;
        team::remove_anyway(&tx, None, member, now)?;
        let removed =
            if members::has_other_owner(&tx, member)? { Removed::Removed } else { Removed::WithoutOwner };
        tx.commit()?;
        Ok(removed)
    };
    remove().map_err(|error| OpenError::from_sqlite(path, &error))
}
