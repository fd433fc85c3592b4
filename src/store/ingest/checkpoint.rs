//! Copying the write-ahead log into the database, beside the writer.
//!
//! A checkpoint on the writer's thread would delay every waiting delivery: thousands of pages and two syncs.
//! So a thread with a connection of its own does nearly all of it while the writer goes on. The writer copies
//! the little that was written meanwhile; then SQLite restarts the log, so it stays bounded under any load.
//! These checkpoints are passive: they wait for nobody, and do not disturb a replicator that reads the log.
//! One also runs some time after a change, so that the changes of a quiet server are not only in the log.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::store::connection::{self, open_lean};

/// The log's length in pages at which a checkpoint begins.
const BEGIN: usize = 4_000;
/// The time after a change at which one begins, however short the log is.
pub(in crate::store) const REST: Duration = Duration::from_secs(2 * 60);

/// The checkpoint thread, and the state that it shares with the writer.
pub(in crate::store) struct Checkpointer {
    /// The log's length in pages after the last commit.
    pages: Arc<AtomicUsize>,
    /// The length at which the next checkpoint begins.
    next: usize,
    /// When something was written that no checkpoint has seen; `None` if nothing was.
    changed: Option<Instant>,
    rest: Duration,
    /// The thread has copied what there was when it began.
    copied: Arc<AtomicBool>,
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// `rest` is the time after a change at which a checkpoint begins.
    pub(in crate::store) fn start(path: PathBuf, rest: Duration) -> std::io::Result<Self> {
        let copied = Arc::new(AtomicBool::new(false));
        let (wake, woken) = sync_channel(1);
        let done = Arc::clone(&copied);
        let thread = std::thread::Builder::new()
            .name("checkpointer".into())
            .spawn(move || work(&path, &woken, &done))?;
        let pages = Arc::default();
        Ok(Self { pages, next: BEGIN, changed: None, rest, copied, wake: Some(wake), thread: Some(thread) })
    }

    /// Lets a writing connection tell how long the log is, in place of its own checkpoints.
    pub(in crate::store) fn watch(&self, db: &mut Connection) -> rusqlite::Result<()> {
        let pages = Arc::clone(&self.pages);
        db.wal_hook(Some(move |_: &mut _, length| {
            pages.store(usize::try_from(length).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))
    }

    /// Call it between two transactions of the writer, and when there were none for a while.
    pub(in crate::store) fn between(&mut self, db: &Connection, changed: bool) {
        if changed {
            self.changed.get_or_insert_with(Instant::now);
        }
        let pages = self.pages.load(Ordering::Relaxed);
        if self.copied.swap(false, Ordering::Acquire) {
            passive(db);
            // Somebody may still read an old part, so that the log goes on growing: wait as long again.
            self.next = pages + BEGIN;
            return;
        }
        if pages < BEGIN {
            self.next = BEGIN;
        }
        if pages >= self.next || self.changed.is_some_and(|changed| changed.elapsed() >= self.rest) {
            self.next = pages + BEGIN;
            self.changed = None;
            // A full channel means that the thread is already at work.
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn work(path: &Path, woken: &Receiver<()>, copied: &AtomicBool) {
    while woken.recv().is_ok() {
        if let Ok(db) = open_lean(path) {
            passive(&db);
        }
        // Even if it failed: the writer tries as well, and its error is the one that counts.
        copied.store(true, Ordering::Release);
    }
}

/// A checkpoint that fails loses nothing: the log holds it all, and the next one tries again.
fn passive(db: &Connection) {
    if let Err(error) = connection::checkpoint(db, "PASSIVE") {
        tracing::warn!(code = ?error.sqlite_error_code(), "a checkpoint failed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;
    use crate::store::tables::row;

    #[test]
    fn some_time_after_a_change_the_file_alone_holds_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("a.db"), folder.path().join("copy.db"));
        let mut db = schema::open(&path).expect("a database");
        let mut checkpointer = Checkpointer::start(path.clone(), Duration::ZERO).expect("a thread");
        checkpointer.watch(&mut db).expect("watched");
        db.execute_batch("INSERT INTO refusals VALUES ('a', 1, '', '')").expect("written");
        checkpointer.between(&db, true);
        while !checkpointer.copied.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
        std::fs::copy(&path, &copy).expect("copied");
        let held = open_lean(&copy).expect("a database");
        assert_eq!(held.query_row("SELECT count(*) FROM refusals", [], row::only), Ok(1));
    }

    #[test]
    fn nothing_is_done_where_nothing_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let db = schema::open(&path).expect("a database");
        let mut checkpointer = Checkpointer::start(path, Duration::ZERO).expect("a thread");
        checkpointer.between(&db, false);
        assert_eq!(checkpointer.next, BEGIN);
        drop(checkpointer.wake.take());
        drop(checkpointer.thread.take().map(JoinHandle::join));
        assert!(!checkpointer.copied.load(Ordering::Acquire));
    }
}
