//! The interviews of some days, by when they begin.

use rusqlite::{Connection, Row, params};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::status::BookingStatus;

/// The place of an interview in the agenda: when it begins, and `bookings.id`.
pub(in crate::store) type Place = (OffsetDateTime, i64);

/// The columns that the agenda sorts and counts interviews by.
pub(in crate::store) struct Slot {
    pub place: Place,
    pub status: BookingStatus,
    pub host: Option<ForeignText>,
}

/// The maximum number read, which takes some milliseconds.
const LOOKED_AT: usize = 1000;

/// The confirmed and requested bookings that may be an applicant's.
const SLOTS: &str = "SELECT b.id, b.start_time, b.status, b.organizer_name FROM bookings b
     WHERE (b.start_time, b.id) > (?1, ?2) AND b.start_time < ?3
       AND (b.status = 'ACCEPTED' OR b.status = 'PENDING')
       AND (b.profile IS NOT NULL OR b.matched_by IS NULL AND b.other_type = 0)
     ORDER BY b.start_time, b.id";

/// Passes the interviews after a place that begin before `until` to `takes`, in their order, until it takes no more.
/// Returns the place of the last one that it took, if there may be more.
pub(in crate::store) fn look(
    db: &Connection,
    (start, id): Place,
    until: OffsetDateTime,
    mut takes: impl FnMut(Slot) -> rusqlite::Result<bool>,
) -> rusqlite::Result<Option<Place>> {
    let mut statement = db.prepare_cached(SLOTS)?;
    let mut rows = statement.query(params![instant::to_seconds(start), id, instant::to_seconds(until)])?;
    let mut last = (start, id);
    for _ in 0..LOOKED_AT {
        let Some(row) = rows.next()? else { return Ok(None) };
        let slot = read(row)?;
        let place = slot.place;
        if !takes(slot)? {
            break;
        }
        last = place;
    }
    Ok(Some(last))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Slot> {
    let id = row.get("id")?;
    row::read("bookings", id, row, |row| {
        Ok(Slot {
            place: (row::parsed(row, "start_time", instant::parse)?, id),
            status: row::parsed(row, "status", BookingStatus::parse)?,
            host: row.get("organizer_name")?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;
    use crate::store::schema;

    #[test]
    fn the_agenda_is_read_by_its_index_in_order() {
        for (_, steps) in plans([SLOTS]) {
            assert_eq!(steps, ["SEARCH b USING INDEX bookings_agenda (start_time>? AND start_time<?)"]);
        }
    }

    #[test]
    fn a_week_of_more_than_one_look_is_seen_whole_and_without_what_is_nobodys() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = schema::open(&folder.path().join("a.db")).expect("a database");
        db.execute_batch(
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 3300)
             INSERT INTO bookings (id, uid, status, start_time, other_type, matched_by,
                                   inherited, asks_for_another_time, ended, no_show)
             SELECT id, id, 'ACCEPTED', format('2026-11-10T12:%02d:00Z', id % 7), id % 3 = 1,
                    iif(id % 3 = 2, 'hand', NULL), 0, 0, 0, 0 FROM n",
        )
        .expect("bookings");
        let [from, until] =
            ["2026-11-10T00:00:00Z", "2026-11-17T00:00:00Z"].map(|day| instant::parse(day).expect("a day"));
        let (mut seen, mut next, mut looks) = (Vec::new(), Some((from, 0)), 0);
        while let Some(place) = next {
            let see = |slot: Slot| {
                seen.push(slot.place);
                Ok(seen.len() != 51)
            };
            next = look(&db, place, until, see).expect("looked");
            seen.dedup();
            looks += 1;
        }
        assert!(looks == 3 && seen.is_sorted() && seen.len() == 1100, "{looks} looks: {}", seen.len());
    }
}
