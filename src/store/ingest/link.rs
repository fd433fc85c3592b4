//! Links by hand: a member assigns a booking.

use super::rematch;
use super::transaction::Tx;
use crate::domain::activity::Action;
use crate::domain::ids::BookingUid;
use crate::domain::matching;
use crate::domain::member::Doer;
use crate::domain::seat::Seat;
use crate::store::tables::{activity, links, profiles};

/// Links a booking, or one seat of it, to the profile with a number; `None`: to nobody. Returns the number
/// of the link, which is the one that counts already if that says the same; `None`: there is no such profile.
pub(in crate::store) fn link(
    tx: &Tx<'_>,
    uid: &BookingUid,
    seat: Option<&Seat>,
    profile: Option<i64>,
    by: Doer,
) -> rusqlite::Result<Option<i64>> {
    let id = profile.map(|number| profiles::id(tx.db, number)).transpose()?.flatten();
    if id.is_none() && profile.is_some() {
        return Ok(None);
    }
    let known = links::find(tx.db, uid)?;
    if let Some(same) =
        matching::by_hand(&known, seat).filter(|link| link.seat.as_ref() == seat && link.profile == id)
    {
        return Ok(Some(same.number));
    }
    let number = links::add(tx.db, uid, seat, profile, by)?;
    let action = if profile.is_some() { Action::Linked } else { Action::SetAside };
    activity::add(tx.db, by.at, Some(by.member), action, profile)?;
    tx.note_link();
    rematch::rematch(tx, [uid.clone()])?;
    Ok(Some(number))
}

/// Undoes a link, so that it counts no more. `false`: there is no such link, or it was undone before.
pub(in crate::store) fn undo(tx: &Tx<'_>, number: i64, by: Doer) -> rusqlite::Result<bool> {
    let Some((uid, profile)) = links::undo(tx.db, number, by.at)? else { return Ok(false) };
    let action = if profile.is_some() { Action::Unlinked } else { Action::PutBack };
    activity::add(tx.db, by.at, Some(by.member), action, profile)?;
    rematch::rematch(tx, [uid])?;
    Ok(true)
}
