//! The figures of the file that a monitor asks for.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::Connection;

use super::files::beside;
use super::tables::row;

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

/// Whether nothing was stored yet.
pub(super) fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM deliveries) AND NOT EXISTS (SELECT 1 FROM talent_profiles)
                  AND NOT EXISTS (SELECT 1 FROM refusals) AND NOT EXISTS (SELECT 1 FROM bookings)
                  AND NOT EXISTS (SELECT 1 FROM members)";
    db.query_row(sql, [], row::only)
}
