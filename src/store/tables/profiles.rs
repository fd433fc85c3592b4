//! The rows of `talent_profiles`.

use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use super::bookings::{self, BookingRow, Rank, columns};
use super::row;
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::{Application, Profile, ProfileStatus};
use crate::domain::text::Email;

const TABLE: &str = "talent_profiles";

/// A profile with the booking that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// The profile.
    pub profile: Profile,
    /// Its current booking, unless it is withheld.
    pub booking: Option<Booking>,
    /// It has a current booking, which nothing but its address matched. Anybody can apply with
    /// anybody's address, so nothing of that booking but the status is told, until it is claimed.
    pub withheld: bool,
}

/// Adds a row.
pub(in crate::store) fn insert(
    db: &Connection,
    id: ProfileId,
    application: &Application,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO talent_profiles (id, name, email, answers, created_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?5)";
    let (name, email) = (application.name.as_str(), application.email.as_str());
    let now = instant::to_millis(now);
    db.prepare_cached(sql)?.execute(params![id.to_string(), name, email, application.answers, now]).map(drop)
}

/// Makes an application completed since `now`.
pub(in crate::store) fn set_completed(
    db: &Connection,
    id: ProfileId,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles SET completed_at = ?2, updated_at = max(updated_at, ?2) WHERE id = ?1";
    db.prepare_cached(sql)?.execute([id.to_string(), instant::to_millis(now)]).map(drop)
}

/// The profile with the booking that it shows.
pub(in crate::store) fn current(db: &Connection, id: ProfileId) -> rusqlite::Result<Option<Current>> {
    let sql = concat!(
        "SELECT p.number, p.name, p.email, p.answers, p.status, p.completed_at, p.created_at, p.updated_at, ",
        columns!(),
        " FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking WHERE p.id = ?1"
    );
    let booking = |row: &Row<'_>| match row.get_ref(8)?.as_i64_or_null()? {
        Some(_) => bookings::read(row, 8).map(Some),
        None => Ok(None),
    };
    let current = |row: &Row<'_>| {
        let profile = row::of(TABLE, row.get(0)?, row, |row| read(row, id))?;
        let booking = booking(row)?;
        let withheld = booking.as_ref().is_some_and(|row| row.holder().is_none());
        let booking = booking.filter(|_| !withheld).map(|row| row.booking);
        Ok(Current { profile, booking, withheld })
    };
    db.prepare_cached(sql)?.query_row([id.to_string()], current).optional()
}

fn read(row: &Row<'_>, id: ProfileId) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id,
        name: row.get(1)?,
        email: row::parsed(row, 2, |text| Email::parse(text).ok())?,
        answers: row.get(3)?,
        status: row::parsed(row, 4, ProfileStatus::parse)?,
        completed_at: row::text(row, 5)?.and_then(instant::parse),
        created_at: row::parsed(row, 6, instant::parse)?,
        updated_at: row::parsed(row, 7, instant::parse)?,
    })
}

/// The number of a profile; `None` if there is no such profile.
pub(in crate::store) fn number(db: &Connection, id: ProfileId) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT number FROM talent_profiles WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([id.to_string()], |row| row.get(0)).optional()
}

/// The number and the address of a profile; `None` if there is no such profile.
pub(in crate::store) fn number_and_email(
    db: &Connection,
    id: ProfileId,
) -> rusqlite::Result<Option<(i64, Email)>> {
    let sql = "SELECT number, email FROM talent_profiles WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let number = row.get(0)?;
        let email = row::of(TABLE, number, row, |row| row::parsed(row, 1, |text| Email::parse(text).ok()))?;
        Ok((number, email))
    };
    db.prepare_cached(sql)?.query_row([id.to_string()], read).optional()
}

/// The profiles with an address, each with the time it was made.
pub(in crate::store) fn with_email(
    db: &Connection,
    email: &Email,
) -> rusqlite::Result<Vec<(OffsetDateTime, ProfileId)>> {
    let mut statement = db.prepare_cached("SELECT created_at, id FROM talent_profiles WHERE email = ?1")?;
    let read = |row: &Row<'_>| {
        let made = instant::parse(row.get_ref(0)?.as_str()?);
        Ok(made.zip(ProfileId::parse(row.get_ref(1)?.as_str()?)))
    };
    statement.query_map([email.as_str()], read)?.filter_map(Result::transpose).collect()
}

/// What a profile shows.
pub(in crate::store) struct Shown {
    pub number: i64,
    pub profile: Option<ProfileId>,
    /// The current booking's row.
    pub booking: Option<i64>,
    /// What made it the current one.
    pub rank: Rank,
    /// It is an occurrence of a recurring booking.
    pub recurs: bool,
}

/// What a profile shows.
pub(in crate::store) fn shown(db: &Connection, number: i64) -> rusqlite::Result<Shown> {
    let sql = "SELECT p.id, p.booking, b.rank, b.uid, b.seat, b.recurring IS NOT NULL AS recurs
                 FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking WHERE p.number = ?1";
    db.prepare_cached(sql)?.query_row([number], |row| {
        Ok(Shown {
            number,
            profile: ProfileId::parse(row.get_ref("id")?.as_str()?),
            booking: row.get("booking")?,
            rank: (
                row.get("rank")?,
                row.get::<_, Option<String>>("uid")?.unwrap_or_default(),
                row.get::<_, Option<String>>("seat")?.unwrap_or_default(),
            ),
            recurs: row.get("recurs")?,
        })
    })
}

/// Makes a profile show another booking, or none. When it was updated follows from what it shows, not
/// from when the news arrived.
pub(in crate::store) fn show(
    db: &Connection,
    shown: &Shown,
    row: Option<&BookingRow>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles
                  SET status = ?2, booking = ?3,
                      updated_at = max(created_at, ifnull(completed_at, ''), ?4)
                WHERE number = ?1";
    let booking = row.map(|row| &row.booking);
    db.prepare_cached(sql)?
        .execute(params![
            shown.number,
            ProfileStatus::of(booking).as_str(),
            row.map(|row| row.id),
            booking.and_then(|booking| booking.last_event_at).map_or(String::new(), instant::to_millis),
        ])
        .map(drop)
}
