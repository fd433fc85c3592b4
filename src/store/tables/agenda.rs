//! The interviews of some days, by when they begin.

use rusqlite::{Connection, Row};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::status::BookingStatus;

/// More are not looked at, as the query has it: some milliseconds.
const LOOKED_AT: usize = 5000;

/// The columns that the agenda sorts and counts interviews by.
pub(in crate::store) struct Slot {
    /// bookings.id
    pub id: i64,
    pub start: OffsetDateTime,
    pub status: BookingStatus,
    pub host: Option<ForeignText>,
}

/// Some interviews in their order.
pub(in crate::store) struct Slots {
    pub slots: Vec<Slot>,
    /// There are more than were looked at.
    pub is_cut: bool,
}

/// The bookings that stand or wait for the host; `shown` says whether it may be an applicant's. No
/// condition asks for that: the query ends soon even where hardly any is.
const SLOTS: &str = "SELECT b.id, b.start_time, b.status, b.organizer_name,
           b.profile IS NOT NULL OR b.matched_by IS NULL AND b.other_type = 0 AS shown
      FROM bookings b
     WHERE b.start_time >= ?1 AND b.start_time < ?2 AND (b.status = 'ACCEPTED' OR b.status = 'PENDING')
     ORDER BY b.start_time, b.id LIMIT 5000";

/// The interviews from one time on until another, the first of them if there are too many.
pub(in crate::store) fn between(
    db: &Connection,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> rusqlite::Result<Slots> {
    let mut statement = db.prepare_cached(SLOTS)?;
    let rows = statement.query_map([from, until].map(instant::to_seconds), read)?;
    let all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let is_cut = all.len() >= LOOKED_AT;
    Ok(Slots { slots: all.into_iter().flatten().collect(), is_cut })
}

/// The first of them.
pub(in crate::store) fn first(
    db: &Connection,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> rusqlite::Result<Option<Slot>> {
    let mut statement = db.prepare_cached(SLOTS)?;
    let mut rows = statement.query_map([from, until].map(instant::to_seconds), read)?;
    rows.find_map(Result::transpose).transpose()
}

/// `None`: it is no applicant's.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Slot>> {
    if !row.get::<_, bool>("shown")? {
        return Ok(None);
    }
    let id = row.get("id")?;
    row::read("bookings", id, row, |row| {
        Ok(Some(Slot {
            id,
            start: row::parsed(row, "start_time", instant::parse)?,
            status: row::parsed(row, "status", BookingStatus::parse)?,
            host: row.get("organizer_name")?,
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn the_agenda_is_read_by_its_index_in_order() {
        for (_, steps) in plans([SLOTS]) {
            assert_eq!(steps, ["SEARCH b USING INDEX bookings_agenda (start_time>? AND start_time<?)"]);
        }
    }
}
