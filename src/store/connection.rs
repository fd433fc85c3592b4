//! Connections: how each is opened, and one reader per thread.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

/// A writer waits this long for another connection's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// At the opening, readers are short, or a replicator's and do not end.
const SETTLE_TIMEOUT: Duration = Duration::from_millis(250);
const STATEMENTS: usize = 64;
const RESTORE: &str = "leave the file as it is, and restore the last good backup in its place";
/// Page caches, in KiB: the writer touches the right edges of a few trees and random pages of one;
/// a reader touches a handful of pages per request, and there is one reader per thread.
const WRITER_CACHE: i64 = 16 * 1024;
const READER_CACHE: i64 = 1024;

/// Why a database could not be opened. `Display` says what is wrong, [`OpenError::remedy`] what to
/// do about it.
#[derive(Debug)]
pub enum OpenError {
    /// Another bookhook has it open.
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// The folder cannot be written, or a file in it cannot be opened.
    Folder {
        /// The file that could not be opened.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There is no such file.
    Missing {
        /// The database.
        path: PathBuf,
    },
    /// The file may be read, but not written.
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// It is not a `SQLite` database, or not one of bookhook's.
    Foreign {
        /// The database.
        path: PathBuf,
    },
    /// It is damaged.
    Damaged {
        /// The database.
        path: PathBuf,
    },
    /// A later bookhook wrote it.
    Newer {
        /// The database.
        path: PathBuf,
        /// The latest migration that it has seen.
        found: i32,
        /// The latest migration that this bookhook knows.
        known: i32,
    },
    /// An earlier bookhook wrote it, and nothing has brought it up to date yet.
    Older {
        /// The database.
        path: PathBuf,
    },
    /// Anything else that `SQLite` reports.
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What it reported.
        code: Option<ErrorCode>,
    },
}

impl OpenError {
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::InUse { .. } => {
                "stop the other bookhook, or give this one a file of its own with BOOKHOOK_DATABASE"
            }
            Self::Folder { .. } => "make the folder, and let bookhook's user write to it",
            Self::Missing { .. } => {
                "start `bookhook` once to make it, or name another with BOOKHOOK_DATABASE"
            }
            Self::ReadOnly { .. } => "let bookhook's user write to the file and its folder",
            Self::Foreign { .. } => {
                "name another file with BOOKHOOK_DATABASE, or restore a backup of bookhook's in its place"
            }
            Self::Damaged { .. } => RESTORE,
            Self::Newer { .. } => "use the version of bookhook that wrote it, or a later one",
            Self::Older { .. } => "start `bookhook` once to bring it up to date",
            Self::Sqlite { .. } => "see whether the disk is full or failing, then start again",
        }
    }

    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) if !path.exists() => Self::Missing { path },
            code => Self::Sqlite { path, code },
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse { path } => write!(f, "another bookhook has {} open", path.display()),
            Self::Folder { path, error } => write!(f, "cannot open {}: {}", path.display(), error.kind()),
            Self::Missing { path } => write!(f, "there is no database at {}", path.display()),
            Self::ReadOnly { path } => write!(f, "{} cannot be written", path.display()),
            Self::Foreign { path } => write!(f, "{} is not a database of bookhook's", path.display()),
            Self::Damaged { path } => write!(f, "{} is damaged", path.display()),
            Self::Newer { path, found, known } => write!(
                f,
                "{} was written by a later bookhook (schema {found}; this one knows up to {known})",
                path.display()
            ),
            Self::Older { path } => write!(f, "{} was written by an earlier bookhook", path.display()),
            Self::Sqlite { path, code: Some(code) } => {
                write!(f, "{} cannot be used ({code:?})", path.display())
            }
            Self::Sqlite { path, code: None } => write!(f, "{} cannot be used", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}

/// The file could not be read.
#[derive(Debug)]
pub struct ReadError(pub(super) rusqlite::Error);

