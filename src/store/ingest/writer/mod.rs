//! The one thread that writes.
//!
//! Jobs wait in a bounded queue. The thread takes all that wait, runs them in one immediate
//! transaction, commits once, and then answers each: while one batch is being synced to disk, the
//! next one gathers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::booking_index::BookingIndex;
use super::checkpoint::{Checkpointer, REST};
use super::transaction::{AnyLinks, BATCH, Job, Tx, commit, is_rolled_back};
use crate::store::connection::{checkpoint, close_writer, open_lean, open_writer};
use crate::store::error::WriteError;
use crate::store::hooks::{Commit, Hooks, Rules};
use crate::store::lock::Lock;
use crate::store::place::OpenFile;
use crate::store::readers::Readers;
use crate::store::tables::row::BadRow;

/// How many jobs may wait.
const QUEUE: usize = 2048;
/// How many bytes of bodies may wait.
const QUEUE_BYTES: usize = 48 * 1024 * 1024;
/// How long a batch waits for another program's lock before that is known.
const LOCK_WAIT: Duration = Duration::from_secs(1);

/// The queued jobs, including those being written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many jobs.
    pub jobs: usize,
    /// How many bytes of bodies they hold.
    pub bytes: usize,
    /// How many jobs were ever queued.
    pub total: usize,
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
        if done.as_ref().is_err_and(|error| BadRow::from_error(error).is_some()) {
            self.value = Err(WriteError::BadRow);
        }
        self.value = Ok(done?);
        Ok(())
    }

    fn answer(self: Box<Self>, committed: Result<(), WriteError>) {
        let Self { value, reply, weight, .. } = *self;
        drop(weight);
        // The client may have gone; the commit stays.
        drop(reply.send(committed.and(value)));
    }
}

/// The waiting jobs.
#[derive(Default)]
struct Waiting {
    jobs: AtomicUsize,
    bytes: AtomicUsize,
    total: AtomicUsize,
    /// And what for: another program's lock.
    locked: AtomicBool,
}

/// The queue space of a job and its bytes, released when the job is done.
struct Weight(Arc<Waiting>, usize);

impl Weight {
    fn take(waiting: &Arc<Waiting>, bytes: usize) -> Result<Self, WriteError> {
        let before = waiting.bytes.fetch_add(bytes, Ordering::Relaxed);
        waiting.jobs.fetch_add(1, Ordering::Relaxed);
        waiting.total.fetch_add(1, Ordering::Relaxed);
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

/// The sending end of the queue. Dropping it finishes the queued jobs and then the thread.
pub(in crate::store) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    waiting: Arc<Waiting>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(in crate::store) fn start(db: Connection, with: WorksWith) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let waiting = Arc::<Waiting>::default();
        let checkpointer = Checkpointer::start(with.place.path().to_owned(), REST)?;
        let mut worker = Worker {
            db: None,
            with,
            checkpointer,
            waiting: Arc::clone(&waiting),
            links: AnyLinks::default(),
        };
        worker.db = worker.watched(db);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || worker.work(&jobs))?;
        Ok(Self { queue: Some(queue), waiting, thread: Mutex::new(Some(thread)) })
    }

    /// Whether the queue waits for another program's lock.
    pub(in crate::store) fn is_locked(&self) -> bool {
        self.waiting.locked.load(Ordering::Relaxed)
    }

    pub(in crate::store) fn queue(&self) -> Queue {
        let Waiting { jobs, bytes, total, .. } = &*self.waiting;
        let [jobs, bytes, total] = [jobs, bytes, total].map(|number| number.load(Ordering::Relaxed));
        Queue { jobs, bytes, total }
    }

    /// Puts a job that holds `bytes` of bodies into the queue, and waits for its commit.
    pub(in crate::store) async fn submit<F, T>(&self, bytes: usize, work: F) -> Result<T, WriteError>
    where
        F: Fn(&Tx<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let answer = self.enqueue(bytes, work)?;
        answer.await.unwrap_or(Err(WriteError::Unavailable))
    }

    /// As [`Self::submit`], for threads that may wait.
    pub(in crate::store) fn submit_and_wait<F, T>(&self, bytes: usize, work: F) -> Result<T, WriteError>
    where
        F: Fn(&Tx<'_>) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let answer = self.enqueue(bytes, work)?;
        answer.blocking_recv().unwrap_or(Err(WriteError::Unavailable))
    }

    fn enqueue<F, T>(
        &self,
        bytes: usize,
        work: F,
    ) -> Result<oneshot::Receiver<Result<T, WriteError>>, WriteError>
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
        Ok(answer)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        let thread = self.thread.lock().take();
        if let Some(thread) = thread {
            drop(thread.join());
        }
    }
}

