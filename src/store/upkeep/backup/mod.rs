//! Backups on demand and by the clock.

mod files;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use time::OffsetDateTime;

use super::copy::{self, CancelToken, CopyError, Proof};
use crate::store::place;
pub use files::BackupFiles;
use files::{TOLERANCE, unfinished};
pub(in crate::store) use files::{stamp, sweep_backups};

/// The longest wait before a backup that failed is tried again.
const RETRY: Duration = Duration::from_secs(15 * 60);

/// Copies a database, which may be in use, to `target`, and proves the copy before it gets its name:
/// it is opened, checked by SQLite in full, and has the schema of its source.
///
/// # Errors
/// Says why there is no proven copy. `target` was not made.
pub fn backup(database: &Path, target: &Path, progress: impl FnMut(u64, u64)) -> Result<Proof, CopyError> {
    copy::copy(&place::resolve(database)?, target, &CancelToken::default(), progress)
}

/// When and where backups are made, and how many are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPlan {
    /// The time from one to the next.
    pub every: Duration,
    /// How many of the latest stay.
    pub keep: usize,
    /// Their folder, made when it is missing.
    pub dir: PathBuf,
}

/// The state of the scheduled backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupState {
    /// When the latest proven backup was made, also before this start; `None` if there is none.
    pub last_proven: Option<OffsetDateTime>,
    /// The time from one to the next.
    pub every: Duration,
    /// Whether the last try failed.
    pub failing: bool,
}

impl BackupState {
    /// Whether the latest proven backup is older than two periods. The very first one may take its time:
    /// without one, whether making it failed.
    #[must_use]
    pub fn is_stale(&self, now: OffsetDateTime) -> bool {
        self.last_proven.map_or(self.failing, |last| is_stale(last, self.every, now))
    }
}

/// Whether the latest proven backup is older than two periods.
#[must_use]
pub fn is_stale(last_proven: OffsetDateTime, every: Duration, now: OffsetDateTime) -> bool {
    now - last_proven > every.saturating_mul(2)
}

/// The thread that makes backups by the clock. Cheap to clone; it ends, in the middle of a backup
/// if need be, when the last clone is dropped.
#[derive(Clone)]
pub struct Backups(Arc<Scheduler>);

struct Scheduler {
    shared: Arc<Shared>,
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<BackupState>,
    cancel: CancelToken,
}

impl Backups {
    /// Starts the thread. The first backup is due when the latest in the folder is one period old,
    /// so at once if there is none. The caller holds the database's lock: what a backup left that
    /// was never finished is removed.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(database: PathBuf, plan: BackupPlan, clock: fn() -> OffsetDateTime) -> io::Result<Self> {
        sweep_backups(&database, &plan.dir);
        let files = BackupFiles::look(&database, &plan.dir, clock());
        warn_of_ahead(&files);
        let state = BackupState { last_proven: files.latest, every: plan.every, failing: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), cancel: CancelToken::default() });
        let (end, ended) = sync_channel(0);
        let work = Work { database, plan, clock, shared: Arc::clone(&shared) };
        let thread = std::thread::Builder::new().name("backups".into()).spawn(move || work.run(&ended))?;
        Ok(Self(Arc::new(Scheduler { shared, end: Some(end), thread: Some(thread) })))
    }

    /// Returns the state of the backups. Reads nothing from disk.
    #[must_use]
    pub fn state(&self) -> BackupState {
        *self.0.shared.state.lock()
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.shared.cancel.cancel();
        self.end = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

struct Work {
    database: PathBuf,
    plan: BackupPlan,
    clock: fn() -> OffsetDateTime,
    shared: Arc<Shared>,
}

impl Work {
    fn run(&self, ended: &Receiver<()>) {
        let mut wait = self.until_due();
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            // The clock may have been set, or the machine have slept.
            wait = self.until_due().min(RETRY);
            if wait.is_zero() {
                wait = if self.make() { self.until_due().min(RETRY) } else { RETRY.min(self.plan.every) };
            }
        }
    }

    fn until_due(&self) -> Duration {
        let state = self.shared.state.lock();
        let age = state.last_proven.map(|last| (self.clock)() - last);
        // A backup from the future tells of a clock that was wrong, not of a backup that is fresh.
        let age = age.filter(|age| *age >= -TOLERANCE).map(|age| Duration::try_from(age).unwrap_or_default());
        age.map_or(Duration::ZERO, |age| self.plan.every.saturating_sub(age))
    }

    fn make(&self) -> bool {
        let now = (self.clock)();
        let target = self.plan.dir.join(files::name(&self.database, now));
        let made = files::make_folder(&self.plan.dir)
            .map_err(|error| CopyError::target(&self.plan.dir, &error))
            .and_then(|()| {
                let unfinished = unfinished(&self.database, &self.plan.dir);
                copy::copy_by(&self.database, &unfinished, &target, &self.shared.cancel, |_, _| {})
            });
        let mut state = self.shared.state.lock();
        state.failing = made.is_err();
        match &made {
            Ok(proof) => {
                state.last_proven = Some(now);
                drop(state);
                tracing::info!(
                    bytes = proof.bytes,
                    deliveries = proof.deliveries,
                    "backup created and proven"
                );
                BackupFiles::look(&self.database, &self.plan.dir, now).remove_old(self.plan.keep, &target);
            }
            Err(CopyError::Interrupted) => {}
            Err(error) => tracing::error!(reason = %error, remedy = error.remedy(), "no backup was made"),
        }
        made.is_ok()
    }
}

/// Only a person can judge such a backup, and whether the clock is right now.
fn warn_of_ahead(files: &BackupFiles) {
    if let Some(path) = files.ahead.last() {
        let (count, remedy) =
            (files.ahead.len(), "see whether the clock is right, then remove them or rename them");
        tracing::warn!(count, latest = %path.display(), remedy, "there are backups with names later than now");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    #[test]
    fn a_backup_is_stale_after_two_periods() {
        let every = Duration::from_secs(3600);
        let last = instant::parse("2026-01-01T00:00:00Z").expect("an instant");
        let state = |last_proven, failing| BackupState { last_proven, every, failing };
        assert!(!state(None, false).is_stale(last), "the first is being made");
        assert!(state(None, true).is_stale(last));
        assert!(!state(Some(last), true).is_stale(last + every * 2), "there is a fresh one");
        assert!(state(Some(last), false).is_stale(last + every * 2 + Duration::from_secs(1)));
    }
}
