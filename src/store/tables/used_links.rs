//! The rows of `used_links`: links that were used, and no longer work.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::row;
use crate::domain::instant;

/// Adds a row, and removes those of links that have expired. `false`: the link was used before.
pub(in crate::store) fn spend(
    db: &Connection,
    nonce: &[u8; 16],
    until: OffsetDateTime,
    now: OffsetDateTime,
) -> rusqlite::Result<bool> {
    let sql = "DELETE FROM used_links WHERE until < ?1";
    db.prepare_cached(sql)?.execute([instant::to_seconds(now)])?;
    let sql = "INSERT OR IGNORE INTO used_links (nonce, until) VALUES (?1, ?2)";
    let added = db.prepare_cached(sql)?.execute((nonce.as_slice(), instant::to_seconds(until)))?;
    Ok(added == 1)
}

/// Whether a link was used.
pub(in crate::store) fn is_spent(db: &Connection, nonce: &[u8; 16]) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM used_links WHERE nonce = ?1";
    db.prepare_cached(sql)?.query_row([nonce.as_slice()], row::only)
}