/// The parts that the writer thread works with.
pub(in crate::store) struct WorksWith {
    pub(in crate::store) place: OpenFile,
    pub(in crate::store) lock: Lock,
    pub(in crate::store) rules: Rules,
    pub(in crate::store) hooks: Hooks,
    pub(in crate::store) index: Arc<BookingIndex>,
    pub(in crate::store) readers: Arc<Readers>,
}

struct Worker {
    /// None after the disk refused, until the file could be opened again.
    db: Option<Connection>,
    with: WorksWith,
    checkpointer: Checkpointer,
    waiting: Arc<Waiting>,
    links: AnyLinks,
}

impl Worker {
    fn work(mut self, jobs: &Receiver<Box<dyn Job>>) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let changed = match jobs.recv_timeout(REST) {
                Ok(first) => {
                    batch.push(first);
                    batch.extend(jobs.try_iter().take(BATCH - 1));
                    self.serve(&mut batch);
                    true
                }
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return self.finish(),
            };
            if let Some(db) = &self.db {
                self.checkpointer.between(db, changed);
            }
        }
    }

    fn serve(&mut self, batch: &mut Vec<Box<dyn Job>>) {
        let begun = Instant::now();
        let outcome = self.write(batch);
        (self.with.hooks.committed)(&Commit { took: begun.elapsed(), jobs: batch.len(), outcome });
        if let Err(error) = outcome {
            tracing::error!(reason = %error, jobs = batch.len(), "a batch could not be written");
        }
        for job in batch.drain(..) {
            job.answer(outcome);
        }
    }

    /// Leaves a file that is whole without its log.
    fn finish(mut self) {
        // They and the thread have the database open, too.
        self.with.readers.close();
        drop(self.checkpointer);
        let closed = self.db.take().map(close_writer);
        match closed {
            Some(Ok(true)) => {}
            Some(Ok(false)) => tracing::warn!(
                "another program reads the database, so the newest changes are only in its log: \
                 copy it with `bookhook backup`, or once that program has ended"
            ),
            None | Some(Err(_)) => {
                tracing::error!(
                    "the log could not be copied into the database file: keep the two files together"
                );
            }
        }
    }

    /// Runs and commits a batch. After an error, the state of the connection is unknown, so the next batch
    /// starts with a new one, which works as soon as the disk does. Only for lack of space or of a lock is
    /// the batch known to be undone; a new connection would need both.
    fn write(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), WriteError> {
        self.stay_in_place()?;
        let db = match self.db.take() {
            Some(db) => db,
            None => self.reopened()?,
        };
        let WorksWith { rules, index, .. } = &self.with;
        let new = || Tx::begin(&db, *rules, index, &self.links, &self.waiting.locked);
        let committed = commit(new, batch).map_err(|error| WriteError::from(&error));
        let undone = matches!(committed, Err(WriteError::DiskFull | WriteError::Locked));
        if committed.is_ok() || (undone && is_rolled_back(&db)) {
            self.db = Some(db);
        }
        for profile in committed? {
            (self.with.hooks.changed)(profile);
        }
        // Data written to a removed or renamed file is not acknowledged.
        self.stay_in_place()
    }

    /// Sees that the database, its log and its lock have their names still, which takes some
    /// microseconds. What a removed log holds is still there for who has it open: it goes into the
    /// database, and then there is a new one.
    fn stay_in_place(&mut self) -> Result<(), WriteError> {
        if !self.with.place.is_there() {
            return Err(WriteError::Moved);
        }
        self.with.lock.keep(self.with.place.path()).map_err(|error| WriteError::from(&error))?;
        let Some(db) = self.db.take_if(|_| !self.with.place.has_its_log()) else { return Ok(()) };
        if !checkpoint(&db, "FULL").is_ok_and(|log| log.is_copied()) {
            self.db = Some(db);
            return Err(WriteError::Unavailable);
        }
        drop(db);
        self.with.readers.close();
        self.db = Some(self.reopened()?);
        tracing::warn!("another program removed the database's log; no data is lost");
        Ok(())
    }

    fn reopened(&mut self) -> Result<Connection, WriteError> {
        let path = self.with.place.path();
        let db = open_writer(path).map_err(|error| WriteError::from(&error))?;
        let loaded = open_lean(path).and_then(|db| self.with.index.reopen(&db));
        loaded.map_err(|error| WriteError::from(&error))?;
        self.with.place.find_log();
        self.watched(db).ok_or(WriteError::Unavailable)
    }

    /// A connection that leaves checkpoints to the checkpointer.
    fn watched(&self, mut db: Connection) -> Option<Connection> {
        db.busy_timeout(LOCK_WAIT).and_then(|()| self.checkpointer.watch(&mut db)).ok().map(|()| db)
    }
}

#[cfg(test)]
mod tests;
