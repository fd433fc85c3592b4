//! Claims: the holder of a profile proves that they know a booking's uid.

use time::OffsetDateTime;

use super::matching::winner;
use super::rematch;
use super::transaction::{Tx, rows_of};
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::matching::{BookingName, Claim, MatchedBy};
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::{claims, profiles};

/// The maximum number of claims per profile, more than anybody books.
const MOST: u32 = 64;

/// The result of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// The booking is the profile's.
    Yes,
    /// There is no such booking, or it is another profile's; the answer does not distinguish them. Nothing
    /// was stored.
    No,
    /// There is no such profile.
    UnknownProfile,
}

/// Stores a claim that wins a row of its booking, and matches that row to the profile.
pub(in crate::store) fn claim(
    tx: &Tx<'_>,
    id: ProfileId,
    name: &BookingName,
    now: OffsetDateTime,
) -> rusqlite::Result<Claimed> {
    let Some((number, email)) = profiles::number_and_email(tx.db, id)? else {
        return Ok(Claimed::UnknownProfile);
    };
    let mine = Claim { at: now, profile: id, email, seat: name.seat.clone() };
    let rows = rows_of(tx, &name.uid)?;
    let settled = |row: &BookingRow| row.matched.filter(|found| found.matched_by < MatchedBy::Claim);
    let concerned = || rows.iter().filter(|row| concerns(&mine, &row.booking));
    if concerned().any(|row| settled(row).is_some_and(|found| found.id() == Some(id))) {
        return Ok(Claimed::Yes);
    }
    let mut known = claims::find(tx.db, &name.uid)?;
    let is_known = known.iter().any(|claim| claim.profile == id && claim.seat == mine.seat);
    known.push(mine.clone());
    let wins = |row: &BookingRow| settled(row).is_none() && winner(&known, &row.booking) == Some(id);
    if !concerned().any(wins) || (!is_known && claims::count(tx.db, number)? >= MOST) {
        return Ok(Claimed::No);
    }
    if !is_known {
        claims::keep(tx.db, number, &name.uid, name.seat.as_ref(), &instant::to_millis(now))?;
        rematch::rematch(tx, [name.uid.clone()])?;
    }
    Ok(Claimed::Yes)
}

fn concerns(claim: &Claim, booking: &Booking) -> bool {
    claim.concerns(booking.seat.as_ref(), booking.details.attendee_email.as_ref())
}
