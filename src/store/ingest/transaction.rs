//! One transaction: the jobs of a batch, and what becomes of it when one of them fails.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use rusqlite::{Connection, ErrorCode};
use time::OffsetDateTime;

use super::booking_index::{Additions, BookingIndex};
use crate::domain::ids::{BookingUid, ProfileId};
use crate::store::error::WriteError;
use crate::store::hooks::Rules;
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::links;
use crate::store::tables::row::BadRow;

/// The maximum number of jobs per commit.
pub(super) const BATCH: usize = 512;
/// How often a batch waits for another program's lock, each time as long as its connection does.
const LOCK_WAITS: usize = 5;

/// The transaction of a job, and its caches.
pub(in crate::store) struct Tx<'a> {
    pub db: &'a Connection,
    pub rules: Rules,
    touched: RefCell<Vec<ProfileId>>,
    index: RefCell<Additions<'a>>,
    links: AnyLinks,
}

/// Whether a file has links by hand; `None`: nobody asked yet. Only the writer adds any, so it asks once.
pub(super) type AnyLinks = Arc<Mutex<Option<bool>>>;

impl<'a> Tx<'a> {
    pub(in crate::store) fn new(db: &'a Connection, rules: Rules, index: &'a BookingIndex) -> Self {
        let index = RefCell::new(Additions::new(index));
        Self { db, rules, touched: RefCell::default(), index, links: AnyLinks::default() }
    }

    /// Begins a transaction. Waits for another program's lock, and reports that meanwhile.
    pub(super) fn begin(
        db: &'a Connection,
        rules: Rules,
        index: &'a BookingIndex,
        links: &AnyLinks,
        locked: &AtomicBool,
    ) -> rusqlite::Result<Self> {
        let mut waits = 0;
        loop {
            let begun = run(db, "BEGIN IMMEDIATE");
            let is_locked = begun.as_ref().is_err_and(|error| WriteError::from(error) == WriteError::Locked);
            locked.store(is_locked, Ordering::Relaxed);
            waits += 1;
            if !is_locked || waits == LOCK_WAITS {
                return begun.map(|()| Self { links: Arc::clone(links), ..Self::new(db, rules, index) });
            }
        }
    }

    /// The id for a row that a booking is about to have.
    pub(super) fn new_booking_id(&self, uid: &BookingUid) -> i64 {
        self.index.borrow_mut().add(uid)
    }

    /// Makes a row known by its start, if that is new.
    pub(super) fn index_start(&self, before: Option<&BookingRow>, row: &BookingRow) -> rusqlite::Result<()> {
        let is_new = |start: &OffsetDateTime| before.and_then(BookingRow::interview_start) != Some(*start);
        match row.interview_start().filter(is_new) {
            Some(start) => self.index.borrow_mut().add_start(self.db, row.id, start),
            None => Ok(()),
        }
    }

    /// Whether there are links by hand, which most files do not have.
    pub(super) fn has_links(&self) -> rusqlite::Result<bool> {
        let mut links = self.links.lock();
        let known = links.map_or_else(|| links::any(self.db), Ok)?;
        *links = Some(known);
        Ok(known)
    }

    /// Notes that a link was added.
    pub(super) fn note_link(&self) {
        *self.links.lock() = Some(true);
    }

    /// Commits, and returns the profiles that were touched.
    pub(in crate::store) fn commit(self) -> rusqlite::Result<Vec<ProfileId>> {
        self.index.into_inner().commit(self.db, || run(self.db, "COMMIT"))?;
        Ok(self.touched.into_inner())
    }

    /// Notes that this profile's event streams are to be notified after the commit.
    pub(in crate::store) fn touch(&self, profile: ProfileId) {
        self.touched.borrow_mut().push(profile);
    }
}

/// The rows of one uid, in order of insertion.
pub(super) fn rows_of(tx: &Tx<'_>, uid: &BookingUid) -> rusqlite::Result<Vec<BookingRow>> {
    tx.index.borrow().find(tx.db, uid)
}

/// A job in the queue.
pub(super) trait Job: Send {
    /// Runs the job; again if the transaction was rolled back.
    fn run(&mut self, tx: &Tx<'_>) -> rusqlite::Result<()>;
    fn answer(self: Box<Self>, committed: Result<(), WriteError>);
}

/// Runs the jobs in one transaction, and returns the profiles that they touched. A job that fails,
/// or panics, takes only its own change with it; but for a savepoint SQLite copies each page that a
/// job changes, so savepoints are set only once a job has failed, when all start again.
pub(super) fn commit<'a>(
    begin: impl Fn() -> rusqlite::Result<Tx<'a>>,
    batch: &mut [Box<dyn Job>],
) -> rusqlite::Result<Vec<ProfileId>> {
    match together(begin()?, batch)? {
        Some(touched) => Ok(touched),
        None => apart(begin()?, batch),
    }
}

/// Returns `None` if a job failed; then nothing was changed.
fn together(tx: Tx<'_>, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<Option<Vec<ProfileId>>> {
    for job in batch {
        if attempt(job.as_mut(), &tx)?.is_err() {
            run(tx.db, "ROLLBACK")?;
            return Ok(None);
        }
    }
    tx.commit().map(Some)
}

fn apart(tx: Tx<'_>, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<Vec<ProfileId>> {
    for job in batch {
        run(tx.db, "SAVEPOINT job")?;
        let touched = tx.touched.borrow().len();
        if let Err(error) = attempt(job.as_mut(), &tx)? {
            let code = error.as_ref().and_then(rusqlite::Error::sqlite_error_code);
            let row = error.as_ref().and_then(BadRow::from_error).map(tracing::field::display);
            tracing::error!(?code, row, "a change was refused");
            run(tx.db, "ROLLBACK TO job")?;
            tx.touched.borrow_mut().truncate(touched);
        }
        run(tx.db, "RELEASE job")?;
    }
    tx.commit()
}

/// Runs a job. The inner error is the job's own; the outer one invalidates the whole transaction.
fn attempt(job: &mut dyn Job, tx: &Tx<'_>) -> rusqlite::Result<Result<(), Option<rusqlite::Error>>> {
    match catch_unwind(AssertUnwindSafe(|| job.run(tx))) {
        Ok(Ok(())) => Ok(Ok(())),
        Ok(Err(error)) if tx.db.is_autocommit() || is_of_the_disk(&error) => Err(error),
        Ok(Err(error)) => Ok(Err(Some(error))),
        Err(_) => Ok(Err(None)),
    }
}

pub(super) fn is_rolled_back(db: &Connection) -> bool {
    db.is_autocommit() || run(db, "ROLLBACK").is_ok()
}

fn run(db: &Connection, sql: &str) -> rusqlite::Result<()> {
    db.prepare_cached(sql)?.execute([]).map(drop)
}

/// Whether an error is not about the job and invalidates the whole transaction.
fn is_of_the_disk(error: &rusqlite::Error) -> bool {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DiskFull, NotADatabase, OutOfMemory, ReadOnly,
        SystemIoFailure,
    };
    matches!(
        error.sqlite_error_code(),
        Some(
            CannotOpen
                | DatabaseBusy
                | DatabaseCorrupt
                | DiskFull
                | NotADatabase
                | OutOfMemory
                | ReadOnly
                | SystemIoFailure
        )
    )
}
