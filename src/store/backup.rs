//! Backups on demand and by the clock.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::copy::{self, Brake, CopyError, Proof};

const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// The longest wait before a backup that failed is tried again.
const RETRY: Duration = Duration::from_secs(15 * 60);

/// Copies a database, which may be in use, to `target`, and proves the copy: it is opened, checked
/// by SQLite in full and counted against its source. Only then it gets its name.
///
/// # Errors
/// Says why there is no proven copy. `target` was not made.
pub fn backup(database: &Path, target: &Path, progress: impl FnMut(u64, u64)) -> Result<Proof, CopyError> {
    copy::copy(database, target, &Brake::default(), progress)
}

/// `20260115T140000Z`, for names of files.
pub(super) fn stamp(now: OffsetDateTime) -> String {
    now.to_offset(UtcOffset::UTC).format(STAMP).unwrap_or_default()
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

/// How the scheduled backups stand.
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
    /// Whether the latest proven backup is older than two periods, or there is none.
    #[must_use]
    pub fn is_stale(&self, now: OffsetDateTime) -> bool {
        self.last_proven.is_none_or(|last| now - last > self.every.saturating_mul(2))
    }
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
    brake: Brake,
}

impl Backups {
    /// Starts the thread. The first backup is due when the latest in the folder is one period old,
    /// so at once if there is none.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(database: PathBuf, plan: BackupPlan, clock: fn() -> OffsetDateTime) -> io::Result<Self> {
        let last_proven = latest(&database, &plan.dir);
        let state = BackupState { last_proven, every: plan.every, failing: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), brake: Brake::default() });
        let (end, ended) = sync_channel(0);
        let work = Work { database, plan, clock, shared: Arc::clone(&shared) };
        let thread = std::thread::Builder::new().name("backups".into()).spawn(move || work.run(&ended))?;
        Ok(Self(Arc::new(Scheduler { shared, end: Some(end), thread: Some(thread) })))
    }

    /// How they stand. Reads nothing from disk.
    #[must_use]
    pub fn state(&self) -> BackupState {
        *self.0.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.shared.brake.pull();
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
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let age = state.last_proven.map(|last| (self.clock)() - last);
        // A backup from the future tells of a clock that was wrong, not of a backup that is fresh.
        let age = age.and_then(|age| Duration::try_from(age).ok());
        age.map_or(Duration::ZERO, |age| self.plan.every.saturating_sub(age))
    }

    fn make(&self) -> bool {
        let now = (self.clock)();
        let made = make_folder(&self.plan.dir)
            .map_err(|error| CopyError::target(&self.plan.dir, &error))
            .and_then(|()| {
                let target = self.plan.dir.join(name(&self.database, now));
                copy::copy(&self.database, &target, &self.shared.brake, |_, _| {})
            });
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failing = made.is_err();
        match &made {
            Ok(proof) => {
                state.last_proven = Some(now);
                drop(state);
                tracing::info!(bytes = proof.bytes, deliveries = proof.deliveries, "backup made and proven");
                remove_old(&self.database, &self.plan);
            }
            Err(CopyError::Interrupted) => {}
            Err(error) => tracing::error!(reason = %error, remedy = error.remedy(), "no backup was made"),
        }
        made.is_ok()
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// `bookhook-20260115T140000Z.db` for `bookhook.db`.
fn name(database: &Path, now: OffsetDateTime) -> String {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-{}.db", stamp(now))
}

/// The time in such a name.
fn time_of(database: &Path, name: &str) -> Option<OffsetDateTime> {
    let stem = database.file_stem()?.to_string_lossy();
    let time = name.strip_prefix(&*stem)?.strip_prefix('-')?.strip_suffix(".db")?;
    PrimitiveDateTime::parse(time, STAMP).ok().map(PrimitiveDateTime::assume_utc)
}

/// The scheduled backups of a database in a folder, the latest last. Only proven ones have such a
/// name.
pub(super) fn all(database: &Path, dir: &Path) -> Vec<(OffsetDateTime, PathBuf)> {
    let entries = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    let timed = |entry: fs::DirEntry| {
        let at = time_of(database, entry.file_name().to_str()?)?;
        Some((at, entry.path()))
    };
    let mut found: Vec<_> = entries.filter_map(timed).collect();
    found.sort();
    found
}

/// When the latest proven backup in a folder was made.
#[must_use]
pub fn latest(database: &Path, dir: &Path) -> Option<OffsetDateTime> {
    all(database, dir).pop().map(|(at, _)| at)
}

fn remove_old(database: &Path, plan: &BackupPlan) {
    let found = all(database, &plan.dir);
    let surplus = found.len().saturating_sub(plan.keep);
    for (_, path) in found.iter().take(surplus) {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(path = %path.display(), reason = %error.kind(), "an old backup cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    #[test]
    fn a_name_tells_the_time_and_belongs_to_one_database() {
        let (database, now) = (Path::new("/data/team.db"), at("2026-01-15T14:00:00Z"));
        let name = name(database, now);
        assert_eq!(name, "team-20260115T140000Z.db");
        assert_eq!(time_of(database, &name), Some(now));
        for other in
            ["team-20260115T140000Z.db.unfinished", "x-20260115T140000Z.db", "team-now.db", "team.db"]
        {
            assert_eq!(time_of(database, other), None, "{other}");
        }
    }

    #[test]
    fn only_the_oldest_surplus_goes_and_nothing_that_is_no_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().to_owned();
        let database = Path::new("bookhook.db");
        for day in ["2026-01-01", "2026-01-02", "2026-01-03"] {
            fs::write(dir.join(name(database, at(&format!("{day}T00:00:00Z")))), b"x").expect("written");
        }
        fs::write(dir.join("notes.txt"), b"x").expect("written");
        remove_old(database, &BackupPlan { every: RETRY, keep: 2, dir: dir.clone() });
        let left: Vec<_> = all(database, &dir).into_iter().map(|(at, _)| instant::to_seconds(at)).collect();
        assert_eq!(left, ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]);
        assert!(dir.join("notes.txt").exists());
        assert_eq!(latest(database, &dir), Some(at("2026-01-03T00:00:00Z")));
    }

    #[test]
    fn a_backup_is_stale_after_two_periods() {
        let every = Duration::from_secs(3600);
        let last = at("2026-01-01T00:00:00Z");
        let state = |last_proven| BackupState { last_proven, every, failing: false };
        assert!(state(None).is_stale(last));
        assert!(!state(Some(last)).is_stale(last + every * 2));
        assert!(state(Some(last)).is_stale(last + every * 2 + Duration::from_secs(1)));
    }
}