impl ReadError {
    fn is_damage(&self) -> bool {
        matches!(self.0.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        if self.is_damage() { RESTORE } else { "see whether the disk is failing, then try again" }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.sqlite_error_code() {
            _ if self.is_damage() => f.write_str("the database is damaged"),
            Some(code) => write!(f, "the database cannot be read ({code:?})"),
            None => f.write_str("the database cannot be read"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Opens the connection that writes to an existing file.
pub(super) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| OpenError::from_sqlite(path, &error))?;
    prepare_writer(&db)
        .and_then(|()| settle(&db, path))
        .map_err(|error| OpenError::from_sqlite(path, &error))?;
    Ok(db)
}

/// Makes durable what an earlier connection left in the write-ahead log. A process that died, or a
/// sync that failed, may have left a whole transaction there that is read as committed and was
/// never synced: its delivery, come again, would be acknowledged as a duplicate without a write.
/// Another sync of the log would not do, since a failed one drops what it could not write; the
/// checkpoint writes it anew, and syncs it.
///
/// A replicator such as Litestream keeps a read transaction open all the time, and a checkpoint
/// that cannot get past it reports busy. Then the log stays, and is itself written anew.
fn settle(db: &Connection, path: &Path) -> rusqlite::Result<()> {
    db.busy_timeout(SETTLE_TIMEOUT)?;
    let busy: bool = db.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    if busy {
        db.execute_batch("BEGIN IMMEDIATE")?; // nobody else writes to the log meanwhile
        renew_log(path)
            .map_err(|_| rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), None))?;
        db.execute_batch("ROLLBACK")?;
    }
    Ok(())
}

/// Writes the log over itself with the same bytes, which a sync then cannot take for clean.
/// `SQLite` locks the database and its shared memory, never the log: closing it lets go of no lock.
fn renew_log(path: &Path) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    let mut log = std::fs::OpenOptions::new().read(true).write(true).open(PathBuf::from(name))?;
    let mut bytes = Vec::new();
    log.read_to_end(&mut bytes)?;
    log.rewind()?;
    log.write_all(&bytes)?;
    log.sync_all()
}

/// Without this, SQLite compiles a statement anew for each parameter wherever a partial index made
/// it look at the value: measured, more than half of all time.
fn keep_plans(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn prepare_writer(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    keep_plans(db)?;
    let _: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    db.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE)
}

/// Opens the connection that only copies the write-ahead log into the file.
pub(super) fn open_checkpointer(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -64;")?;
    Ok(db)
}

/// Makes an empty file with mode 0600. `SQLite` gives its WAL and shared memory files the same.
pub(super) fn make_private(path: &Path) -> Result<(), OpenError> {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| OpenError::Folder { path: path.to_owned(), error })
}

/// Opens a connection that only reads.
pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;")?;
    db.pragma_update(None, "cache_size", -READER_CACHE)?;
    keep_plans(&db)?;
    Ok(db)
}

/// Read-only connections to one file, one per thread that reads: a one-row read then takes no
/// lock and no hop to another thread.
pub(super) struct Readers {
    path: PathBuf,
    id: u64,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static READER: RefCell<Option<(u64, Connection)>> = const { RefCell::new(None) };
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, id: NEXT_ID.fetch_add(1, Ordering::Relaxed) }
    }

    /// Runs `read` on this thread's connection. A connection that failed is not used again.
    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ReadError> {
        READER.with_borrow_mut(|slot| {
            let mine = slot.take().filter(|(id, _)| *id == self.id);
            let db = match mine {
                Some((_, db)) => db,
                None => open_reader(&self.path).map_err(ReadError)?,
            };
            let value = read(&db).map_err(ReadError)?;
            *slot = Some((self.id, db));
            Ok(value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Connection, make_private, open_reader, open_writer};

    #[test]
    fn a_reader_that_stays_in_the_past_does_not_keep_the_writer_from_opening() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bookhook.db");
        make_private(&path).unwrap();
        let writer = open_writer(&path).unwrap();
        writer.execute_batch("CREATE TABLE kept (n INTEGER)").unwrap();
        let count = |db: &Connection| db.query_row("SELECT count(*) FROM kept", [], |row| row.get(0));
        let replicator = open_reader(&path).unwrap();
        replicator.execute_batch("BEGIN").unwrap();
        assert_eq!(count(&replicator), Ok(0));
        writer.execute_batch("INSERT INTO kept VALUES (1)").unwrap();
        drop(writer);
        let again = open_writer(&path).unwrap();
        assert_eq!(count(&again), Ok(1));
        again.execute_batch("INSERT INTO kept VALUES (2)").unwrap();
        assert_eq!((count(&again), count(&replicator)), (Ok(2), Ok(0)));
    }
}
