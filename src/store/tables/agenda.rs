//! The interviews of some days, by when they begin.

use rusqlite::{Connection, OptionalExtension, Row};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::status::BookingStatus;

/// More are not looked at, as the query has it: some milliseconds.
pub(in crate::store) const LOOKED_AT: usize = 5000;

/// What the agenda has to know of an interview to find its place.
pub(in crate::store) struct Slot {
    /// bookings.id
    pub id: i64,
    pub start: OffsetDateTime,
    pub status: BookingStatus,
    pub host: Option<ForeignText>,
}

/// It stands or waits for the host, and nobody said that it is no applicant's.
macro_rules! slots {
    () => {
        "SELECT b.id, b.start_time, b.status, b.organizer_name FROM bookings b
          WHERE b.start_time >= ?1 AND b.start_time < ?2 AND (b.status = 'ACCEPTED' OR b.status = 'PENDING')
            AND (b.profile IS NOT NULL OR b.matched_by IS NULL AND b.other_type = 0)
          ORDER BY b.start_time, b.id"
    };
}

const ALL: &str = concat!(slots!(), " LIMIT 5000");
const FIRST: &str = concat!(slots!(), " LIMIT 1");

/// The interviews from one time on until another, the first of them if there are too many.
pub(in crate::store) fn between(
    db: &Connection,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> rusqlite::Result<Vec<Slot>> {
    let bounds = [from, until].map(instant::to_seconds);
    db.prepare_cached(ALL)?.query_map(bounds, read)?.collect()
}

/// The first of them.
pub(in crate::store) fn first(
    db: &Connection,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> rusqlite::Result<Option<Slot>> {
    let bounds = [from, until].map(instant::to_seconds);
    db.prepare_cached(FIRST)?.query_row(bounds, read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Slot> {
    row::read("bookings", row.get(0)?, row, |row| {
        Ok(Slot {
            id: row.get(0)?,
            start: row::parsed(row, 1, instant::parse)?,
            status: row::parsed(row, 2, BookingStatus::parse)?,
            host: row.get(3)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn the_agenda_is_read_by_its_index_in_order() {
        for (_, steps) in plans([ALL, FIRST]) {
            assert_eq!(steps, ["SEARCH b USING INDEX bookings_agenda (start_time>? AND start_time<?)"]);
        }
    }
}
