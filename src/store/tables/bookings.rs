//! The rows of `bookings`.

use std::collections::BTreeSet;

use rusqlite::types::{FromSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params, params_from_iter};
use time::OffsetDateTime;

use super::row;
use crate::domain::booking::{Attendance, Booking, BookingStatus};
use crate::domain::details::Details;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::domain::matching::MatchedBy;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, WebUrl};
use crate::store::matched::{Holder, Match};

pub(in crate::store) use crate::store::matched::BookingRow;

macro_rules! one_parameter {
    ($column:ident) => {
        ", ?"
    };
}

/// Names the columns once: for what reads them, what writes them and what exports them.
macro_rules! table {
    (exported { $first:ident, $($exported:ident),+ $(,)? } internal { $($internal:ident),+ $(,)? }) => {
        table! { $first, $($exported,)+ $($internal),+ }

        /// The columns that an export has, in its order.
        macro_rules! exported_columns {
            () => {
                concat!(stringify!($first), $(", ", stringify!($exported)),+)
            };
        }
        pub(in crate::store) use exported_columns;
    };
    ($($column:ident),+) => {
        /// How many columns [`read`] takes from the end of a row.
        const COLUMNS: usize = 1 + [$(stringify!($column)),+].len();

        #[derive(Clone, Copy)]
        #[expect(non_camel_case_types, reason = "the names of the columns")]
        #[expect(dead_code, reason = "some are written only")]
        enum Column {
            id,
            $($column),+
        }

        /// The columns in the order that [`read`] expects at the end of a row, each prefixed for a join.
        macro_rules! columns {
            () => {
                concat!("b.id", $(", b.", stringify!($column)),+)
            };
        }
        pub(in crate::store) use columns;

        /// The values to write, by column.
        struct Values<'a> {
            $($column: ToSqlOutput<'a>),+
        }

        impl Values<'_> {
            fn insert(self, db: &Connection, id: i64) -> rusqlite::Result<()> {
                let sql = concat!(
                    "INSERT INTO bookings (id", $(", ", stringify!($column)),+,
                    ") VALUES (?", $(one_parameter!($column)),+, ")"
                );
                let values = [ToSqlOutput::from(id), $(self.$column),+];
                db.prepare_cached(sql)?.execute(params_from_iter(values)).map(drop)
            }
        }
    };
}

table! {
    exported {
        uid, seat, profile_id, matched_by, inherited, named_profile_id, status, title, event_type, start_time,
        end_time, meeting_link, location, attendee_name, attendee_email, attendee_timezone, organizer_name,
        booker_url, rescheduled_from, rescheduled_to, cancellation_reason, asks_for_another_time, ended,
        no_show, first_event_at, updated_at,
    }
    internal {
        profile, recurring, predecessor, rank, other_type, unmatched,
    }
}

/// A row that ends with the columns of a booking, which begin somewhere.
struct Columns<'a> {
    row: &'a Row<'a>,
    first: usize,
}

impl<'a> Columns<'a> {
    fn last_of(row: &'a Row<'a>) -> Self {
        Self { row, first: row.as_ref().column_count().saturating_sub(COLUMNS) }
    }

    fn get<T: FromSql>(&self, column: Column) -> rusqlite::Result<T> {
        self.row.get(self.first + column as usize)
    }

    fn text(&self, column: Column) -> rusqlite::Result<Option<&'a str>> {
        row::text(self.row, self.first + column as usize)
    }

    fn parsed<T>(
        &self,
        column: Column,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> rusqlite::Result<Option<T>> {
        Ok(self.text(column)?.and_then(parse))
    }

    fn seat(&self) -> rusqlite::Result<Option<Seat>> {
        row::seat(self.row, self.first + Column::seat as usize)
    }

    fn needed<T>(&self, column: Column, parse: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
        row::parsed(self.row, self.first + column as usize, parse)
    }
}

