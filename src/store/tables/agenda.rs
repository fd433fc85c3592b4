//! The interviews in the agenda.

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::status::BookingStatus;

/// The columns that the agenda sorts and counts interviews by.
pub(in crate::store) struct Slot {
    pub id: i64,
    pub start: OffsetDateTime,
    pub status: BookingStatus,
    pub host: Option<ForeignText>,
}

const SLOT: &str = "SELECT id, start_time, status, organizer_name FROM bookings
     WHERE id = ?1 AND start_time IS NOT NULL AND (status = 'ACCEPTED' OR status = 'PENDING')
       AND (profile IS NOT NULL OR matched_by IS NULL AND other_type = 0)";

/// Reads the confirmed and requested bookings that may be an applicant's.
pub(in crate::store) struct Slots<'a>(CachedStatement<'a>);

impl<'a> Slots<'a> {
    pub(in crate::store) fn new(db: &'a Connection) -> rusqlite::Result<Self> {
        db.prepare_cached(SLOT).map(Self)
    }

    /// The one with an id, if it is such a booking and starts in this second since 1970.
    pub(in crate::store) fn find(&mut self, (start, id): (i64, i64)) -> rusqlite::Result<Option<Slot>> {
        let slot = self.0.query_row([id], read).optional()?;
        Ok(slot.filter(|slot| slot.start.unix_timestamp() == start))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Slot> {
    let id = row.get("id")?;
    row::read("bookings", id, row, |row| {
        Ok(Slot {
            id,
            start: row::parsed(row, "start_time", instant::parse)?,
            status: row::parsed(row, "status", BookingStatus::parse)?,
            host: row.get("organizer_name")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn a_slot_is_read_by_its_id() {
        for (_, steps) in plans([SLOT]) {
            assert_eq!(steps, ["SEARCH bookings USING INTEGER PRIMARY KEY (rowid=?)"]);
        }
    }
}
