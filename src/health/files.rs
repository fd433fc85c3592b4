//! The files and their disk.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::finding::{Finding, age};
use crate::config::{Period, Settings};
use crate::store::{self, BackupFiles, Sizes};

/// Below this, a busy week may fill the disk.
const LITTLE_SPACE: u64 = 512 * MIB;
/// Below this, SQLite may not be able to commit.
const NO_SPACE: u64 = 32 * MIB;
const MIB: u64 = 1024 * 1024;

/// Checks who can read the database. No finding for files that do not exist or that this user may not read.
#[must_use]
pub fn permissions(database: &Path) -> Option<Finding> {
    let beside = |added: &str| PathBuf::from(format!("{}{added}", database.display()));
    fs::metadata(database).ok()?;
    for path in [database.to_owned(), beside("-wal"), beside("-shm")] {
        let Ok(file) = fs::metadata(&path) else { continue };
        let mode = file.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let words = format!("other users can read or change {} (mode {mode:04o})", path.display());
            return Some(Finding::warn("permissions", words, format!("run: chmod 600 '{}'", path.display())));
        }
    }
    Some(Finding::ok("permissions", "only its owner can read the database"))
}

/// How much space is left.
#[must_use]
pub fn space(database: &Path) -> Finding {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(free) = store::free_space(folder.unwrap_or(Path::new("."))) else {
        return Finding::fail(
            "disk",
            "the database's folder does not exist, or this user may not look at it",
            "create the folder, or run this as bookhook's user",
        );
    };
    let size = fs::metadata(database).map_or(0, |file| file.len());
    let words = format!("{} MiB free", free / MIB);
    match free {
        ..NO_SPACE => Finding::fail("disk", words, "free some space: deliveries will soon be refused"),
        _ if free < LITTLE_SPACE.max(size) => Finding::warn(
            "disk",
            words,
            "free some space: a backup or an upgrade needs as much as the database",
        ),
        _ => Finding::ok("disk", words),
    }
}

/// How large the database is.
#[must_use]
pub fn size(sizes: Sizes) -> Finding {
    let mib = |bytes: u64| format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB);
    Finding::ok("size", format!("{}, and {} of log", mib(sizes.database), mib(sizes.log)))
}

/// Whether the scheduled backups are made.
#[must_use]
pub fn backups(settings: &Settings, now: OffsetDateTime) -> Finding {
    let Some(Period(every)) = settings.backup.every else {
        let words = "no scheduled backups";
        return Finding::warn(
            "backups",
            words,
            "set BOOKHOOK_BACKUP__EVERY=24h, or run `bookhook backup` yourself",
        );
    };
    let dir = settings.backup_dir();
    let files = BackupFiles::look(&settings.database, &dir, now);
    let remedy = format!("check that the server runs and may write to {}", dir.display());
    let Some(last) = files.latest else {
        return Finding::fail("backups", "there is none", remedy);
    };
    let words = format!("the last proven one is {} old", age(now - last));
    match files.ahead.last() {
        _ if store::is_stale(last, every, now) => Finding::fail("backups", words, remedy),
        Some(path) => {
            let words = format!("{words}, but there are some with names later than now");
            let remedy = format!("check the clock, then remove or rename {}", path.display());
            Finding::warn("backups", words, remedy)
        }
        None => Finding::ok("backups", words),
    }
}
