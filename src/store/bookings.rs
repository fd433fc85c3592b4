//! The rows of `bookings`.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use crate::domain::booking::{Booking, BookingStatus, Standing};
use crate::domain::event::Details;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::domain::matching::MatchedBy;
use crate::domain::text::{Email, WebUrl};

/// A profile that a booking belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub number: i64,
    pub id: ProfileId,
    pub matched_by: MatchedBy,
    /// Not the booking itself was matched so, but one that it replaces.
    pub inherited: bool,
}

impl Owner {
    /// The booking's own metadata names the profile.
    pub(super) fn is_named(self) -> bool {
        self.matched_by == MatchedBy::Metadata && !self.inherited
    }
}

/// A row of `bookings`. The profile that its metadata names is kept in `booking` only while there
/// is no such profile; else it is the owner.
#[derive(Clone, Debug)]
pub(super) struct BookingRow {
    pub id: i64,
    pub booking: Booking,
    pub owner: Option<Owner>,
}

impl BookingRow {
    /// The profile that may read it: an address alone opens nothing.
    pub(super) fn holder(&self) -> Option<ProfileId> {
        self.owner.filter(|owner| owner.matched_by != MatchedBy::Email).map(|owner| owner.id)
    }
}

/// The columns in the order that [`read`] expects, each prefixed for a join.
macro_rules! columns {
    () => {
        "b.id, b.uid, b.seat, b.profile, b.profile_id, b.matched_by, b.inherited, \
         b.claimed_profile_id, b.status, b.title, b.event_type, \
         b.start_time, b.end_time, b.meeting_link, b.location, b.attendee_name, b.attendee_email, \
         b.attendee_timezone, b.organizer_name, b.booker_url, b.rescheduled_from, b.rescheduled_to, \
         b.cancellation_reason, b.asks_for_another_time, b.started, b.ended, b.no_show, \
         b.first_event_at, b.updated_at"
    };
}
pub(super) use columns;

/// Reads the columns from `first` on.
pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<BookingRow> {
    let at = |column| -> rusqlite::Result<Option<OffsetDateTime>> {
        let text = row.get_ref(first + column)?.as_str_or_null()?;
        Ok(text.and_then(instant::parse))
    };
    let uid = |column| -> rusqlite::Result<Option<BookingUid>> {
        let text = row.get_ref(first + column)?.as_str_or_null()?;
        Ok(text.and_then(BookingUid::parse))
    };
    let link = |column| -> rusqlite::Result<Option<WebUrl>> {
        let text = row.get_ref(first + column)?.as_str_or_null()?;
        Ok(text.and_then(|text| WebUrl::parse(text).ok()))
    };
    let booking = Booking {
        uid: uid(1)?.ok_or(rusqlite::Error::InvalidQuery)?,
        seat: row.get(first + 2)?,
        status: BookingStatus::parse(row.get_ref(first + 8)?.as_str()?)
            .ok_or(rusqlite::Error::InvalidQuery)?,
        details: Details {
            title: row.get(first + 9)?,
            event_type: row.get(first + 10)?,
            start: at(11)?,
            end: at(12)?,
            link: link(13)?,
            location: row.get(first + 14)?,
            attendee_name: row.get(first + 15)?,
            attendee_email: row
                .get_ref(first + 16)?
                .as_str_or_null()?
                .and_then(|text| Email::parse(text).ok()),
            attendee_timezone: row.get(first + 17)?,
            organizer_name: row.get(first + 18)?,
            booker_url: link(19)?,
        },
        rescheduled_from: uid(20)?,
        rescheduled_to: uid(21)?,
        reason: row.get(first + 22)?,
        asks_for_another_time: row.get(first + 23)?,
        started: row.get(first + 24)?,
        ended: row.get(first + 25)?,
        no_show: row.get(first + 26)?,
        profile: row.get_ref(first + 7)?.as_str_or_null()?.and_then(ProfileId::parse),
        first_event_at: at(27)?,
        last_event_at: at(28)?,
    };
    Ok(BookingRow { id: row.get(first)?, booking, owner: read_owner(row, first)? })
}

fn read_owner(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Owner>> {
    let Some(number) = row.get(first + 3)? else { return Ok(None) };
    let id = ProfileId::parse(row.get_ref(first + 4)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    let matched_by =
        MatchedBy::parse(row.get_ref(first + 5)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Some(Owner { number, id, matched_by, inherited: row.get(first + 6)? }))
}

/// The rows of one uid among those with these ids, in their order: one, or one per seat.
pub(super) fn of_uid(
    db: &Connection,
    uid: &BookingUid,
    ids: BTreeSet<i64>,
) -> rusqlite::Result<Vec<BookingRow>> {
    let sql = concat!("SELECT ", columns!(), " FROM bookings b WHERE b.id = ?1 AND b.uid = ?2");
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let row = db.prepare_cached(sql)?.query_row(params![id, uid.as_str()], |row| read(row, 0));
        found.extend(row.optional()?);
    }
    Ok(found)
}

/// The rows that belong to a profile.
pub(super) fn of_profile(db: &Connection, number: i64) -> rusqlite::Result<Vec<BookingRow>> {
    let sql = concat!("SELECT ", columns!(), " FROM bookings b WHERE b.profile = ?1");
    db.prepare_cached(sql)?.query_map([number], |row| read(row, 0))?.collect()
}

/// The uids of the bookings that replace `uid`.
pub(super) fn successors(db: &Connection, uid: &BookingUid) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let sql = "SELECT uid FROM bookings WHERE rescheduled_from = ?1";
    uids(db, sql, uid.as_str())
}