/// Reads a row that ends with the columns of a booking.
pub(in crate::store) fn read(row: &Row<'_>) -> rusqlite::Result<BookingRow> {
    let columns = Columns::last_of(row);
    row::read("bookings", columns.get(Column::id)?, row, |_| read_columns(&columns))
}

/// Reads a row of an outer join; `None`: no booking was joined.
pub(in crate::store) fn read_joined(row: &Row<'_>) -> rusqlite::Result<Option<BookingRow>> {
    let id: Option<i64> = Columns::last_of(row).get(Column::id)?;
    id.map(|_| read(row)).transpose()
}

fn read_columns(row: &Columns<'_>) -> rusqlite::Result<BookingRow> {
    let matched = read_match(row)?;
    let named = matched.filter(|found| found.is_named()).and_then(Match::id);
    let booking = Booking {
        uid: row.needed(Column::uid, BookingUid::parse)?,
        seat: row.seat()?,
        status: row.needed(Column::status, BookingStatus::parse)?,
        details: read_details(row)?,
        rescheduled_from: row.parsed(Column::rescheduled_from, BookingUid::parse)?,
        rescheduled_to: row.parsed(Column::rescheduled_to, BookingUid::parse)?,
        reason: row.get(Column::cancellation_reason)?,
        asks_for_another_time: row.get(Column::asks_for_another_time)?,
        attendance: Attendance::new(row.get(Column::ended)?, row.get(Column::no_show)?),
        profile: named.or(row.parsed(Column::named_profile_id, ProfileId::parse)?),
        recurring: row.get(Column::recurring)?,
        other_type: row.get(Column::other_type)?,
        first_event_at: row.parsed(Column::first_event_at, instant::parse)?,
        last_event_at: row.parsed(Column::updated_at, instant::parse)?,
    };
    Ok(BookingRow { id: row.get(Column::id)?, booking, matched, predecessor: row.get(Column::predecessor)? })
}

fn read_details(row: &Columns<'_>) -> rusqlite::Result<Details> {
    let link = |column| row.parsed(column, |text| WebUrl::parse(text).ok());
    Ok(Details {
        title: row.get(Column::title)?,
        event_type: row.get(Column::event_type)?,
        start: row.parsed(Column::start_time, instant::parse)?,
        end: row.parsed(Column::end_time, instant::parse)?,
        link: link(Column::meeting_link)?,
        location: row.get(Column::location)?,
        organizer_name: row.get(Column::organizer_name)?,
        attendee_name: row.get(Column::attendee_name)?,
        attendee_email: row.parsed(Column::attendee_email, |text| Email::parse(text).ok())?,
        attendee_timezone: row.get(Column::attendee_timezone)?,
        booker_url: link(Column::booker_url)?,
    })
}

fn read_match(row: &Columns<'_>) -> rusqlite::Result<Option<Match>> {
    if row.text(Column::matched_by)?.is_none() {
        return Ok(None);
    }
    let holder = match row.get(Column::profile)? {
        Some(number) => Some(Holder { number, id: row.needed(Column::profile_id, ProfileId::parse)? }),
        None => None,
    };
    Ok(Some(Match {
        holder,
        matched_by: row.needed(Column::matched_by, MatchedBy::parse)?,
        inherited: row.get(Column::inherited)?,
    }))
}

/// The rows of one uid among those with these ids, in their order: one, or one per seat.
pub(in crate::store) fn of_uid(
    db: &Connection,
    uid: &BookingUid,
    ids: BTreeSet<i64>,
) -> rusqlite::Result<Vec<BookingRow>> {
    let sql = concat!("SELECT ", columns!(), " FROM bookings b WHERE b.id = ?1 AND b.uid = ?2");
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let row = db.prepare_cached(sql)?.query_row(params![id, uid.as_str()], read);
        found.extend(row.optional()?);
    }
    Ok(found)
}

/// One row.
pub(in crate::store) fn by_id(db: &Connection, id: i64) -> rusqlite::Result<Option<BookingRow>> {
    let sql = concat!("SELECT ", columns!(), " FROM bookings b WHERE b.id = ?1");
    db.prepare_cached(sql)?.query_row([id], read).optional()
}

