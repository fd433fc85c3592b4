//! What an applicant does: a profile is made, and its application completed.

use time::OffsetDateTime;

use super::ownership;
use super::transaction::Tx;
use crate::domain::ids::ProfileId;
use crate::domain::profile::ProfileStatus;
use crate::store::tables::profiles::{self, Current, NewProfile};

/// What came of the wish to complete an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It is completed, since this time.
    Completed(OffsetDateTime),
    /// No interview stands.
    NotScheduled(ProfileStatus),
    /// Nothing but the address says that the interview is the applicant's.
    NotClaimed,
    /// There is no such profile.
    Unknown,
}

/// What came of an application that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// There is a new profile.
    Created,
    /// The same application was stored under this id before: nothing was changed.
    Repeated,
    /// Another application was stored under this id before: nothing was changed.
    Refused,
}

/// Stores a new profile, and attaches the bookings that were waiting for it.
pub(in crate::store) fn create(tx: &Tx<'_>, new: &NewProfile) -> rusqlite::Result<Creation> {
    if let Some(is_same) = profiles::holds(tx.db, new)? {
        return Ok(if is_same { Creation::Repeated } else { Creation::Refused });
    }
    profiles::insert(tx.db, new)?;
    ownership::attach_waiting(tx, new.id, &new.email)?;
    Ok(Creation::Created)
}

/// Completes an application whose interview stands.
pub(in crate::store) fn complete(
    tx: &Tx<'_>,
    id: ProfileId,
    now: OffsetDateTime,
) -> rusqlite::Result<Completion> {
    let Some(Current { profile, withheld, .. }) = profiles::current(tx.db, id)? else {
        return Ok(Completion::Unknown);
    };
    if let Some(at) = profile.completed_at {
        return Ok(Completion::Completed(at));
    }
    if !profile.status.may_complete() {
        return Ok(Completion::NotScheduled(profile.status));
    }
    if withheld {
        return Ok(Completion::NotClaimed);
    }
    profiles::set_completed(tx.db, id, now)?;
    tx.touch(id);
    Ok(Completion::Completed(now))
}
