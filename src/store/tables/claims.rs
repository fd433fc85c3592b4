//! The rows of `claims`: bookings of which the holder of a profile has shown to know the uid.
//!
//! They are facts, like applications. Which of them wins a booking is computed with the bookings.

use rusqlite::{Connection, Row, named_params};

use super::row;
use crate::domain::ids::{BookingUid, ProfileId, SeatRef};
use crate::domain::instant;
use crate::domain::matching::Claim;
use crate::domain::text::Email;

/// The claims to a booking.
pub(in crate::store) fn find(db: &Connection, uid: &BookingUid) -> rusqlite::Result<Vec<Claim>> {
    let sql = "SELECT c.claimed_at, p.id, p.email, c.seat
                 FROM claims c JOIN talent_profiles p ON p.number = c.profile WHERE c.uid = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let claims = statement.query_map([uid.as_str()], read)?;
    claims.filter_map(Result::transpose).collect()
}

/// `None` for an invalid value, which somebody wrote by hand.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Claim>> {
    let at = instant::parse(row.get_ref("claimed_at")?.as_str()?);
    let profile = ProfileId::parse(row.get_ref("id")?.as_str()?);
    let email = Email::parse(row.get_ref("email")?.as_str()?).ok();
    let seat = SeatRef::parse(row.get_ref("seat")?.as_str()?);
    Ok(at.zip(profile).zip(email).map(|((at, profile), email)| Claim { at, profile, email, seat }))
}

/// The uids of the bookings that a profile claims.
pub(in crate::store) fn uids(db: &Connection, profile: i64) -> rusqlite::Result<Vec<BookingUid>> {
    let mut statement = db.prepare_cached("SELECT uid FROM claims WHERE profile = ?1")?;
    let uids = statement.query_map([profile], |row| Ok(BookingUid::parse(row.get_ref("uid")?.as_str()?)))?;
    uids.filter_map(Result::transpose).collect()
}

/// How many bookings a profile claims.
pub(in crate::store) fn count(db: &Connection, profile: i64) -> rusqlite::Result<u32> {
    let sql = "SELECT count(*) FROM claims WHERE profile = ?1";
    db.prepare_cached(sql)?.query_row([profile], row::only)
}

/// Adds a row; `claimed_at` is in RFC 3339.
pub(in crate::store) fn keep(
    db: &Connection,
    profile: i64,
    uid: &BookingUid,
    seat: Option<&SeatRef>,
    claimed_at: &str,
) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO claims (profile, uid, seat, claimed_at) VALUES (:profile, :uid, :seat, :claimed_at)";
    let seat = seat.map_or("", SeatRef::as_str);
    let row =
        named_params! { ":profile": profile, ":uid": uid.as_str(), ":seat": seat, ":claimed_at": claimed_at };
    db.prepare_cached(sql)?.execute(row).map(drop)
}

/// Removes the claims of all profiles with an address.
pub(in crate::store) fn forget(db: &Connection, email: &Email) -> rusqlite::Result<()> {
    let sql = "DELETE FROM claims WHERE profile IN (SELECT number FROM talent_profiles WHERE email = ?1)";
    db.execute(sql, [email.as_str()]).map(drop)
}