/// Returns the row that hands its match on to this one.
pub(in crate::store) fn predecessor(db: &Connection, id: i64) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT predecessor FROM bookings WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row([id], row::only).optional()?.flatten())
}

/// Returns the rows that inherit the match of this one.
pub(in crate::store) fn heirs(db: &Connection, id: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id FROM bookings WHERE predecessor = ?1";
    db.prepare_cached(sql)?.query_map([id], row::only)?.collect()
}

/// The rank of a booking: a profile shows the one with the greatest.
pub(in crate::store) type Rank = (Option<i64>, String, String);

/// A row's rank.
pub(in crate::store) fn rank(BookingRow { booking, .. }: &BookingRow) -> Rank {
    (booking.rank(), booking.uid.to_string(), row::seat_text(booking.seat.as_ref()).to_owned())
}

/// Returns the booking that a profile shows: of a recurring series the first occurrence that is
/// still to come, else the one with the highest rank.
pub(in crate::store) fn shown(db: &Connection, profile: i64) -> rusqlite::Result<Option<BookingRow>> {
    // The order is found by the keys alone: rows with all columns are slow to sort.
    let highest = concat!(
        "SELECT ",
        columns!(),
        " FROM bookings b WHERE b.id = (
              SELECT id FROM bookings WHERE profile = ?1 AND rank IS NOT NULL
               ORDER BY rank DESC, uid DESC, seat DESC LIMIT 1)"
    );
    let found = db.prepare_cached(highest)?.query_row([profile], read).optional()?;
    let Some(found) = found else { return Ok(None) };
    if found.booking.recurring.is_none() {
        return Ok(Some(found));
    }
    let first_open = concat!(
        "SELECT ",
        columns!(),
        " FROM bookings b
         WHERE b.profile = ?1 AND b.recurring = ?2 AND b.attendee_email IS ?3
           AND (b.status = 'PENDING' OR b.status = 'ACCEPTED') AND b.ended = 0 AND b.no_show = 0
         ORDER BY b.start_time IS NULL, b.start_time, b.uid, b.seat LIMIT 1"
    );
    let attendee = found.booking.details.attendee_email.as_ref().map(Email::as_str);
    let open =
        db.prepare_cached(first_open)?.query_row(params![profile, found.booking.recurring, attendee], read);
    Ok(Some(open.optional()?.unwrap_or(found)))
}

/// The uids of the bookings whose metadata names a profile that was not there.
pub(in crate::store) fn naming(
    db: &Connection,
    profile: ProfileId,
) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let sql = "SELECT uid FROM bookings WHERE named_profile_id = ?1";
    uids(db, sql, &profile.to_string())
}

/// The uids of the bookings whose match, or that of one which replaces them, a profile with this
/// address could change.
pub(in crate::store) fn open_to_email(
    db: &Connection,
    email: &Email,
) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let sql = "SELECT uid FROM bookings
                WHERE attendee_email = ?1 AND ifnull(matched_by, 'email') <> 'metadata'";
    uids(db, sql, email.as_str())
}

/// Sorted here: for DISTINCT and ORDER BY, SQLite makes a b-tree each time, and there is hardly ever
/// more than one.
fn uids(db: &Connection, sql: &str, key: &str) -> rusqlite::Result<BTreeSet<BookingUid>> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([key], |row| Ok(BookingUid::parse(row.get_ref("uid")?.as_str()?)))?;
    found.filter_map(Result::transpose).collect()
}

fn text(text: Option<&str>) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(text.map_or(ValueRef::Null, ValueRef::from))
}

#[expect(clippy::ref_option, reason = "callers hold the fields of a borrowed struct")]
fn foreign(text: &Option<ForeignText>) -> ToSqlOutput<'_> {
    self::text(text.as_ref().map(ForeignText::as_str))
}

fn owned(text: Option<String>) -> ToSqlOutput<'static> {
    ToSqlOutput::Owned(text.map_or(Value::Null, Value::Text))
}

