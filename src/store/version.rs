//! The embedded migrations, and which of them a file has seen.

use std::path::Path;

use refinery::{Migration, Runner};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::connection::open_reader;
use super::error::{Difference, DifferenceKind, OpenError};
use super::header::{self, APPLICATION_ID};
use super::objects::{self, HISTORY};
use super::tables::row;

pub(super) mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Checks that an existing file has this version's schema.
pub(super) fn check_current(path: &Path) -> Result<(), OpenError> {
    if version(path)? < CURRENT.0 {
        return Err(OpenError::Older { path: path.to_owned() });
    }
    Ok(())
}

/// The number of the last migration, and the digest of a database that has seen all of them. It saves a start
/// from building the schema in memory to compare.
const CURRENT: (i32, &str) = (17, "c01eaadd50bf6d2ce6000f70c14de9f70437bd9a75f881e3d57338b5c39ba370");

/// Whether a file that is open has this version's schema, and nothing else. Takes a fraction of a
/// millisecond.
pub(super) fn is_current(db: &Connection) -> rusqlite::Result<bool> {
    Ok(db.table_exists(None, HISTORY)? && digest(db)? == CURRENT.1)
}

/// The same of a file that this process does not have open; false where it cannot be read, too.
pub(super) fn is_current_file(path: &Path) -> bool {
    header::check(path).is_ok() && open_reader(path).and_then(|db| is_current(&db)).unwrap_or(false)
}

/// The digest of the migrations that a database has seen and of the objects in its schema.
fn digest(db: &Connection) -> rusqlite::Result<String> {
    let mut digest = Sha256::new();
    let mut add = |text: &str| digest.update([text.as_bytes(), &[0]].concat());
    add(&application_id(db)?.to_string());
    for (version, checksum) in applied(db)? {
        add(&version.to_string());
        add(&checksum.unwrap_or_default());
    }
    for ((kind, name), (table, sql)) in &objects::objects(db)? {
        [kind, name, table].into_iter().chain(sql).for_each(|text| add(text));
    }
    Ok(hex::encode(digest.finalize()))
}

/// The latest migration that the file has seen, read without changing a byte of it. A file whose
/// schema is not bookhook's is refused. Not for a file that this process has open.
pub(super) fn version(path: &Path) -> Result<i32, OpenError> {
    if is_current_file(path) {
        return Ok(CURRENT.0);
    }
    known_version(path, &embedded::migrations::runner())
}

/// The same by a connection.
pub(super) fn version_of(db: &Connection, path: &Path) -> Result<i32, OpenError> {
    if is_current(db).unwrap_or(false) {
        return Ok(CURRENT.0);
    }
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
    if application_id(db).map_err(sqlite)? != APPLICATION_ID {
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
    let is_known = |(version, checksum): &&(i32, Option<String>)| {
        let is_same = |known: &Migration| Some(known.checksum().to_string()) == *checksum;
        known.iter().any(|known| known.version() == *version && is_same(known))
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

fn application_id(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA application_id", [], row::only)
}

/// The migrations that a file has seen, each with the digest of its name and content.
fn applied(db: &Connection) -> rusqlite::Result<Vec<(i32, Option<String>)>> {
    let mut statement =
        db.prepare("SELECT version, checksum FROM refinery_schema_history ORDER BY version")?;
    statement.query_map([], |row| Ok((row.get("version")?, row.get("checksum")?)))?.collect()
}

pub(super) fn latest(known: &[Migration]) -> i32 {
    known.iter().map(Migration::version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    #[test]
    fn the_digest_is_that_of_a_file_that_has_seen_all_migrations() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = schema::open(&folder.path().join("a.db")).expect("a database");
        let latest = latest(embedded::migrations::runner().get_migrations());
        assert_eq!((latest, digest(&db).expect("a digest").as_str()), CURRENT);
    }
}
