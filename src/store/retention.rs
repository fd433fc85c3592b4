//! Keeping of old deliveries only what the bookings need.
//!
//! An old body is written anew as the least one that is read as it is, with the digest of what
//! came. So nothing that is computed changes, now or in a replay, and nothing has to be folded.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::erase::{Bodies, replace};
use super::writer::Tx;
use crate::domain::event::Reading;
use crate::domain::instant;

/// How many deliveries are looked at in one read.
const LOOK: i64 = 1000;
/// How many are written anew in one job: some milliseconds, in which deliveries wait.
const BATCH: usize = 8;

/// Old deliveries that hold more than they have to, in batches for one job each, and where the
/// next look begins; `None` at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldDeliveries {
    /// Numbers of deliveries, a few in each.
    pub batches: Vec<Vec<i64>>,
    /// The number after which the next look begins.
    pub next: Option<i64>,
}

/// Looks at the deliveries after the number `after`. Old is what came before `cutoff`, and, if it
/// is about a booking, whose booking had ended and was last heard of before it.
pub(super) fn look(
    db: &Connection,
    read: fn(&[u8]) -> Reading,
    bodies: Bodies,
    after: i64,
    cutoff: OffsetDateTime,
) -> rusqlite::Result<OldDeliveries> {
    let last: i64 = db.query_row("SELECT ifnull(max(id), 0) FROM deliveries", [], |row| row.get(0))?;
    let sql = "SELECT d.id, d.body FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking
                WHERE d.id > ?1 AND d.id <= ?2 AND d.received_at < ?3
                  AND (d.booking IS NULL OR d.digest IS NULL)
                  AND NOT EXISTS (SELECT 1 FROM bookings s WHERE s.uid = b.uid
                                     AND max(ifnull(s.end_time, ''), ifnull(s.updated_at, '')) >= ?3)";
    let end = after + LOOK;
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((after, end, instant::to_millis(cutoff)))?;
    let mut ids: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_bytes()?;
        if (bodies.write)(&read(body)) != body {
            ids.push(row.get(0)?);
        }
    }
    let batches = ids.chunks(BATCH).map(<[i64]>::to_vec).collect();
    Ok(OldDeliveries { batches, next: (end < last).then_some(end) })
}

/// Writes these deliveries anew. What their bodies held is overwritten in the file, too.
pub(super) fn shorten(tx: &Tx<'_>, bodies: Bodies, ids: &[i64]) -> rusqlite::Result<()> {
    overwrite_deleted(tx.db, true)?;
    let done = ids.iter().try_for_each(|id| shorten_one(tx, bodies, *id));
    overwrite_deleted(tx.db, false)?;
    done
}

/// For all jobs it would cost too much.
fn overwrite_deleted(db: &Connection, on: bool) -> rusqlite::Result<()> {
    db.pragma_update_and_check(None, "secure_delete", on, |_| Ok(()))
}

fn shorten_one(tx: &Tx<'_>, bodies: Bodies, id: i64) -> rusqlite::Result<()> {
    let body: Vec<u8> = tx
        .db
        .prepare_cached("SELECT body FROM deliveries WHERE id = ?1")?
        .query_row([id], |row| Ok(row.get_ref(0)?.as_bytes()?.to_vec()))?;
    let least = (bodies.write)(&(tx.hooks.read)(&body));
    if least == body { Ok(()) } else { replace(tx.db, id, &body, &least) }
}
