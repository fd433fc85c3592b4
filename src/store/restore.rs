//! Putting a backup in the database's place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::backup::stamp;
use super::connection::{OpenError, open_writer};
use super::copy::{self, Brake, CopyError, Proof, beside};
use super::lock::Lock;
use super::private::sync_folder;
use super::schema;

/// What a restore did.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the database holds now.
    pub proof: Proof,
    /// Where the database is that was there before.
    pub aside: Option<PathBuf>,
}

/// Puts a copy of `backup` in the database's place, once it is proven. What was there is kept
/// under another name. A backup of an earlier schema is brought up to date at the next start.
///
/// # Errors
/// The backup is damaged, foreign or newer, or a bookhook has the database open: nothing changed.
pub fn restore(
    backup: &Path,
    database: &Path,
    now: OffsetDateTime,
    progress: impl FnMut(u64, u64),
) -> Result<Restored, CopyError> {
    schema::version(backup)?;
    if let Some(why) = copy::check(backup)? {
        tracing::debug!(%why, "the backup is damaged");
        return Err(OpenError::Damaged { path: backup.to_owned() }.into());
    }
    let _lock = Lock::take(database)?;
    let fresh = beside(database, ".restoring");
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(CopyError::target(&fresh, &error));
        }
        _ => {}
    }
    let proof = copy::copy(backup, &fresh, &Brake::default(), progress)?;
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

/// Gives what is there a second name, and takes its write-ahead log out of the way of the new
/// database, which would otherwise be read with it. The database keeps its own name until the new
/// one takes it, so that at no moment there is none.
fn keep_aside(database: &Path, now: OffsetDateTime) -> io::Result<Option<PathBuf>> {
    let exists = database.try_exists()?;
    if exists {
        // Whatever can be moved from the log into the file is; a damaged one keeps its log.
        drop(open_writer(database).map(rusqlite::Connection::close));
    }
    let aside = beside(database, &format!(".before-restore-{}", stamp(now)));
    let log = beside(database, "-wal");
    if exists {
        link(database, &aside)?;
    }
    if log.try_exists()? {
        link(&log, &beside(&aside, "-wal"))?;
        sync_folder(database)?;
        fs::remove_file(&log)?;
    }
    match fs::remove_file(beside(database, "-shm")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(exists.then_some(aside)),
    }
}

/// A second name, or a copy where the file system gives no second names.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::copy(from, to).map(drop),
        other => other,
    }
}
