//! The row of `reconciliation`, and the bookings that a pass asks for one by one.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use super::row;
use crate::domain::ids::BookingUid;
use crate::domain::instant;

/// The progress of reading Cal.com's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The latest change that was read, by Cal.com's clock.
    pub mark: Option<OffsetDateTime>,
    /// Up to this booking, open ones were asked for one by one.
    pub looked_at: i64,
    /// When the last pass ended, by Cal.com's clock.
    pub passed_at: OffsetDateTime,
    /// How many bookings the last pass repaired.
    pub repaired: u32,
    /// The passes before, the last in the lowest bit: 1 where one repaired any.
    pub history: u64,
}

/// If so many of the last eight passes repaired bookings, webhooks probably fail.
const OFTEN: u32 = 3;

impl Reconciled {
    /// Returns how many of the last eight passes repaired bookings.
    #[must_use]
    pub fn lately(&self) -> u32 {
        (self.history & 0xff).count_ones()
    }

    /// Whether repairs keep coming, which means that webhooks do not arrive.
    #[must_use]
    pub fn keeps_repairing(&self) -> bool {
        self.lately() >= OFTEN
    }
}

/// The row; `None` before the first pass.
pub(in crate::store) fn load(db: &Connection) -> rusqlite::Result<Option<Reconciled>> {
    let sql = "SELECT mark, looked_at, passed_at, repaired, history FROM reconciliation";
    let read = |row: &Row<'_>| {
        row::read("reconciliation", 1, row, |row| {
            Ok(Reconciled {
                mark: row::time(row, "mark")?,
                looked_at: row.get("looked_at")?,
                passed_at: row::parsed(row, "passed_at", instant::parse)?,
                repaired: row.get("repaired")?,
                history: row.get::<_, i64>("history")?.cast_unsigned(),
            })
        })
    };
    db.prepare_cached(sql)?.query_row([], read).optional()
}

/// Writes the row.
pub(in crate::store) fn save(db: &Connection, known: &Reconciled) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO reconciliation (id, mark, looked_at, passed_at, repaired, history)
               VALUES (1, :mark, :looked_at, :passed_at, :repaired, :history)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":mark": known.mark.map(instant::to_millis),
            ":looked_at": known.looked_at,
            ":passed_at": instant::to_millis(known.passed_at),
            ":repaired": known.repaired,
            ":history": known.history.cast_signed(),
        })
        .map(drop)
}

/// The bookings that are open and end at `from` or later, in order of insertion.
pub(in crate::store) fn open_from(
    db: &Connection,
    from: OffsetDateTime,
) -> rusqlite::Result<Vec<(i64, BookingUid)>> {
    let sql = "SELECT id, uid FROM bookings
                WHERE (status = 'PENDING' OR status = 'ACCEPTED') AND ended = 0 AND end_time >= ?1
                  AND (profile IS NOT NULL OR other_type = 0)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([instant::to_seconds(from)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(uid) = BookingUid::parse(row.get_ref("uid")?.as_str()?) {
            found.push((row.get("id")?, uid));
        }
    }
    Ok(found)
}
