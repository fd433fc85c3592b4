//! Copies of a database that prove themselves: exact, compact, and opened, checked and counted
//! before they get their name.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, InterruptHandle, OpenFlags};

use crate::domain::system;
use crate::store::error::OpenError;
use crate::store::files::{self, UNFINISHED, beside, sync_folder};
use crate::store::ingest::uid_index;
use crate::store::version;

/// How often progress is told.
const TICK: Duration = Duration::from_millis(50);
/// Rows of these are never taken away while a server runs, so they can be compared while it does.
const LASTING: [&str; 3] = ["deliveries", "talent_profiles", "refinery_schema_history"];

/// What a proven copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The size of the file.
    pub bytes: u64,
    /// How many deliveries are in it.
    pub deliveries: u64,
    /// How many bookings, each seat counted.
    pub bookings: u64,
    /// How many profiles.
    pub profiles: u64,
}

/// Why there is no proven copy.
#[derive(Debug)]
pub enum CopyError {
    /// The source cannot be used.
    Source(OpenError),
    /// What is to be restored is not a good backup.
    Backup(OpenError),
    /// There is a file already where the copy is to be.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The copy cannot be written.
    Target {
        /// Where it was to be.
        path: PathBuf,
        /// What the system said.
        reason: io::ErrorKind,
    },
    /// The copy was made, and is not good. It was removed.
    Unproven {
        /// What was found.
        why: String,
    },
    /// The server stops.
    Interrupted,
}

impl CopyError {
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Source(error) | Self::Backup(error @ OpenError::Newer { .. }) => error.remedy(),
            Self::Backup(OpenError::Folder { .. }) => "let this user read the backup",
            Self::Backup(OpenError::Missing { .. }) => {
                "scheduled backups are in the folder `backups` beside the database, unless backup.dir names another"
            }
            Self::Backup(_) => "choose another backup; the database is as it was",
            Self::Exists { .. } => "choose another name, or move that file away",
            Self::Target { reason: io::ErrorKind::NotFound, .. } => "make the folder first",
            Self::Target { .. } => "see whether there is space, and let bookhook's user write there",
            Self::Unproven { .. } => "run `bookhook check`: the disk or the database itself may be failing",
            Self::Interrupted => "try again",
        }
    }

    pub(in crate::store) fn target(path: &Path, error: &io::Error) -> Self {
        Self::Target { path: path.to_owned(), reason: error.kind() }
    }

    fn sqlite(source: &Path, target: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, OperationInterrupted, SystemIoFailure};
        let target = |reason| Self::Target { path: target.to_owned(), reason };
        match error.sqlite_error_code() {
            Some(OperationInterrupted) => Self::Interrupted,
            Some(DiskFull) => target(io::ErrorKind::StorageFull),
            Some(SystemIoFailure | CannotOpen) => target(io::ErrorKind::Other),
            _ => Self::Source(OpenError::from_sqlite(source, error)),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backup(OpenError::Missing { path }) => {
                write!(f, "there is no backup at {}", path.display())
            }
            Self::Backup(OpenError::Foreign { path }) => {
                write!(f, "{} is not a backup of bookhook's", path.display())
            }
            Self::Source(error) | Self::Backup(error) => error.fmt(f),
            Self::Exists { path } => write!(f, "there is a file at {} already", path.display()),
            Self::Target { path, reason } => {
                write!(f, "{} cannot be written: {}", path.display(), system::reason(*reason))
            }
            Self::Unproven { why } => write!(f, "the copy is not good, and was removed: {why}"),
            Self::Interrupted => f.write_str("the copy was interrupted"),
        }
    }
}

impl std::error::Error for CopyError {}

impl From<OpenError> for CopyError {
    fn from(error: OpenError) -> Self {
        Self::Source(error)
    }
}

/// Ends a copy that is being made.
#[derive(Default)]
pub(in crate::store) struct Brake(Mutex<(bool, Option<InterruptHandle>)>);

impl Brake {
    /// From now on every copy with this brake ends at once.
    pub(in crate::store) fn pull(&self) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0 = true;
        if let Some(handle) = &inner.1 {
            handle.interrupt();
        }
    }

    fn is_pulled(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// `false` if it was pulled already.
    fn watch(&self, db: &Connection) -> bool {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.1 = Some(db.get_interrupt_handle());
        !inner.0
    }
}

/// Copies `source`, which may be in use, to `target`, which must not exist. `progress` is told how
/// many bytes of about how many are written.
pub(in crate::store) fn copy(
    source: &Path,
    target: &Path,
    brake: &Brake,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    copy_by(source, &beside(target, UNFINISHED), target, brake, progress)
}

/// As [`copy`], by a name of the caller's choice, which the copy has until it is proven.
pub(in crate::store) fn copy_by(
    source: &Path,
    unfinished: &Path,
    target: &Path,
    brake: &Brake,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    if target.exists() {
        return Err(CopyError::Exists { path: target.to_owned() });
    }
    let made = make(source, unfinished, brake, progress).and_then(|proof| {
        let synced = File::open(unfinished).and_then(|file| file.sync_all());
        let named = synced.and_then(|()| fs::rename(unfinished, target));
        named.and_then(|()| sync_folder(target)).map_err(|error| CopyError::target(target, &error))?;
        Ok(proof)
    });
    if made.is_err() {
        files::discard_with_journal(unfinished);
    }
    made
}

