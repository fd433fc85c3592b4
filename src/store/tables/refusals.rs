//! Refusals, counted by reason. Nothing of a refused request itself is stored, so that
//! strangers cannot fill the disk.

use rusqlite::{Connection, Row, params};
use time::OffsetDateTime;

use crate::domain::instant;

/// The number of deliveries refused for one reason, and the time of the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason: the code that the sender got.
    pub code: String,
    /// How often, since the file was made.
    pub count: u64,
    /// When first, in RFC 3339.
    pub first_at: String,
    /// When last, in RFC 3339.
    pub last_at: String,
}

/// Adds to the count of one reason.
pub(in crate::store) fn count(
    db: &Connection,
    code: &str,
    count: u64,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO refusals (code, count, first_at, last_at) VALUES (?1, ?2, ?3, ?3)
               ON CONFLICT (code) DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    db.prepare_cached(sql)?.execute(params![code, count, instant::to_millis(now)]).map(drop)
}

/// All reasons, the latest first.
pub(in crate::store) fn all(db: &Connection) -> rusqlite::Result<Vec<Refusal>> {
    let sql = "SELECT code, count, first_at, last_at FROM refusals ORDER BY last_at DESC, code";
    let mut statement = db.prepare_cached(sql)?;
    let refusal = |row: &Row<'_>| {
        let count: i64 = row.get("count")?;
        Ok(Refusal {
            code: row.get("code")?,
            count: count.unsigned_abs(),
            first_at: row.get("first_at")?,
            last_at: row.get("last_at")?,
        })
    };
    statement.query_map([], refusal)?.collect()
}