fn number(number: Option<i64>) -> ToSqlOutput<'static> {
    ToSqlOutput::Owned(number.map_or(Value::Null, Value::Integer))
}

fn flag(flag: bool) -> ToSqlOutput<'static> {
    number(Some(flag.into()))
}

/// Inserts a row.
pub(in crate::store) fn insert(db: &Connection, row: &BookingRow) -> rusqlite::Result<()> {
    let BookingRow { id, booking, matched, predecessor } = row;
    let known = &booking.details;
    let seconds = |at: Option<OffsetDateTime>| owned(at.map(instant::to_seconds));
    let millis = |at: Option<OffsetDateTime>| owned(at.map(instant::to_millis));
    let values = Values {
        uid: text(Some(booking.uid.as_str())),
        seat: text(Some(row::seat_text(booking.seat.as_ref()))),
        profile: number(matched.and_then(Match::number)),
        profile_id: owned(matched.and_then(Match::id).map(|id| id.to_string())),
        matched_by: text(matched.map(|found| found.matched_by.as_str())),
        inherited: flag(matched.is_some_and(|found| found.inherited)),
        named_profile_id: owned(row.named_profile().map(|id| id.to_string())),
        status: text(Some(booking.status.as_str())),
        title: foreign(&known.title),
        event_type: foreign(&known.event_type),
        start_time: seconds(known.start),
        end_time: seconds(known.end),
        meeting_link: text(known.link.as_ref().map(WebUrl::as_str)),
        location: foreign(&known.location),
        attendee_name: foreign(&known.attendee_name),
        attendee_email: text(known.attendee_email.as_ref().map(Email::as_str)),
        attendee_timezone: foreign(&known.attendee_timezone),
        organizer_name: foreign(&known.organizer_name),
        booker_url: text(known.booker_url.as_ref().map(WebUrl::as_str)),
        rescheduled_from: text(booking.rescheduled_from.as_ref().map(BookingUid::as_str)),
        rescheduled_to: text(booking.rescheduled_to.as_ref().map(BookingUid::as_str)),
        cancellation_reason: foreign(&booking.reason),
        asks_for_another_time: flag(booking.asks_for_another_time),
        ended: flag(booking.attendance.is_over()),
        no_show: flag(booking.attendance.is_missed()),
        first_event_at: millis(booking.first_event_at),
        updated_at: millis(booking.last_event_at),
        recurring: number(booking.recurring),
        predecessor: number(*predecessor),
        rank: number(booking.rank()),
        other_type: flag(booking.other_type),
        unmatched: number(row.is_unmatched().then_some(1)),
    };
    values.insert(db, *id)
}

/// Stores a row's changed match.
pub(in crate::store) fn set_match(db: &Connection, row: &BookingRow) -> rusqlite::Result<()> {
    let sql = "UPDATE bookings
                  SET profile = :profile, profile_id = :profile_id, matched_by = :matched_by,
                      inherited = :inherited, named_profile_id = :named, unmatched = :unmatched
                WHERE id = :id";
    let matched = row.matched;
    let name = matched.and_then(Match::id).map(|id| id.to_string());
    let matched_by = matched.map(|found| found.matched_by.as_str());
    let inherited = matched.is_some_and(|found| found.inherited);
    let named = row.named_profile().map(|id| id.to_string());
    let number = matched.and_then(Match::number);
    let unmatched = row.is_unmatched().then_some(1);
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": row.id, ":profile": number, ":profile_id": name, ":matched_by": matched_by,
            ":inherited": inherited, ":named": named, ":unmatched": unmatched,
        })
        .map(drop)
}

/// Changes the row, if any, that hands its match on to this one.
pub(in crate::store) fn set_predecessor(
    db: &Connection,
    id: i64,
    predecessor: Option<i64>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE bookings SET predecessor = ?2 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![id, predecessor]).map(drop)
}

/// Removes a row.
pub(in crate::store) fn remove(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM bookings WHERE id = ?1")?.execute([id]).map(drop)
}
