//! The rows of `claims`: bookings of which the holder of a profile has shown to know the uid.
//!
//! Facts, as applications are. Which of them wins a booking is computed with the bookings.

use rusqlite::{Connection, Row, params};
use time::OffsetDateTime;

use super::bookings::{BookingRow, Owner};
use super::profiles;
use crate::domain::booking::Booking;
use crate::domain::ids::{BookingUid, ProfileId, SeatRef};
use crate::domain::instant;
use crate::domain::matching::{self, BookingName, Claim, MatchedBy};
use crate::domain::text::Email;
use crate::store::ingest::writer::Tx;
use crate::store::ingest::{ownership, projection};
use crate::store::upkeep::exchange::ClaimLine;

/// More than anybody books. A profile with so many gets no other.
const MOST: u32 = 64;

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// The booking is the profile's.
    Yes,
    /// There is no such booking, or it is another's: it does not tell which. Nothing was kept.
    No,
    /// There is no such profile.
    UnknownProfile,
}

/// Keeps a claim that wins a row of its booking, and gives the profile what it wins.
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
    let rows = projection::rows_of(tx, &name.uid)?;
    let named = |row: &BookingRow| row.owner.filter(|owner| owner.matched_by == MatchedBy::Metadata);
    let concerned = || rows.iter().filter(|row| concerns(&mine, &row.booking));
    if concerned().any(|row| named(row).is_some_and(|owner| owner.id == id)) {
        return Ok(Claimed::Yes);
    }
    let mut claims = of(tx.db, &name.uid)?;
    let is_known = claims.iter().any(|claim| claim.profile == id && claim.seat == mine.seat);
    claims.push(mine.clone());
    let wins = |row: &BookingRow| named(row).is_none() && winner(&claims, &row.booking) == Some(id);
    if !concerned().any(wins) || (!is_known && count(tx.db, number)? >= MOST) {
        return Ok(Claimed::No);
    }
    if !is_known {
        let seat = name.seat.clone();
        keep(tx.db, number, &ClaimLine { uid: name.uid.clone(), seat, claimed_at: instant::to_millis(now) })?;
        ownership::rematch(tx, [name.uid.clone()])?;
    }
    Ok(Claimed::Yes)
}

/// The owner that the claims to a booking itself make.
pub(in crate::store) fn owner(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    let Some(id) = winner(&of(db, &booking.uid)?, booking) else { return Ok(None) };
    let number = profiles::number(db, id)?;
    Ok(number.map(|number| Owner { number, id, matched_by: MatchedBy::Claim, inherited: false }))
}

fn concerns(claim: &Claim, booking: &Booking) -> bool {
    claim.concerns(&booking.seat, booking.details.attendee_email.as_ref())
}

fn winner(claims: &[Claim], booking: &Booking) -> Option<ProfileId> {
    matching::by_claim(claims, &booking.seat, booking.details.attendee_email.as_ref())
}

/// The claims to a booking.
fn of(db: &Connection, uid: &BookingUid) -> rusqlite::Result<Vec<Claim>> {
    let sql = "SELECT c.claimed_at, p.id, p.email, c.seat
                 FROM claims c JOIN talent_profiles p ON p.number = c.profile WHERE c.uid = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let claims = statement.query_map([uid.as_str()], read)?;
    claims.filter_map(Result::transpose).collect()
}

/// `None` where somebody wrote by hand what is none.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Claim>> {
    let at = instant::parse(row.get_ref(0)?.as_str()?);
    let profile = ProfileId::parse(row.get_ref(1)?.as_str()?);
    let email = Email::parse(row.get_ref(2)?.as_str()?).ok();
    let seat = SeatRef::parse(row.get_ref(3)?.as_str()?);
    Ok(at.zip(profile).zip(email).map(|((at, profile), email)| Claim { at, profile, email, seat }))
}

fn count(db: &Connection, profile: i64) -> rusqlite::Result<u32> {
    let sql = "SELECT count(*) FROM claims WHERE profile = ?1";
    db.prepare_cached(sql)?.query_row([profile], |row| row.get(0))
}

/// Adds a row.
pub(in crate::store) fn keep(db: &Connection, profile: i64, claim: &ClaimLine) -> rusqlite::Result<()> {
    let sql = "INSERT INTO claims (profile, uid, seat, claimed_at) VALUES (?1, ?2, ?3, ?4)";
    let seat = claim.seat.as_ref().map_or("", SeatRef::as_str);
    db.prepare_cached(sql)?.execute(params![profile, claim.uid.as_str(), seat, claim.claimed_at]).map(drop)
}

/// Removes the claims of all profiles with an address.
pub(in crate::store) fn forget(db: &Connection, email: &Email) -> rusqlite::Result<()> {
    let sql = "DELETE FROM claims WHERE profile IN (SELECT number FROM talent_profiles WHERE email = ?1)";
    db.execute(sql, [email.as_str()]).map(drop)
}