/// The uids of the bookings whose metadata names a profile that was not there.
pub(super) fn naming(db: &Connection, profile: ProfileId) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let sql = "SELECT uid FROM bookings WHERE claimed_profile_id = ?1";
    uids(db, sql, &profile.to_string())
}

/// The uids of the bookings whose owner, or that of one which replaces them, a profile with this
/// address could change.
pub(super) fn open_to_email(db: &Connection, email: &Email) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let sql = "SELECT uid FROM bookings
                WHERE attendee_email = ?1 AND ifnull(matched_by, 'email') <> 'metadata'";
    uids(db, sql, email.as_str())
}

/// Sorted here: for DISTINCT and ORDER BY, SQLite makes a b-tree each time, and there is hardly ever
/// more than one.
fn uids(db: &Connection, sql: &str, key: &str) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([key], |row| Ok(BookingUid::parse(row.get_ref(0)?.as_str()?)))?;
    found.filter_map(Result::transpose).collect()
}

/// Inserts a row.
pub(super) fn insert(
    db: &Connection,
    id: i64,
    booking: Booking,
    owner: Option<Owner>,
) -> rusqlite::Result<BookingRow> {
    let known = &booking.details;
    let seconds = |at: Option<OffsetDateTime>| at.map(instant::to_seconds);
    let millis = |at: Option<OffsetDateTime>| at.map(instant::to_millis);
    let sql = "INSERT INTO bookings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
               ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)";
    db.prepare_cached(sql)?.execute(params![
        id,
        booking.uid.as_str(),
        booking.seat,
        owner.map(|owner| owner.number),
        owner.map(|owner| owner.id.to_string()),
        owner.map(|owner| owner.matched_by.as_str()),
        owner.is_some_and(|owner| owner.inherited),
        booking.profile.filter(|_| !owner.is_some_and(Owner::is_named)).map(|id| id.to_string()),
        booking.status.as_str(),
        known.title,
        known.event_type,
        seconds(known.start),
        seconds(known.end),
        known.link.as_ref().map(WebUrl::as_str),
        known.location,
        known.attendee_name,
        known.attendee_email.as_ref().map(Email::as_str),
        known.attendee_timezone,
        known.organizer_name,
        known.booker_url.as_ref().map(WebUrl::as_str),
        booking.rescheduled_from.as_ref().map(BookingUid::as_str),
        booking.rescheduled_to.as_ref().map(BookingUid::as_str),
        booking.reason,
        booking.asks_for_another_time,
        booking.started,
        booking.ended,
        booking.no_show,
        millis(booking.first_event_at),
        millis(booking.last_event_at),
    ])?;
    Ok(BookingRow { id, booking, owner })
}

/// Gives a row to another profile, or to none.
pub(super) fn set_owner(db: &Connection, id: i64, owner: Option<Owner>) -> rusqlite::Result<()> {
    let sql = "UPDATE bookings
                  SET profile = ?2, profile_id = ?3, matched_by = ?4, inherited = ?5,
                      claimed_profile_id = iif(?6, NULL, claimed_profile_id)
                WHERE id = ?1";
    let number = owner.map(|owner| owner.number);
    let name = owner.map(|owner| owner.id.to_string());
    let matched_by = owner.map(|owner| owner.matched_by.as_str());
    let inherited = owner.is_some_and(|owner| owner.inherited);
    let named = owner.is_some_and(Owner::is_named);
    db.prepare_cached(sql)?.execute(params![id, number, name, matched_by, inherited, named]).map(drop)
}

/// Removes a row.
pub(super) fn remove(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM bookings WHERE id = ?1")?.execute([id]).map(drop)
}

/// What decides which of a profile's bookings it shows; the greatest does.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub standing: Option<Standing>,
    pub last_event_at: Option<OffsetDateTime>,
    pub uid: BookingUid,
    pub seat: String,
}

/// Reads the status, the time of the last event, the uid and the seat of a joined row from `first` on;
/// `None` if there is no such row.
pub(super) fn read_rank(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Rank>> {
    let Some(status) = row.get_ref(first)?.as_str_or_null()? else { return Ok(None) };
    let standing = BookingStatus::parse(status).and_then(Standing::of);
    let last_event_at = row.get_ref(first + 1)?.as_str_or_null()?.and_then(instant::parse);
    let uid = BookingUid::parse(row.get_ref(first + 2)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Some(Rank { standing, last_event_at, uid, seat: row.get(first + 3)? }))
}
