//! Replaces the database with a backup.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::backup::stamp;
use super::copy::{self, CancelToken, CopyError, Proof};
use crate::store::connection::{close_writer, open_writer};
use crate::store::error::OpenError;
use crate::store::files::{beside, sync_folder};
use crate::store::lock::Lock;
use crate::store::{place, version};

/// The logs that SQLite would apply to any database that they lie beside.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// The result of a restore.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// The contents of the database now.
    pub proof: Proof,
    /// Where the database is that was there before.
    pub aside: Option<PathBuf>,
}

/// Replaces the database with a proven copy of `backup`, and renames the old one. A backup of an earlier
/// schema is upgraded at the next start.
///
/// # Errors
/// The backup is damaged, foreign or newer, or a bookhook has the database open: nothing changed.
pub fn restore(
    backup: &Path,
    database: &Path,
    now: OffsetDateTime,
    progress: impl FnMut(u64, u64),
) -> Result<Restored, CopyError> {
    let backup = &look_at(backup).map_err(CopyError::Backup)?;
    let database = &place::resolve(database)?;
    let _lock = Lock::take(database)?;
    let fresh = beside(database, ".restoring");
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(CopyError::target(&fresh, &error));
        }
        _ => {}
    }
    let proof = copy::copy(backup, &fresh, &CancelToken::default(), progress)?;
    let aside = match keep_aside(database, now) {
        Ok(aside) => aside,
        Err(error) => {
            drop(fs::remove_file(&fresh));
            return Err(CopyError::target(database, &error));
        }
    };
    fs::rename(&fresh, database)
        .and_then(|()| sync_folder(database))
        .map_err(|error| CopyError::target(database, &error))?;
    Ok(Restored { proof, aside })
}

/// Checks the backup in full, and returns where it really is.
fn look_at(backup: &Path) -> Result<PathBuf, OpenError> {
    let backup = place::resolve(backup)?;
    version::version(&backup)?;
    match copy::check(&backup)? {
        None => Ok(backup),
        Some(why) => {
            tracing::debug!(%why, "the backup is damaged");
            Err(OpenError::Damaged { path: backup })
        }
    }
}

/// Gives what is there a second name, and takes its write-ahead log out of the way of the new
/// database, which would otherwise be read with it. The database keeps its own name until the new
/// one takes it, so that at no moment there is none. Returns the second name, or that of a log
/// without a database.
fn keep_aside(database: &Path, now: OffsetDateTime) -> io::Result<Option<PathBuf>> {
    let exists = database.try_exists()?;
    if exists {
        // Whatever can be moved from the log into the file is; a damaged one keeps its log.
        drop(open_writer(database).map(close_writer));
    }
    let aside = free_name(database, now);
    if exists {
        link(database, &aside)?;
    }
    let mut kept = exists.then(|| aside.clone());
    for added in LOGS {
        let (log, aside_log) = (beside(database, added), beside(&aside, added));
        if log.try_exists()? {
            link(&log, &aside_log)?;
            sync_folder(database)?;
            fs::remove_file(&log)?;
            kept.get_or_insert(aside_log);
        }
    }
    match fs::remove_file(beside(database, "-shm")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(kept),
    }
}

/// A name of this second that nothing has.
fn free_name(database: &Path, now: OffsetDateTime) -> PathBuf {
    let first = beside(database, &format!(".before-restore-{}", stamp(now)));
    let (mut name, mut count) = (first.clone(), 1);
    while name.exists() || LOGS.iter().any(|log| beside(&name, log).exists()) {
        count += 1;
        name = beside(&first, &format!("-{count}"));
    }
    name
}

/// A second name, or a copy where the file system gives no second names.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::copy(from, to).map(drop),
        other => other,
    }
}
