//! Connections: how each is opened, and one reader per thread.

use std::cell::RefCell;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::copy::beside;
use super::row::BadRow;

/// A writer waits this long for another connection's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const STATEMENTS: usize = 64;
const RESTORE: &str =
    "leave the file as it is, and put the last good backup in its place with `bookhook restore`";
/// Page caches, in KiB: the writer touches the right edges of most trees, and of a large file's index
/// of profiles by their ids random pages; a reader touches a handful of pages per request, and there
/// is one reader per thread.
const WRITER_CACHE: i64 = 8 * 1024;
const READER_CACHE: i64 = 8 * 1024;

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
    /// A row does not hold what bookhook writes.
    Row {
        /// The database.
        path: PathBuf,
        /// Which row.
        row: BadRow,
    },
    /// Another program holds a lock on it.
    Locked {
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
                "name another file with BOOKHOOK_DATABASE, or put a backup in its place with `bookhook restore`"
            }
            Self::Damaged { .. } => RESTORE,
            Self::Newer { .. } => {
                "use the bookhook that wrote it, or a later one; or go back with `bookhook restore` and the copy that the upgrade kept beside it"
            }
            Self::Older { .. } => "start `bookhook` once to bring it up to date",
            Self::Row { .. } => BadRow::REMEDY,
            Self::Locked { .. } => {
                "end the transaction that holds it, such as one in an open `sqlite3`; `fuser` lists the programs that have the file open"
            }
            Self::Sqlite { .. } => "see whether the disk is full or failing, then start again",
        }
    }

    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        if let Some(row) = BadRow::of(error) {
            return Self::Row { path, row: row.clone() };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
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
            Self::Row { path, row } => write!(f, "in {}, {row}", path.display()),
            Self::Locked { path } => write!(f, "{} is locked by another program", path.display()),
            Self::Sqlite { path, code: Some(code) } => {
                write!(f, "{} cannot be used ({code:?})", path.display())
            }
            Self::Sqlite { path, code: None } => write!(f, "{} cannot be used", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}

/// The file, or one row of it, could not be read.
#[derive(Debug)]
pub struct ReadError(pub(super) rusqlite::Error);

impl ReadError {
    fn is_damage(&self) -> bool {
        matches!(self.0.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// The row, if it is one row alone that cannot be read.
    #[must_use]
    pub fn row(&self) -> Option<&BadRow> {
        BadRow::of(&self.0)
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self.row() {
            Some(_) => BadRow::REMEDY,
            None if self.is_damage() => RESTORE,
            None => "see whether the disk is failing, then try again",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row() {
            return row.fmt(f);
        }
        match self.0.sqlite_error_code() {
            _ if self.is_damage() => f.write_str("the database is damaged"),
            Some(code) => write!(f, "the database cannot be read ({code:?})"),
            None => f.write_str("the database cannot be read"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Opens the first connection of this process that writes to an existing file, and makes durable
/// what others left in the write-ahead log. A process that died may have left a transaction there
/// that is read as committed and was never synced: its delivery, come again, would be acknowledged
/// as a duplicate without a write.
pub(super) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let db = connect_writer(path)?;
    if !checkpoint(&db, "PASSIVE").map_err(|error| OpenError::from_sqlite(path, &error))? {
        // Somebody reads an older state, such as a backup, or copies the log as well.
        let log = beside(path, "-wal");
        let synced = File::open(&log).and_then(|log| log.sync_all());
        synced.map_err(|error| OpenError::Folder { path: log, error })?;
    }
    Ok(db)
}

/// Opens the connection again after the disk refused. What a failed sync could not write is gone,
/// and another sync of the log would not tell; so all that it holds is written anew, and synced.
pub(super) fn reopen_writer(path: &Path) -> Result<Connection, OpenError> {
    let db = connect_writer(path)?;
    match checkpoint(&db, "FULL") {
        Ok(true) => Ok(db),
        Ok(false) => Err(OpenError::Sqlite { path: path.to_owned(), code: Some(ErrorCode::DatabaseBusy) }),
        Err(error) => Err(OpenError::from_sqlite(path, &error)),
    }
}

fn connect_writer(path: &Path) -> Result<Connection, OpenError> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| OpenError::from_sqlite(path, &error))?;
    prepare_writer(&db).map_err(|error| OpenError::from_sqlite(path, &error))?;
    Ok(db)
}

/// Whether the whole log was copied into the file, and synced.
fn checkpoint(db: &Connection, mode: &str) -> rusqlite::Result<bool> {
    db.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        Ok(!row.get::<_, bool>(0)? && row.get::<_, i64>(1)? == row.get::<_, i64>(2)?)
    })
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

/// Opens a connection with nearly no page cache, for what passes over many pages once: a cache that
/// fills takes longer than the reading.
pub(super) fn open_lean(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -64;")?;
    Ok(db)
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

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
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
