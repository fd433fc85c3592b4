//! The interviews in the agenda.

use rusqlite::{Connection, OptionalExtension, Row};
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

/// Reads the booking with an id, if it is confirmed or requested and may be an applicant's.
pub(in crate::store) fn slot(db: &Connection, id: i64) -> rusqlite::Result<Option<Slot>> {
    let sql = "SELECT id, start_time, status, organizer_name FROM bookings
                WHERE id = ?1 AND start_time IS NOT NULL AND (status = 'ACCEPTED' OR status = 'PENDING')
                  AND (profile IS NOT NULL OR matched_by IS NULL AND other_type = 0)";
    db.prepare_cached(sql)?.query_row([id], read).optional()
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
