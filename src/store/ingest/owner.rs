//! Whom one row of a booking belongs to.

use rusqlite::Connection;

use super::transaction::Tx;
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::matching::{self, Claim, MatchedBy};
use crate::store::owned::{Holder, Owner};
use crate::store::tables::{claims, links, profiles};

/// Whom a row belongs to, by the strongest that there is: a link by hand, metadata, then claims, its own
/// before those that its predecessor hands on; then the e-mail address, from the first of the chain to
/// the row itself. What is handed on keeps its strength.
pub(super) fn owner(
    tx: &Tx<'_>,
    booking: &Booking,
    handed_on: Option<Owner>,
) -> rusqlite::Result<Option<Owner>> {
    let handed_on = handed_on.map(|owner| Owner { inherited: true, ..owner });
    let handed = |by| handed_on.filter(|owner| owner.matched_by == by);
    if let Some(owner) = linked_by_hand(tx, booking)?.or(handed(MatchedBy::Hand)) {
        return Ok(Some(owner));
    }
    if let Some(owner) = named_by(tx.db, booking)?.or(handed(MatchedBy::Metadata)) {
        return Ok(Some(owner));
    }
    if let Some(owner) = claimed_by(tx.db, booking)?.or(handed(MatchedBy::Claim)) {
        return Ok(Some(owner));
    }
    if !tx.rules.match_by_email {
        return Ok(None);
    }
    match handed(MatchedBy::Email) {
        None => owner_by_email(tx.db, booking),
        owner => Ok(owner),
    }
}

/// What the link says that counts for the row. Without any link in the file, none is looked for.
fn linked_by_hand(tx: &Tx<'_>, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    if !tx.has_links()? {
        return Ok(None);
    }
    let links = links::find(tx.db, &booking.uid)?;
    let Some(link) = matching::by_hand(&links, booking.seat.as_ref()) else { return Ok(None) };
    match link.profile {
        Some(id) => matched(tx.db, id, MatchedBy::Hand),
        None => Ok(Some(Owner { holder: None, matched_by: MatchedBy::Hand, inherited: false })),
    }
}

/// The owner that a booking's own metadata names.
fn named_by(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    let Some(id) = booking.profile else { return Ok(None) };
    matched(db, id, MatchedBy::Metadata)
}

/// The owner that the claims to a booking itself make.
fn claimed_by(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    let Some(id) = winner(&claims::find(db, &booking.uid)?, booking) else { return Ok(None) };
    matched(db, id, MatchedBy::Claim)
}

/// Which of these claims wins a row.
pub(super) fn winner(claims: &[Claim], booking: &Booking) -> Option<ProfileId> {
    matching::by_claim(claims, booking.seat.as_ref(), booking.details.attendee_email.as_ref())
}

fn owner_by_email(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    let Some(email) = &booking.details.attendee_email else { return Ok(None) };
    let candidates = profiles::with_email(db, email)?;
    let Some(id) = matching::by_email(&candidates, booking.first_event_at) else { return Ok(None) };
    matched(db, id, MatchedBy::Email)
}

/// The profile as the owner; `None` if there is no such profile.
fn matched(db: &Connection, id: ProfileId, matched_by: MatchedBy) -> rusqlite::Result<Option<Owner>> {
    let number = profiles::number(db, id)?;
    Ok(number.map(|number| Owner { holder: Some(Holder { number, id }), matched_by, inherited: false }))
}
