//! The one thread that writes.
//!
//! Jobs wait in a bounded queue. The thread takes all that wait, runs them in one immediate
//! transaction, commits once, and then answers each: while one batch is being synced to disk, the
//! next one gathers.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::oneshot;

use super::Hooks;
use super::checkpoint::Checkpointer;
use super::connection::{open_lean, reopen_writer};
use super::lock::Lock;
use super::row::BadRow;
use super::uids::{Added, Uids};
use crate::domain::ids::{BookingUid, ProfileId};

mod error;

pub use error::WriteError;

/// How many jobs may wait.
const QUEUE: usize = 2048;
/// How many bytes of bodies may wait.
const QUEUE_BYTES: usize = 48 * 1024 * 1024;
/// How many jobs one commit takes at most.
const BATCH: usize = 512;

/// One transaction of the writer, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// From the first job's start until all was on disk, or was given up.
    pub took: Duration,
    /// How many jobs it held.
    pub jobs: usize,
    /// What became of it.
    pub outcome: Result<(), WriteError>,
}

/// What waits to be written, with what is being written now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many jobs.
    pub jobs: usize,
    /// How many bytes of bodies they hold.
    pub bytes: usize,
}

/// What a job works with, inside the transaction.
pub(super) struct Tx<'a> {
    pub db: &'a Connection,
    pub hooks: &'a Hooks,
    touched: RefCell<Vec<ProfileId>>,
    uids: RefCell<Added<'a>>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(db: &'a Connection, hooks: &'a Hooks, uids: &'a Uids) -> Self {
        Self { db, hooks, touched: RefCell::default(), uids: RefCell::new(Added::new(uids)) }
    }

    /// The ids of the rows that a booking may have.
    pub(super) fn booking_ids(&self, uid: &BookingUid) -> rusqlite::Result<BTreeSet<i64>> {
        self.uids.borrow().find(self.db, uid)
    }

    /// The id for a row that a booking is about to have.
    pub(super) fn new_booking_id(&self, uid: &BookingUid) -> i64 {
        self.uids.borrow_mut().add(uid)
    }

    /// To be called now and then in a transaction that makes all bookings anew.
    pub(super) fn spill(&self) -> rusqlite::Result<()> {
        let mut uids = self.uids.borrow_mut();
        if uids.len() >= BATCH {
            let written = uids.write(self.db)?;
            uids.keep(written);
        }
        Ok(())
    }

    /// Returns the profiles that were touched.
    fn commit(self) -> rusqlite::Result<Vec<ProfileId>> {
        let mut uids = self.uids.into_inner();
        let written = uids.write(self.db)?;
        run(self.db, "COMMIT")?;
        uids.keep(written);
        Ok(self.touched.into_inner())
    }

    /// Whoever waits for this profile is to be woken after the commit.
    pub(super) fn touch(&self, profile: ProfileId) {
        self.touched.borrow_mut().push(profile);
    }
}

/// A job in the queue.
trait Job: Send {
    /// Does its work; once more if the transaction was rolled back.
    fn run(&mut self, tx: &Tx<'_>) -> rusqlite::Result<()>;
    fn answer(self: Box<Self>, committed: Result<(), WriteError>);
}

struct Task<F, T> {
    work: F,
    value: Result<T, WriteError>,
    reply: oneshot::Sender<Result<T, WriteError>>,
    weight: Weight,
}

impl<F, T> Job for Task<F, T>
where
    F: Fn(&Tx<'_>) -> rusqlite::Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> rusqlite::Result<()> {
        self.value = Err(WriteError::Failed);
        let done = (self.work)(tx);
        if done.as_ref().is_err_and(|error| BadRow::of(error).is_some()) {
            self.value = Err(WriteError::BadRow);
        }
        self.value = Ok(done?);
        Ok(())
    }

    fn answer(self: Box<Self>, committed: Result<(), WriteError>) {
        let Self { value, reply, weight, .. } = *self;
        drop(weight);
        // Nobody listens any more when the client went away; what was committed stays.
        drop(reply.send(committed.and_then(|()| value)));
    }
}

