//! The rows of `booking_links`: what members said of whose bookings are.
//!
//! They are facts, like claims. Which of them counts for a booking is computed with the bookings.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::part::{Part, one_more};
use super::row::{self, seat_text};
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::domain::matching::Link;
use crate::domain::member::Doer;
use crate::domain::seat::Seat;
use crate::domain::text::Email;
use crate::store::case::LinkDetail;

const TABLE: &str = "booking_links";

/// Whether there is any.
pub(in crate::store) fn any(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM booking_links)";
    db.prepare_cached(sql)?.query_row([], row::only)
}

/// The links of a booking and its seats that were not undone.
pub(in crate::store) fn find(db: &Connection, uid: &BookingUid) -> rusqlite::Result<Vec<Link>> {
    let sql = "SELECT l.id, l.seat, p.id AS profile
                 FROM booking_links l LEFT JOIN talent_profiles p ON p.number = l.profile
                WHERE l.uid = ?1 AND l.undone_at IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    statement.query_map([uid.as_str()], read)?.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Link> {
    let number = row.get("id")?;
    row::read(TABLE, number, row, |row| {
        let profile =
            row::text(row, "profile")?.map(|_| row::parsed(row, "profile", ProfileId::parse)).transpose()?;
        Ok(Link { number, seat: row::seat(row, "seat")?, profile })
    })
}

macro_rules! told {
    () => {
        "SELECT l.id, l.uid, l.seat, p.number, p.name, m.name AS author, l.made_at, l.undone_at
           FROM booking_links l JOIN members m ON m.number = l.member
           LEFT JOIN talent_profiles p ON p.number = l.profile"
    };
}

/// A link as people read it.
pub(in crate::store) fn one(db: &Connection, number: i64) -> rusqlite::Result<Option<LinkDetail>> {
    let sql = concat!(told!(), " WHERE l.id = ?1");
    db.prepare_cached(sql)?.query_row([number], read_told).optional()
}

/// Up to `limit` links to nobody that count, with numbers below `before`, the latest first.
pub(in crate::store) fn to_nobody(
    db: &Connection,
    before: Option<i64>,
    limit: usize,
) -> rusqlite::Result<Part<LinkDetail>> {
    let mut statement = db.prepare_cached(TO_NOBODY)?;
    let rows = statement.query_map([before.unwrap_or(i64::MAX), one_more(limit)], read_told)?;
    Ok(Part::new(rows.collect::<rusqlite::Result<_>>()?, limit, |last| last.number))
}

const TO_NOBODY: &str = concat!(
    told!(),
    " WHERE l.id < ?1 AND l.profile IS NULL AND l.undone_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM booking_links later WHERE later.uid = l.uid AND later.seat = l.seat
                           AND later.id > l.id AND later.undone_at IS NULL)
      ORDER BY l.id DESC LIMIT ?2"
);

fn read_told(row: &Row<'_>) -> rusqlite::Result<LinkDetail> {
    let number = row.get("id")?;
    row::read(TABLE, number, row, |row| {
        let applicant: Option<i64> = row.get("number")?;
        Ok(LinkDetail {
            number,
            linked: (row::parsed(row, "uid", BookingUid::parse)?, row::seat(row, "seat")?),
            applicant: applicant
                .map(|number| Ok::<_, rusqlite::Error>((number, row.get("name")?)))
                .transpose()?,
            by: row.get("author")?,
            at: row::parsed(row, "made_at", instant::parse)?,
            is_undone: row::text(row, "undone_at")?.is_some(),
        })
    })
}

/// Adds a row, and returns its number.
pub(in crate::store) fn add(
    db: &Connection,
    uid: &BookingUid,
    seat: Option<&Seat>,
    profile: Option<i64>,
    Doer { member, at }: Doer,
) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO booking_links (uid, seat, profile, member, made_at)
               VALUES (:uid, :seat, :profile, :member, :made_at)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":uid": uid.as_str(),
        ":seat": seat_text(seat),
        ":profile": profile,
        ":member": member.0,
        ":made_at": instant::to_millis(at),
    })?;
    Ok(db.last_insert_rowid())
}

/// Notes that a link was undone, and returns its booking and the number of its profile; `None`: there is no
/// such link, or it was before.
pub(in crate::store) fn undo(
    db: &Connection,
    number: i64,
    at: OffsetDateTime,
) -> rusqlite::Result<Option<(BookingUid, Option<i64>)>> {
    let sql = "SELECT uid, profile FROM booking_links WHERE id = ?1 AND undone_at IS NULL";
    let read = |row: &Row<'_>| {
        row::read(TABLE, number, row, |row| {
            Ok((row::parsed(row, "uid", BookingUid::parse)?, row.get("profile")?))
        })
    };
    let found = db.prepare_cached(sql)?.query_row([number], read).optional()?;
    if found.is_some() {
        let sql = "UPDATE booking_links SET undone_at = ?2 WHERE id = ?1";
        db.prepare_cached(sql)?.execute(params![number, instant::to_millis(at)])?;
    }
    Ok(found)
}

/// The numbers of the links to all profiles with an address, and of seats that go by it.
pub(in crate::store) fn ids_of_person(db: &Connection, email: &Email) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id FROM booking_links
                WHERE seat = ?1 OR profile IN (SELECT number FROM talent_profiles WHERE email = ?1) ORDER BY id";
    let mut statement = db.prepare(sql)?;
    statement.query_map([email.as_str()], row::only)?.collect()
}

/// Removes the links to all profiles with an address, and of seats that go by it; and those that they took
/// the place of, which would count again without them.
pub(in crate::store) fn forget(db: &Connection, email: &Email) -> rusqlite::Result<()> {
    let sql = "DELETE FROM booking_links WHERE EXISTS (
                   SELECT 1 FROM booking_links theirs
                    WHERE (theirs.id = booking_links.id
                           OR theirs.id > booking_links.id AND theirs.undone_at IS NULL
                              AND theirs.uid = booking_links.uid AND theirs.seat = booking_links.seat)
                      AND (theirs.seat = ?1
                           OR theirs.profile IN (SELECT number FROM talent_profiles WHERE email = ?1)))";
    db.execute(sql, [email.as_str()]).map(drop)
}
