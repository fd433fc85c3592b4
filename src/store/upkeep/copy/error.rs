//! Why there is no proven copy.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::system;
use crate::store::error::OpenError;

/// Why there is no proven copy.
#[derive(Debug)]
pub enum CopyError {
    /// The source cannot be used.
    Source(OpenError),
    /// The file to restore is not a good backup.
    Backup(OpenError),
    /// There is a file already where the copy is to be.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The copy cannot be written.
    Target {
        /// Where it was to be.
        path: PathBuf,
        /// The system's error.
        reason: io::ErrorKind,
    },
    /// The copy was made, and is not good. It was removed.
    Unproven {
        /// The finding.
        why: String,
    },
    /// The server stops.
    Interrupted,
}

impl CopyError {
    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Source(error) | Self::Backup(error @ OpenError::Newer { .. }) => error.remedy(),
            Self::Backup(OpenError::Folder { .. }) => "let this user read the backup",
            Self::Backup(OpenError::Missing { .. }) => {
                "scheduled backups are in the folder `backups` beside the database, unless backup.dir names another"
            }
            Self::Backup(_) => "choose another backup; the database is as it was",
            Self::Exists { .. } => "choose another name, or move that file away",
            Self::Target { reason: io::ErrorKind::NotFound, .. } => "make the folder first",
            Self::Target { .. } => "see whether there is space, and let bookhook's user write there",
            Self::Unproven { .. } => "run `bookhook check`: the disk or the database itself may be failing",
            Self::Interrupted => "try again",
        }
    }

    pub(in crate::store) fn target(path: &Path, error: &io::Error) -> Self {
        Self::Target { path: path.to_owned(), reason: error.kind() }
    }

    pub(super) fn sqlite(source: &Path, target: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, OperationInterrupted, SystemIoFailure};
        let target = |reason| Self::Target { path: target.to_owned(), reason };
        match error.sqlite_error_code() {
            Some(OperationInterrupted) => Self::Interrupted,
            Some(DiskFull) => target(io::ErrorKind::StorageFull),
            Some(SystemIoFailure | CannotOpen) => target(io::ErrorKind::Other),
            _ => Self::Source(OpenError::from_sqlite(source, error)),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backup(OpenError::Missing { path }) => {
                write!(f, "there is no backup at {}", path.display())
            }
            Self::Backup(OpenError::Foreign { path }) => {
                write!(f, "{} is not a backup of bookhook's", path.display())
            }
            Self::Source(error) | Self::Backup(error) => error.fmt(f),
            Self::Exists { path } => write!(f, "there is a file at {} already", path.display()),
            Self::Target { path, reason } => {
                write!(f, "{} cannot be written: {}", path.display(), system::reason(*reason))
            }
            Self::Unproven { why } => write!(f, "the copy is not good, and was removed: {why}"),
            Self::Interrupted => f.write_str("the copy was interrupted"),
        }
    }
}

impl std::error::Error for CopyError {}

impl From<OpenError> for CopyError {
    fn from(error: OpenError) -> Self {
        Self::Source(error)
    }
}
