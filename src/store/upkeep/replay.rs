//! Rebuilding bookings and profiles from the deliveries.

use std::cell::LazyCell;

use rusqlite::Connection;

use crate::domain::event::Meaning;
use crate::domain::ids::Digest;
use crate::store::hooks::Rules;
use crate::store::ingest::booking_index::BookingIndex;
use crate::store::ingest::deliver;
use crate::store::ingest::transaction::Tx;
use crate::store::tables::deliveries::{self, Filing};
use crate::store::tables::{relations, row};

/// A rebuild goes in random order by uid, and every page that does not fit is written twice.
const CACHE: i64 = 192 * 1024;

/// Replays in one transaction, without the savepoints of the writer's jobs: SQLite would keep a
/// copy of every page in memory for them.
pub(in crate::store) fn run(
    db: &Connection,
    rules: Rules,
    progress: impl FnMut(u64, u64),
) -> rusqlite::Result<u64> {
    begin_rebuild(db)?;
    replay_and_commit(db, rules, progress)
}

/// Begins a transaction that changes everything.
pub(in crate::store) fn begin_rebuild(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "cache_size", -CACHE)?;
    db.execute_batch("BEGIN IMMEDIATE")
}

/// Rebuilds in the transaction that was begun, and commits it. Returns how many deliveries there are.
pub(in crate::store) fn replay_and_commit(
    db: &Connection,
    rules: Rules,
    progress: impl FnMut(u64, u64),
) -> rusqlite::Result<u64> {
    forget(db)?;
    let index = BookingIndex::rebuild(db)?;
    let tx = Tx::new(db, rules, &index);
    let replayed = replay(&tx, progress)?;
    tx.commit().map(|_| replayed)
}

/// Reads every delivery again, in order, and computes from them what the tables hold. Corrects what
/// the version that stored a delivery read differently.
fn replay(tx: &Tx<'_>, mut progress: impl FnMut(u64, u64)) -> rusqlite::Result<u64> {
    let total: i64 = tx.db.query_row("SELECT count(*) FROM deliveries", [], row::only)?;
    let total = total.unsigned_abs();
    let mut statement = tx.db.prepare(
        "SELECT id, trigger, booking, outcome, reason, body, digest, source FROM deliveries ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let body = row.get_ref("body")?.as_bytes()?;
        let decoded = (tx.rules.codec.decode)(deliveries::source(row)?, body);
        let id = row.get("id")?;
        let stored: Option<Digest> = row.get("digest")?;
        let own = LazyCell::new(|| deliveries::digest(body));
        // That of a body of which only a part was kept stays.
        let kept = stored.filter(|kept| *kept != *own);
        let filing = match &decoded.meaning {
            Meaning::Event(event) => {
                let digest = || kept.unwrap_or_else(|| *own);
                deliver::again(tx, id, row.get("booking")?, event, digest)?
            }
            meaning => Filing::nowhere(meaning),
        };
        let digest = kept.or_else(|| filing.booking.is_none().then(|| *own));
        let before = (
            row.get_ref("trigger")?.as_str()?,
            row.get("booking")?,
            row.get_ref("outcome")?.as_str()?,
            row::text(row, "reason")?,
            stored,
        );
        if before
            != (decoded.trigger.as_str(), filing.booking, filing.outcome.as_str(), filing.reason, digest)
        {
            deliveries::correct(tx.db, id, &decoded.trigger, filing, digest)?;
        }
        done += 1;
        progress(done, total);
    }
    Ok(done)
}

/// Empties what is computed.
fn forget(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM bookings", [])?;
    relations::clear(db)?;
    let sql = "UPDATE talent_profiles SET status = 'APPLIED', booking = NULL,
                      updated_at = max(created_at, ifnull(completed_at, ''), ifnull(withdrawn_at, ''))";
    db.execute(sql, []).map(drop)
}