fn make(
    source: &Path,
    unfinished: &Path,
    brake: &Brake,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    let db = open(source).map_err(|error| OpenError::from_sqlite(source, &error))?;
    // By the connection: the server itself may have the file open.
    version::version_of(&db, source)?;
    files::discard_with_journal(unfinished);
    drop(files::create_private(unfinished).map_err(|error| CopyError::target(unfinished, &error))?);
    let sqlite = |error: rusqlite::Error| CopyError::sqlite(source, unfinished, &error);
    if !brake.watch(&db) {
        return Err(CopyError::Interrupted);
    }
    let before = State::of(&db).map_err(sqlite)?;
    let pages: u64 = db
        .query_row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [], |row| {
            row.get::<_, i64>(0).map(i64::unsigned_abs)
        })
        .map_err(sqlite)?;
    let db = vacuum(db, unfinished, pages, progress).map_err(sqlite)?;
    let after = State::of(&db).map_err(sqlite)?;
    drop(db);
    prove(unfinished, &before, &after, brake)
}

/// Copies, and tells from the side how far it is.
fn vacuum(
    db: Connection,
    target: &Path,
    expected: u64,
    mut progress: impl FnMut(u64, u64),
) -> rusqlite::Result<Connection> {
    let (Some(name), waiting) = (target.to_str(), thread::current()) else {
        return Err(rusqlite::Error::InvalidPath(target.to_owned()));
    };
    thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let done = db.execute("VACUUM INTO ?1", [name]).map(|_| db);
            waiting.unpark();
            done
        });
        while !worker.is_finished() {
            thread::park_timeout(TICK);
            let written = fs::metadata(target).map_or(0, |file| file.len());
            progress(written.min(expected), expected);
        }
        worker.join().unwrap_or(Err(rusqlite::Error::InvalidQuery))
    })
}

/// A connection of its own that reads, and may write into another file.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(Duration::from_secs(5))?;
    db.execute_batch("PRAGMA trusted_schema = OFF;")?;
    Ok(db)
}

/// What a database held at one moment.
struct State {
    /// Changes whenever another connection commits.
    version: i64,
    counts: BTreeMap<String, u64>,
}

impl State {
    fn of(db: &Connection) -> rusqlite::Result<Self> {
        db.execute_batch("BEGIN")?;
        let read = Self::read(db);
        db.execute_batch("COMMIT")?;
        read
    }

    fn read(db: &Connection) -> rusqlite::Result<Self> {
        let tables =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        let mut statement = db.prepare(tables)?;
        let names: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut counts = BTreeMap::new();
        for name in names {
            let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
            let count: i64 = db.query_row(&sql, [], |row| row.get(0))?;
            counts.insert(name, count.unsigned_abs());
        }
        let version = db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(Self { version, counts })
    }

    fn count(&self, table: &str) -> u64 {
        self.counts.get(table).copied().unwrap_or(0)
    }
}

/// Opens the copy, checks it, and counts it against its source before and after.
fn prove(copy: &Path, before: &State, after: &State, brake: &Brake) -> Result<Proof, CopyError> {
    let unproven = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => CopyError::Interrupted,
        _ => CopyError::Unproven { why: "it cannot be read".to_owned() },
    };
    let db = open(copy).map_err(unproven)?;
    if !brake.watch(&db) || brake.is_pulled() {
        return Err(CopyError::Interrupted);
    }
    if let Some(why) = problem(&db).map_err(unproven)? {
        return Err(CopyError::Unproven { why });
    }
    let own = State::of(&db).map_err(unproven)?;
    if before.version == after.version && own.counts != before.counts {
        return Err(CopyError::Unproven { why: "it does not hold as many rows as its source".into() });
    }
    let outside = |table: &&str| !(before.count(table)..=after.count(table)).contains(&own.count(table));
    if let Some(table) = LASTING.into_iter().find(outside) {
        return Err(CopyError::Unproven { why: format!("rows of {table} are missing") });
    }
    let bytes = fs::metadata(copy).map_err(|error| CopyError::target(copy, &error))?.len();
    Ok(Proof {
        bytes,
        deliveries: own.count("deliveries"),
        bookings: own.count("bookings"),
        profiles: own.count("talent_profiles"),
    })
}

/// What is wrong with a database by SQLite's own full check; `None` if nothing is.
pub(in crate::store) fn problem(db: &Connection) -> rusqlite::Result<Option<String>> {
    let said: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Ok(Some(said));
    }
    let mut orphans = db.prepare("PRAGMA foreign_key_check")?;
    if orphans.query([])?.next()?.is_some() {
        return Ok(Some("a row refers to one that is not there".to_owned()));
    }
    uid_index::check(db)
}

/// Whether the file's content is sound: SQLite's full check, which reads all of it.
pub(in crate::store) fn check(path: &Path) -> Result<Option<String>, OpenError> {
    let checked = open(path).and_then(|db| problem(&db));
    match checked {
        Err(error) => match OpenError::from_sqlite(path, &error) {
            OpenError::Damaged { .. } => Ok(Some("it cannot be read to its end".into())),
            other => Err(other),
        },
        Ok(problem) => Ok(problem),
    }
}
