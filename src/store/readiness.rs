//! Whether deliveries can be stored now.

use std::io;
use std::path::Path;

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use crate::domain::instant;

/// Writes the one row that is there for this, so that the file never grows by it.
pub(super) fn prove(db: &Connection, now: OffsetDateTime) -> rusqlite::Result<()> {
    let sql = "INSERT INTO readiness (id, checked_at) VALUES (1, ?1)
               ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at";
    db.prepare_cached(sql)?.execute(params![instant::to_millis(now)]).map(drop)
}

/// The free bytes of the file system that a file is on, without those kept for root.
pub(super) fn free_space(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
