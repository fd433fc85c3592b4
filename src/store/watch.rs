//! The figures of the file that a monitor asks for.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::Connection;

use super::files::beside;

/// Unmatched bookings are counted up to here: beyond, the count says nothing new.
pub const UNMATCHED_BOUND: u32 = 100_000;

/// How large the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// The file, in bytes.
    pub database: u64,
    /// Its write-ahead log, in bytes.
    pub log: u64,
}

pub(super) fn sizes(path: &Path) -> io::Result<Sizes> {
    let size = |path: &Path| std::fs::metadata(path).map(|file| file.len());
    let log = match size(&beside(path, "-wal")) {
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        log => log?,
    };
    Ok(Sizes { database: size(path)?, log })
}

const UNMATCHED: &str =
    "SELECT count(*) FROM (SELECT 1 FROM bookings WHERE profile IS NULL AND other_type = 0 LIMIT ?1)";

/// Reads the index that holds only these, whatever else there is.
pub(super) fn unmatched(db: &Connection) -> rusqlite::Result<u32> {
    db.prepare_cached(UNMATCHED)?.query_row([UNMATCHED_BOUND], |row| row.get(0))
}

/// Whether nothing was stored yet.
pub(super) fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM deliveries) AND NOT EXISTS (SELECT 1 FROM talent_profiles)
                  AND NOT EXISTS (SELECT 1 FROM refusals) AND NOT EXISTS (SELECT 1 FROM bookings)
                  AND NOT EXISTS (SELECT 1 FROM members)";
    db.query_row(sql, [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn to_count_unmatched_bookings_only_their_index_is_read() {
        for (_, steps) in plans([UNMATCHED]) {
            assert!(steps.iter().any(|step| step.contains("COVERING INDEX bookings_unmatched")), "{steps:?}");
        }
    }
}
