//! Compact copies of a database, each proven before it gets its name: it is opened, checked in full,
//! and has the schema of its source.

mod error;

use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::{Connection, InterruptHandle, OpenFlags};

use crate::store::error::OpenError;
use crate::store::files::{self, UNFINISHED, beside, sync_folder};
use crate::store::ingest::booking_index;
use crate::store::tables::row;
use crate::store::version;

pub use error::CopyError;

/// How often progress is reported.
const TICK: Duration = Duration::from_millis(50);

/// The contents of a proven copy.
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

/// Cancels copies, also one that is being made.
#[derive(Default)]
pub(in crate::store) struct CancelToken(Mutex<Cancelled>);

#[derive(Default)]
struct Cancelled {
    is_cancelled: bool,
    /// The connection that works on the copy.
    running: Option<InterruptHandle>,
}

impl CancelToken {
    /// Ends every copy with this token, now and from now on.
    pub(in crate::store) fn cancel(&self) {
        let mut inner = self.0.lock();
        inner.is_cancelled = true;
        if let Some(handle) = &inner.running {
            handle.interrupt();
        }
    }

    /// Lets a cancellation interrupt this connection.
    fn watch(&self, db: &Connection) -> Result<(), CopyError> {
        let mut inner = self.0.lock();
        inner.running = Some(db.get_interrupt_handle());
        if inner.is_cancelled { Err(CopyError::Interrupted) } else { Ok(()) }
    }
}

/// Copies `source`, which may be in use, to `target`, which must not exist. `progress` is told how
/// many bytes of about how many are written.
pub(in crate::store) fn copy(
    source: &Path,
    target: &Path,
    cancel: &CancelToken,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    copy_by(source, &beside(target, UNFINISHED), target, cancel, progress)
}

/// As [`copy`], by a name of the caller's choice, which the copy has until it is proven.
pub(in crate::store) fn copy_by(
    source: &Path,
    unfinished: &Path,
    target: &Path,
    cancel: &CancelToken,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    if target.exists() {
        return Err(CopyError::Exists { path: target.to_owned() });
    }
    let made = make(source, unfinished, cancel, progress).and_then(|proof| {
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
    cancel: &CancelToken,
    progress: impl FnMut(u64, u64),
) -> Result<Proof, CopyError> {
    let db = open(source).map_err(|error| OpenError::from_sqlite(source, &error))?;
    // By the connection: the server itself may have the file open.
    let schema = version::version_of(&db, source)?;
    files::discard_with_journal(unfinished);
    drop(files::create_private(unfinished).map_err(|error| CopyError::target(unfinished, &error))?);
    let sqlite = |error: rusqlite::Error| CopyError::sqlite(source, unfinished, &error);
    cancel.watch(&db)?;
    let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let bytes: i64 = db.query_row(size, [], row::only).map_err(sqlite)?;
    vacuum(db, unfinished, bytes.unsigned_abs(), progress).map_err(sqlite)?;
    prove(unfinished, schema, cancel)
}

/// Copies, and tells from the side how far it is.
fn vacuum(
    db: Connection,
    target: &Path,
    expected: u64,
    mut progress: impl FnMut(u64, u64),
) -> rusqlite::Result<()> {
    let (Some(name), waiting) = (target.to_str(), thread::current()) else {
        return Err(rusqlite::Error::InvalidPath(target.to_owned()));
    };
    thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let done = db.execute("VACUUM INTO ?1", [name]).map(drop);
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

/// Opens the copy, checks it in full, and returns what it holds.
fn prove(copy: &Path, schema: i32, cancel: &CancelToken) -> Result<Proof, CopyError> {
    let unproven = |why: &str| CopyError::Unproven { why: why.to_owned() };
    let unreadable = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => CopyError::Interrupted,
        _ => unproven("it cannot be read"),
    };
    let db = open(copy).map_err(unreadable)?;
    cancel.watch(&db)?;
    if let Some(why) = problem(&db).map_err(unreadable)? {
        return Err(CopyError::Unproven { why });
    }
    if !version::version_of(&db, copy).is_ok_and(|found| found == schema) {
        return Err(unproven("its schema is not that of its source"));
    }
    let bytes = fs::metadata(copy).map_err(|error| CopyError::target(copy, &error))?.len();
    let sql = "SELECT (SELECT count(*) FROM deliveries) AS deliveries,
                      (SELECT count(*) FROM bookings) AS bookings,
                      (SELECT count(*) FROM talent_profiles) AS profiles";
    let proof = db.query_row(sql, [], |row| {
        let count = |column: &str| row.get(column).map(i64::unsigned_abs);
        Ok(Proof {
            bytes,
            deliveries: count("deliveries")?,
            bookings: count("bookings")?,
            profiles: count("profiles")?,
        })
    });
    proof.map_err(unreadable)
}

/// Returns the first problem that SQLite's full check finds; `None` if there is none.
pub(in crate::store) fn problem(db: &Connection) -> rusqlite::Result<Option<String>> {
    let said: String = db.query_row("PRAGMA integrity_check(1)", [], row::only)?;
    if said != "ok" {
        return Ok(Some(said));
    }
    let mut orphans = db.prepare("PRAGMA foreign_key_check")?;
    if orphans.query([])?.next()?.is_some() {
        return Ok(Some("a row refers to one that is not there".to_owned()));
    }
    booking_index::check(db)
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