/// What waits.
#[derive(Default)]
struct Waiting {
    jobs: AtomicUsize,
    bytes: AtomicUsize,
}

/// A job and bytes that wait, taken back when the job is done.
struct Weight(Arc<Waiting>, usize);

impl Weight {
    fn take(waiting: &Arc<Waiting>, bytes: usize) -> Result<Self, WriteError> {
        let before = waiting.bytes.fetch_add(bytes, Ordering::Relaxed);
        waiting.jobs.fetch_add(1, Ordering::Relaxed);
        let weight = Self(Arc::clone(waiting), bytes);
        if before.saturating_add(bytes) > QUEUE_BYTES { Err(WriteError::Busy) } else { Ok(weight) }
    }
}

impl Drop for Weight {
    fn drop(&mut self) {
        self.0.bytes.fetch_sub(self.1, Ordering::Relaxed);
        self.0.jobs.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The queue's end that jobs go in at. Dropping it finishes what waits, then the thread.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    waiting: Arc<Waiting>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(
        db: Connection,
        path: PathBuf,
        hooks: Hooks,
        uids: Arc<Uids>,
        lock: Lock,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let checkpointer = Checkpointer::start(path.clone())?;
        let mut worker = Worker { db: None, path, hooks, uids, checkpointer, _lock: lock };
        worker.db = worker.watched(db);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || worker.work(&jobs))?;
        Ok(Self { queue: Some(queue), waiting: Arc::default(), thread: Mutex::new(Some(thread)) })
    }

    pub(super) fn queue(&self) -> Queue {
        let Waiting { jobs, bytes } = &*self.waiting;
        Queue { jobs: jobs.load(Ordering::Relaxed), bytes: bytes.load(Ordering::Relaxed) }
    }

    /// Puts a job that holds `bytes` of bodies into the queue, and waits for its commit.
    pub(super) async fn submit<F, T>(&self, bytes: usize, work: F) -> Result<T, WriteError>
    where
        F: Fn(&Tx<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let weight = Weight::take(&self.waiting, bytes)?;
        let (reply, answer) = oneshot::channel();
        let task = Task { work, value: Err(WriteError::Failed), reply, weight };
        let queue = self.queue.as_ref().ok_or(WriteError::Unavailable)?;
        queue.try_send(Box::new(task)).map_err(|error| match error {
            TrySendError::Full(_) => WriteError::Busy,
            TrySendError::Disconnected(_) => WriteError::Unavailable,
        })?;
        answer.await.unwrap_or(Err(WriteError::Unavailable))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            drop(thread.join());
        }
    }
}

struct Worker {
    /// None after the disk refused, until the file could be opened again.
    db: Option<Connection>,
    path: PathBuf,
    hooks: Hooks,
    uids: Arc<Uids>,
    checkpointer: Checkpointer,
    _lock: Lock,
}

impl Worker {
    fn work(mut self, jobs: &Receiver<Box<dyn Job>>) {
        let mut batch = Vec::with_capacity(BATCH);
        while let Ok(first) = jobs.recv() {
            batch.push(first);
            batch.extend(jobs.try_iter().take(BATCH - 1));
            let begun = Instant::now();
            let outcome = self.write(&mut batch);
            (self.hooks.committed)(&Commit { took: begun.elapsed(), jobs: batch.len(), outcome });
            if let Err(error) = outcome {
                tracing::error!(reason = %error, jobs = batch.len(), "nothing could be written");
            }
            for job in batch.drain(..) {
                job.answer(outcome);
            }
            if let Some(db) = &self.db {
                self.checkpointer.between(db);
            }
        }
    }

