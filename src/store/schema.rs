//! The embedded migrations, and what may be done to which file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::connection::{OpenError, make_private, open_reader, open_writer};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What the first migration writes into the file's header.
const APPLICATION_ID: i32 = 0x626f_6f6b;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Opens the file for writing with this version's schema: makes it, or brings it up to date, all
/// pending migrations in one transaction. A file that is not bookhook's, is damaged, or was
/// written by a later bookhook is left untouched.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    if !path.exists() {
        make(path)?;
    }
    let found = version(path)?;
    let mut db = open_writer(path)?;
    if found < latest() {
        migrate(&mut db, path)?;
    }
    Ok(db)
}

/// Checks that an existing file has this version's schema.
pub(super) fn check_current(path: &Path) -> Result<(), OpenError> {
    if version(path)? < latest() {
        return Err(OpenError::Older { path: path.to_owned() });
    }
    Ok(())
}

/// Made under another name first, so that a half-made file is never taken for a database.
fn make(path: &Path) -> Result<(), OpenError> {
    let folder = |error| OpenError::Folder { path: path.to_owned(), error };
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let unfinished = PathBuf::from(unfinished);
    if unfinished.exists() {
        std::fs::remove_file(&unfinished).map_err(folder)?;
    }
    make_private(&unfinished)?;
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(&unfinished, &error);
    let mut db = Connection::open(&unfinished).map_err(sqlite)?;
    migrate(&mut db, &unfinished)?;
    db.close().map_err(|(_, error)| OpenError::from_sqlite(&unfinished, &error))?;
    std::fs::rename(&unfinished, path).map_err(folder)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()).map_err(folder)
}

fn migrate(db: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let runner = embedded::migrations::runner().set_grouped(true);
    runner.run(db).map(drop).map_err(|error| {
        let source = std::error::Error::source(&error);
        match source.and_then(|source| source.downcast_ref::<rusqlite::Error>()) {
            Some(cause) => OpenError::from_sqlite(path, cause),
            None => OpenError::Foreign { path: path.to_owned() },
        }
    })
}

/// The latest migration that the file has seen, read without changing a byte of it.
fn version(path: &Path) -> Result<i32, OpenError> {
    check_header(path)?;
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(path, &error);
    let db = open_reader(path).map_err(sqlite)?;
    let id: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(sqlite)?;
    if id != APPLICATION_ID {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    let found = "SELECT ifnull(max(version), 0) FROM refinery_schema_history";
    let found: i32 = db.query_row(found, [], |row| row.get(0)).map_err(sqlite)?;
    if found > latest() {
        return Err(OpenError::Newer { path: path.to_owned(), found, known: latest() });
    }
    Ok(found)
}

fn check_header(path: &Path) -> Result<(), OpenError> {
    let mut header = [0; 16];
    let read = File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        Ok((length, file.read_exact(&mut header).is_ok()))
    });
    match read {
        Ok((0, _)) => Err(OpenError::Damaged { path: path.to_owned() }),
        Ok((_, true)) if &header == SQLITE_MAGIC => Ok(()),
        Ok(_) => Err(OpenError::Foreign { path: path.to_owned() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(OpenError::Missing { path: path.to_owned() })
        }
        Err(error) => Err(OpenError::Folder { path: path.to_owned(), error }),
    }
}

fn latest() -> i32 {
    let runner = embedded::migrations::runner();
    runner.get_migrations().iter().map(refinery::Migration::version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_in_migrations_is_embedded() {
        let files = std::fs::read_dir("migrations").expect("the folder").count();
        assert_eq!(embedded::migrations::runner().get_migrations().len(), files);
    }
}
