//! Upgrades the file of an earlier version at a start: a proven copy first, then all pending migrations in
//! one transaction.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use refinery::Runner;
use rusqlite::Connection;

use super::connection::{empty_log, open_writer};
use super::error::OpenError;
use super::files::beside;
use super::upkeep::copy::{self, CancelToken, CopyError};
use super::watch::sizes;

/// How often whoever watches is called.
const TICK: Duration = Duration::from_millis(50);

/// What a start is doing with the file of an earlier version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upgrade {
    /// It makes and proves a copy: so many of about so many bytes are written.
    Copying {
        /// Written.
        done: u64,
        /// About how many there are.
        of: u64,
    },
    /// It changes the tables: so many bytes of that are written.
    Changing {
        /// Written.
        written: u64,
    },
    /// It is done, or has failed.
    Over,
}

/// How far the upgrade is.
#[derive(Default)]
struct Progress {
    done: AtomicU64,
    of: AtomicU64,
    is_copied: AtomicBool,
}

/// Upgrades a file, and returns a connection that writes to it. `watch` is called several times a second
/// meanwhile.
pub(super) fn upgrade(
    path: &Path,
    runner: Runner,
    (from, to): (i32, i32),
    watch: &dyn Fn(Upgrade),
) -> Result<Connection, OpenError> {
    let begun = Instant::now();
    tracing::info!(from, to, "an earlier version wrote the database: copying and upgrading it");
    let (progress, waiting) = (Progress::default(), thread::current());
    let upgraded = thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let upgraded = work(path, runner, to, &progress);
            waiting.unpark();
            upgraded
        });
        while !worker.is_finished() {
            thread::park_timeout(TICK);
            watch(progress.step(path));
        }
        worker.join()
    });
    watch(Upgrade::Over);
    let db = upgraded.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    tracing::info!(from, to, seconds = begun.elapsed().as_secs(), "the database was upgraded");
    Ok(db)
}

impl Progress {
    fn step(&self, path: &Path) -> Upgrade {
        if self.is_copied.load(Ordering::Relaxed) {
            return Upgrade::Changing { written: sizes(path).map_or(0, |sizes| sizes.log) };
        }
        let [done, of] = [&self.done, &self.of].map(|bytes| bytes.load(Ordering::Relaxed));
        Upgrade::Copying { done, of }
    }
}

fn work(path: &Path, runner: Runner, to: i32, progress: &Progress) -> Result<Connection, OpenError> {
    keep(path, to, |done, of| {
        progress.done.store(done, Ordering::Relaxed);
        progress.of.store(of, Ordering::Relaxed);
    })?;
    progress.is_copied.store(true, Ordering::Relaxed);
    let mut db = open_writer(path)?;
    migrate(&mut db, path, runner)?;
    // Else the log would stay as large as this one transaction. Where it cannot be emptied now, it is kept.
    drop(empty_log(path));
    Ok(db)
}

/// Takes a proven copy of a file that a migration is about to change. One that an earlier try
/// left is of the same state.
fn keep(path: &Path, to: i32, progress: impl FnMut(u64, u64)) -> Result<(), OpenError> {
    let copy = beside(path, &format!(".before-v{to}"));
    if copy.exists() {
        fs::remove_file(&copy).map_err(|error| OpenError::Folder { path: copy.clone(), error })?;
    }
    copy::copy(path, &copy, &CancelToken::default(), progress).map_err(|error| match error {
        CopyError::Source(error) => error,
        CopyError::Target { reason: std::io::ErrorKind::StorageFull, .. } => {
            OpenError::Full { path: path.to_owned() }
        }
        CopyError::Target { path, reason } => OpenError::Folder { path, error: reason.into() },
        _ => OpenError::Damaged { path: path.to_owned() },
    })?;
    tracing::info!(copy = %copy.display(), "kept a copy before the upgrade");
    Ok(())
}

/// Applies all pending migrations in one transaction.
pub(super) fn migrate(db: &mut Connection, path: &Path, runner: Runner) -> Result<(), OpenError> {
    runner.set_grouped(true).run(db).map(drop).map_err(|error| {
        let source = std::error::Error::source(&error);
        match source.and_then(|source| source.downcast_ref::<rusqlite::Error>()) {
            Some(cause) => OpenError::from_sqlite(path, cause),
            None => OpenError::Foreign { path: path.to_owned() },
        }
    })
}