    /// Runs and commits a batch. After an error nothing is known of the connection, so the next
    /// batch starts with a new one: that heals as soon as the disk does. Only a write for which
    /// there was no space is known to be undone, and a new connection would need more space.
    fn write(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), WriteError> {
        let db = match self.db.take() {
            Some(db) => db,
            None => self.reopened().ok_or(WriteError::Unavailable)?,
        };
        let committed = commit(&db, &self.hooks, &self.uids, batch).map_err(|error| reason(&error));
        if committed.is_ok() || (committed == Err(WriteError::DiskFull) && is_rolled_back(&db)) {
            self.db = Some(db);
        }
        let touched = committed?;
        for profile in touched {
            (self.hooks.changed)(profile);
        }
        Ok(())
    }

    fn reopened(&self) -> Option<Connection> {
        let db = reopen_writer(&self.path).ok()?;
        self.uids.reload(&open_lean(&self.path).ok()?).ok()?;
        self.watched(db)
    }

    /// A connection that leaves checkpoints to the checkpointer.
    fn watched(&self, mut db: Connection) -> Option<Connection> {
        self.checkpointer.watch(&mut db).ok().map(|()| db)
    }
}

/// Runs the jobs in one transaction, and returns the profiles that they touched. A job that fails,
/// or panics, takes only its own change with it; but for a savepoint SQLite copies each page that a
/// job changes, so savepoints are set only once a job has failed, when all start again.
fn commit(
    db: &Connection,
    hooks: &Hooks,
    uids: &Uids,
    batch: &mut [Box<dyn Job>],
) -> rusqlite::Result<Vec<ProfileId>> {
    match together(Tx::new(db, hooks, uids), batch)? {
        Some(touched) => Ok(touched),
        None => apart(Tx::new(db, hooks, uids), batch),
    }
}

/// `None`: a job failed, and nothing was changed.
fn together(tx: Tx<'_>, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<Option<Vec<ProfileId>>> {
    run(tx.db, "BEGIN IMMEDIATE")?;
    for job in batch {
        if attempt(job.as_mut(), &tx)?.is_err() {
            run(tx.db, "ROLLBACK")?;
            return Ok(None);
        }
    }
    tx.commit().map(Some)
}

fn apart(tx: Tx<'_>, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<Vec<ProfileId>> {
    run(tx.db, "BEGIN IMMEDIATE")?;
    for job in batch {
        run(tx.db, "SAVEPOINT job")?;
        let touched = tx.touched.borrow().len();
        if let Err(error) = attempt(job.as_mut(), &tx)? {
            let code = error.as_ref().and_then(rusqlite::Error::sqlite_error_code);
            let row = error.as_ref().and_then(BadRow::of).map(tracing::field::display);
            tracing::error!(?code, row, "a change was refused");
            run(tx.db, "ROLLBACK TO job")?;
            tx.touched.borrow_mut().truncate(touched);
        }
        run(tx.db, "RELEASE job")?;
    }
    tx.commit()
}

/// Runs a job. The inner error is its own; the outer one makes the whole transaction worthless.
fn attempt(job: &mut dyn Job, tx: &Tx<'_>) -> rusqlite::Result<Result<(), Option<rusqlite::Error>>> {
    match catch_unwind(AssertUnwindSafe(|| job.run(tx))) {
        Ok(Ok(())) => Ok(Ok(())),
        Ok(Err(error)) if tx.db.is_autocommit() || is_of_the_disk(&error) => Err(error),
        Ok(Err(error)) => Ok(Err(Some(error))),
        Err(_) => Ok(Err(None)),
    }
}

fn is_rolled_back(db: &Connection) -> bool {
    db.is_autocommit() || run(db, "ROLLBACK").is_ok()
}

fn run(db: &Connection, sql: &str) -> rusqlite::Result<()> {
    db.prepare_cached(sql)?.execute([]).map(drop)
}

/// Errors that say nothing about the job, and make the whole transaction worthless.
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

fn reason(error: &rusqlite::Error) -> WriteError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => WriteError::DiskFull,
        _ => WriteError::Unavailable,
    }
}

#[cfg(test)]
mod tests;
