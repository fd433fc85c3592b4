//! The embedded migrations, and which of them a file has seen.

use std::path::Path;
use std::sync::OnceLock;

use refinery::{Migration, Runner};
use rusqlite::Connection;

use super::connection::open_reader;
use super::error::{Difference, DifferenceKind, OpenError};
use super::header::{self, APPLICATION_ID};
use super::objects::{self, HISTORY, Objects};
use super::tables::row;

pub(super) mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Checks that an existing file has this version's schema.
pub(super) fn check_current(path: &Path) -> Result<(), OpenError> {
    if version(path)? < latest(embedded::migrations::runner().get_migrations()) {
        return Err(OpenError::Older { path: path.to_owned() });
    }
    Ok(())
}

/// Whether a file that is open has this version's schema, and nothing else. Takes a fraction of a
/// millisecond once it has been asked.
pub(super) fn is_current(db: &Connection) -> rusqlite::Result<bool> {
    static CURRENT: OnceLock<(i32, Objects)> = OnceLock::new();
    let (latest, expected) = if let Some(current) = CURRENT.get() {
        current
    } else {
        let runner = embedded::migrations::runner();
        let latest = latest(runner.get_migrations());
        let expected = objects::expected(runner.get_migrations(), latest)?;
        CURRENT.get_or_init(|| (latest, expected))
    };
    let sql = "SELECT ifnull(max(version), 0) FROM refinery_schema_history";
    let found: i32 = db.prepare_cached(sql)?.query_row([], row::only)?;
    Ok(found == *latest && objects::difference(db, expected)?.is_none())
}

/// The latest migration that the file has seen, read without changing a byte of it. A file whose
/// schema is not bookhook's is refused. Not for a file that this process has open.
pub(super) fn version(path: &Path) -> Result<i32, OpenError> {
    known_version(path, &embedded::migrations::runner())
}

/// The same by a connection.
pub(super) fn version_of(db: &Connection, path: &Path) -> Result<i32, OpenError> {
    known_version_of(db, path, embedded::migrations::runner().get_migrations())
}

pub(super) fn known_version(path: &Path, runner: &Runner) -> Result<i32, OpenError> {
    header::check(path)?;
    let db = open_reader(path).map_err(|error| OpenError::from_sqlite(path, &error))?;
    known_version_of(&db, path, runner.get_migrations())
}

fn known_version_of(db: &Connection, path: &Path, known: &[Migration]) -> Result<i32, OpenError> {
    let path = path.to_owned();
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(&path, &error);
    let id: i32 = db.query_row("PRAGMA application_id", [], row::only).map_err(sqlite)?;
    if id != APPLICATION_ID {
        return Err(OpenError::Foreign { path });
    }
    if !db.table_exists(None, HISTORY).map_err(sqlite)? {
        let difference = Difference { object: format!("table {HISTORY}"), kind: DifferenceKind::Missing };
        return Err(OpenError::Altered { path, difference });
    }
    let applied = applied(db).map_err(sqlite)?;
    let found = applied.iter().map(|(version, _)| *version).max().unwrap_or(0);
    let latest = latest(known);
    if found > latest {
        return Err(OpenError::Newer { path, found, known: latest });
    }
    let is_known = |(version, checksum): &&(i32, String)| {
        known.iter().any(|known| known.version() == *version && known.checksum().to_string() == *checksum)
    };
    if let Some((version, _)) = applied.iter().find(|applied| !is_known(applied)) {
        return Err(OpenError::OtherBuild { path, version: *version });
    }
    let expected = objects::expected(known, found).map_err(sqlite)?;
    match objects::difference(db, &expected).map_err(sqlite)? {
        Some(difference) => Err(OpenError::Altered { path, difference }),
        None => Ok(found),
    }
}

/// The migrations that a file has seen, each with the digest of its name and content.
fn applied(db: &Connection) -> rusqlite::Result<Vec<(i32, String)>> {
    let mut statement = db.prepare("SELECT version, checksum FROM refinery_schema_history")?;
    statement.query_map([], |row| Ok((row.get("version")?, row.get("checksum")?)))?.collect()
}

pub(super) fn latest(known: &[Migration]) -> i32 {
    known.iter().map(Migration::version).max().unwrap_or(0)
}
