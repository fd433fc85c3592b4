//! Copying the write-ahead log into the database, beside the writer.
//!
//! A checkpoint in the writer's way makes every waiting delivery wait for it: thousands of pages
//! and two syncs. So a thread with a connection of its own does nearly all of it while the writer
//! goes on. What was written meanwhile the writer copies itself, which is little; after that the
//! log begins anew, and so stays bounded however long the load lasts. Checkpoints are passive:
//! they wait for nobody, and leave a log that a replicator reads as it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::connection::open_lean;

/// The log's length in pages at which a checkpoint begins.
const BEGIN: usize = 4_000;

/// The thread, and what it and the writer tell each other.
pub(super) struct Checkpointer {
    /// The log's length in pages after the last commit.
    pages: Arc<AtomicUsize>,
    /// The length at which the next checkpoint begins.
    next: usize,
    /// The thread has copied what there was when it began.
    copied: Arc<AtomicBool>,
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(path: PathBuf) -> std::io::Result<Self> {
        let copied = Arc::new(AtomicBool::new(false));
        let (wake, woken) = sync_channel(1);
        let done = Arc::clone(&copied);
        let thread = std::thread::Builder::new()
            .name("checkpointer".into())
            .spawn(move || work(&path, &woken, &done))?;
        let pages = Arc::default();
        Ok(Self { pages, next: BEGIN, copied, wake: Some(wake), thread: Some(thread) })
    }

    /// Lets a writing connection tell how long the log is, in place of its own checkpoints.
    pub(super) fn watch(&self, db: &mut Connection) -> rusqlite::Result<()> {
        let pages = Arc::clone(&self.pages);
        db.wal_hook(Some(move |_: &mut _, length| {
            pages.store(usize::try_from(length).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))
    }

    /// To be called between two transactions of the writer.
    pub(super) fn between(&mut self, db: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        if self.copied.swap(false, Ordering::Acquire) {
            checkpoint(db);
            // Somebody may still read an old part, so that the log goes on growing: wait as long again.
            self.next = pages + BEGIN;
        } else if pages < BEGIN {
            self.next = BEGIN;
        } else if pages >= self.next {
            self.next = pages + BEGIN;
            // A full channel means that the thread is at it.
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

fn work(path: &std::path::Path, woken: &Receiver<()>, copied: &AtomicBool) {
    let mut db = None;
    while woken.recv().is_ok() {
        db = db.or_else(|| open_lean(path).ok());
        if let Some(db) = &db {
            checkpoint(db);
        }
        // Even if it failed: the writer tries as well, and its error is the one that counts.
        copied.store(true, Ordering::Release);
    }
}

/// A checkpoint that fails loses nothing: the log holds it all, and the next one tries again.
fn checkpoint(db: &Connection) {
    let done = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = done {
        tracing::warn!(code = ?error.sqlite_error_code(), "a checkpoint failed");
    }
}
