//! Matching one row of a booking to a profile.

use rusqlite::Connection;

use super::transaction::Tx;
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::matching::{self, Claim, MatchedBy};
use crate::store::matched::{Holder, Match};
use crate::store::tables::{claims, links, profiles};

/// Matches a row by the strongest evidence: a link by hand, then metadata, then claims, each time the row's
/// own before that of its predecessor; then the e-mail address, from the first booking of the chain
/// to the row itself. An inherited match keeps its strength.
pub(super) fn find_match(
    tx: &Tx<'_>,
    booking: &Booking,
    handed_on: Option<Match>,
) -> rusqlite::Result<Option<Match>> {
    let handed_on = handed_on.map(|found| Match { inherited: true, ..found });
    let handed = |by| handed_on.filter(|found| found.matched_by == by);
    if let Some(matched) = linked_by_hand(tx, booking)?.or(handed(MatchedBy::Hand)) {
        return Ok(Some(matched));
    }
    if let Some(matched) = named_by(tx.db, booking)?.or(handed(MatchedBy::Metadata)) {
        return Ok(Some(matched));
    }
    if let Some(matched) = claimed_by(tx.db, booking)?.or(handed(MatchedBy::Claim)) {
        return Ok(Some(matched));
    }
    if !tx.rules.match_by_email {
        return Ok(None);
    }
    match handed(MatchedBy::Email) {
        None => by_email(tx.db, booking),
        matched => Ok(matched),
    }
}

/// Matches by the latest link to the row. While the file has no links, none is looked for.
fn linked_by_hand(tx: &Tx<'_>, booking: &Booking) -> rusqlite::Result<Option<Match>> {
    if !tx.has_links()? {
        return Ok(None);
    }
    let links = links::find(tx.db, &booking.uid)?;
    let Some(link) = matching::by_hand(&links, booking.seat.as_ref()) else { return Ok(None) };
    match link.profile {
        Some(id) => match_with(tx.db, id, MatchedBy::Hand),
        None => Ok(Some(Match { holder: None, matched_by: MatchedBy::Hand, inherited: false })),
    }
}

/// Matches by the booking's own metadata.
fn named_by(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Match>> {
    let Some(id) = booking.profile else { return Ok(None) };
    match_with(db, id, MatchedBy::Metadata)
}

/// Matches by the claims to the booking itself.
fn claimed_by(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Match>> {
    let Some(id) = winner(&claims::find(db, &booking.uid)?, booking) else { return Ok(None) };
    match_with(db, id, MatchedBy::Claim)
}

/// Returns the profile whose claim wins a row.
pub(super) fn winner(claims: &[Claim], booking: &Booking) -> Option<ProfileId> {
    matching::by_claim(claims, booking.seat.as_ref(), booking.details.attendee_email.as_ref())
}

/// Matches by the attendee's address.
fn by_email(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Match>> {
    let Some(email) = &booking.details.attendee_email else { return Ok(None) };
    let candidates = profiles::with_email(db, email)?;
    let Some(id) = matching::by_email(&candidates, booking.first_event_at) else { return Ok(None) };
    match_with(db, id, MatchedBy::Email)
}

/// Makes a match with a profile; `None` if there is no such profile.
fn match_with(db: &Connection, id: ProfileId, matched_by: MatchedBy) -> rusqlite::Result<Option<Match>> {
    let number = profiles::number(db, id)?;
    Ok(number.map(|number| Match { holder: Some(Holder { number, id }), matched_by, inherited: false }))
}
