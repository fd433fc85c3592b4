//! An applicant's changes to an application: send, correct, complete and withdraw.

use time::OffsetDateTime;

use super::rematch;
use super::transaction::Tx;
use crate::domain::ids::ProfileId;
use crate::domain::profile::ProfileStatus;
use crate::domain::text::Email;
use crate::store::tables::profiles::{self, Current, NewProfile};
use crate::store::tables::{bookings, claims};

/// The result of completing an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It is completed, since this time.
    Completed(OffsetDateTime),
    /// No interview is confirmed.
    NotScheduled(ProfileStatus),
    /// Only the address connects the interview with the applicant.
    NotClaimed,
    /// There is no such profile.
    Unknown,
}

/// The result of sending an application.
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
    rematch::attach_waiting(tx, new.id, &new.email)?;
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

/// Withdraws an application, or takes that back. `false`: there is no such profile.
pub(in crate::store) fn withdraw(
    tx: &Tx<'_>,
    id: ProfileId,
    at: Option<OffsetDateTime>,
) -> rusqlite::Result<bool> {
    let Some(Current { profile, .. }) = profiles::current(tx.db, id)? else { return Ok(false) };
    if profile.withdrawn_at.is_some() != at.is_some() {
        profiles::set_withdrawn(tx.db, id, at)?;
        tx.touch(id);
    }
    Ok(true)
}

/// Corrects the address of an application that has no booking yet. `false`: it has one, or there is no
/// such profile; nothing was changed.
pub(in crate::store) fn correct_email(tx: &Tx<'_>, id: ProfileId, email: &Email) -> rusqlite::Result<bool> {
    let Some(Current { profile, booking: None, withheld: false }) = profiles::current(tx.db, id)? else {
        return Ok(false);
    };
    if let Some((number, old)) =
        profiles::number_and_email(tx.db, profile.id)?.filter(|(_, old)| old != email)
    {
        change_email(tx, number, &old, email)?;
        tx.touch(id);
    }
    Ok(true)
}

/// Changes a profile's address, and matches all bookings again that this may concern.
fn change_email(tx: &Tx<'_>, number: i64, old: &Email, new: &Email) -> rusqlite::Result<()> {
    profiles::set_email(tx.db, number, new)?;
    let mut concerned = claims::uids(tx.db, number)?;
    if tx.rules.match_by_email {
        concerned.extend(bookings::open_to_email(tx.db, old)?);
        concerned.extend(bookings::open_to_email(tx.db, new)?);
    }
    rematch::rematch(tx, concerned)
}
