//! Why a database cannot be opened, read or written, in words for operators.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::tables::row::BadRow;
use crate::domain::system;

const RESTORE: &str =
    "leave the file as it is, and replace it with the last good backup: run `bookhook restore`";
const LET_THE_USER: &str =
    "run this as root or as bookhook's user, or let bookhook's user write to the file and its folder";
const ROOM: &str = "free some space on its disk, then try again";
const WAIT: &str = "end the other program's transaction: a `sqlite3` shell left open, or a copy being made";

/// Why a database could not be opened. `Display` says what is wrong, [`OpenError::remedy`] what to
/// do about it.
#[derive(Debug)]
pub enum OpenError {
    /// Another bookhook has it open.
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// Another program holds `SQLite`'s own lock on it.
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// The folder cannot be written, or a file in it cannot be opened.
    Folder {
        /// The file that could not be opened.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// There is no such file.
    Missing {
        /// The database.
        path: PathBuf,
    },
    /// It is a link to a file that is not there.
    Dangling {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// It is a folder, a pipe or a device.
    NotAFile {
        /// The database.
        path: PathBuf,
    },
    /// A log lies there without the database that it belongs to.
    LogAlone {
        /// The database that is not there.
        path: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// The file may be read, but not written.
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// It is not a `SQLite` database, or not one of bookhook's.
    Foreign {
        /// The database.
        path: PathBuf,
    },
    /// It is damaged.
    Damaged {
        /// The database.
        path: PathBuf,
    },
    /// Its tables, indexes, views and triggers are not those that bookhook made.
    Altered {
        /// The database.
        path: PathBuf,
        /// The first difference.
        difference: Difference,
    },
    /// A migration was applied to it that has this build's number and other content.
    OtherBuild {
        /// The database.
        path: PathBuf,
        /// The number of the migration.
        version: i32,
    },
    /// A later bookhook wrote it.
    Newer {
        /// The database.
        path: PathBuf,
        /// The latest migration that it has seen.
        found: i32,
        /// The latest migration that this bookhook knows.
        known: i32,
    },
    /// An earlier bookhook wrote it, and nothing has brought it up to date yet.
    Older {
        /// The database.
        path: PathBuf,
    },
    /// A row does not hold what bookhook writes.
    Row {
        /// The database.
        path: PathBuf,
        /// Which row.
        row: BadRow,
    },
    /// Its disk is full.
    Full {
        /// The database.
        path: PathBuf,
    },
    /// Its disk fails, or `SQLite` reports something else.
    Failing {
        /// The database.
        path: PathBuf,
    },
}

/// How a schema differs from the one that bookhook makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The object's kind and name, such as `trigger t`.
    pub object: String,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// How an object of a schema differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Somebody added it.
    Added,
    /// It is missing.
    Missing,
    /// It was made anew with other content.
    Changed,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = &self.object;
        match self.kind {
            DifferenceKind::Added => write!(f, "{object} was added"),
            DifferenceKind::Missing => write!(f, "{object} is missing"),
            DifferenceKind::Changed => write!(f, "{object} is not as bookhook creates it"),
        }
    }
}

impl OpenError {
    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "stop the other bookhook, or set BOOKHOOK_DATABASE to another file",
            Self::Locked { .. } => WAIT,
            Self::Folder { error, .. } => match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => {
                    "create the folder, and let bookhook's user write to it"
                }
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ROOM,
                _ => LET_THE_USER,
            },
            Self::Missing { .. } => {
                "set BOOKHOOK_DATABASE to the right one; a start of `bookhook` creates a new one"
            }
            Self::Dangling { .. } => {
                "check that the disk that it leads to is mounted; to create a new database, remove the link"
            }
            Self::NotAFile { .. } => "set BOOKHOOK_DATABASE to a file",
            Self::LogAlone { .. } => {
                "the log may hold deliveries: put the database back that it belongs to, or move the log to where \
                 that database is now; then start again"
            }
            Self::ReadOnly { .. } => LET_THE_USER,
            Self::Foreign { .. } => {
                "set BOOKHOOK_DATABASE to another file, or replace this one with a backup: run `bookhook restore`"
            }
            Self::Damaged { .. } => RESTORE,
            Self::Altered { difference, .. } => match difference.kind {
                DifferenceKind::Added => {
                    "remove it with the sqlite3 shell, or replace the file with a good backup: run `bookhook restore`"
                }
                _ => RESTORE,
            },
            Self::OtherBuild { .. } => {
                "use the build that made it; its `bookhook export` can be imported into a new database of this one"
            }
            Self::Newer { .. } => {
                "use the bookhook that wrote it, or a later one; or go back with `bookhook restore` and the copy that the upgrade kept beside it"
            }
            Self::Older { .. } => "start `bookhook` once to upgrade it",
            Self::Row { .. } => BadRow::REMEDY,
            Self::Full { .. } => ROOM,
            Self::Failing { .. } => "check the system's log for a failing disk, then try again",
        }
    }

    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        if let Some(row) = BadRow::from_error(error) {
            return Self::Row { path, row: row.clone() };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) if !path.exists() => Self::Missing { path },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Folder { path, error: ErrorKind::PermissionDenied.into() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            _ => Self::Failing { path },
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse { path } => write!(f, "another bookhook has {} open", path.display()),
            Self::Locked { path } => write!(f, "{} is locked by another program", path.display()),
            Self::Folder { path, error } => {
                write!(f, "cannot open {}: {}", path.display(), system::reason(error.kind()))
            }
            Self::Missing { path } => write!(f, "there is no database at {}", path.display()),
            Self::Dangling { path, target } => {
                write!(f, "{} is a link to {}, which is not there", path.display(), target.display())
            }
            Self::NotAFile { path } => write!(f, "{} is not a file", path.display()),
            Self::LogAlone { path, log } => {
                write!(f, "there is {}, but not the database {}", log.display(), path.display())
            }
            Self::ReadOnly { path } => write!(f, "{} cannot be written", path.display()),
            Self::Foreign { path } => write!(f, "{} is not a database of bookhook's", path.display()),
            Self::Damaged { path } => write!(f, "{} is damaged", path.display()),
            Self::Altered { path, difference } => {
                write!(f, "the schema of {} was changed: {difference}", path.display())
            }
            Self::OtherBuild { path, version } => {
                write!(f, "{} was made by another build of schema {version}", path.display())
            }
            Self::Newer { path, found, known } => write!(
                f,
                "{} was written by a later bookhook (schema {found}; this one knows up to {known})",
                path.display()
            ),
            Self::Older { path } => write!(f, "{} was written by an earlier bookhook", path.display()),
            Self::Row { path, row } => write!(f, "in {}, {row}", path.display()),
            Self::Full { path } => write!(f, "the disk of {} is full", path.display()),
            Self::Failing { path } => write!(f, "{} cannot be read or written", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}

/// The file, or one row of it, could not be read.
#[derive(Debug)]
pub struct ReadError(pub(super) rusqlite::Error);

impl ReadError {
    /// Our own statements name nothing that is not there, unless somebody took it away.
    fn is_about_the_schema(&self) -> bool {
        let code = self.0.sqlite_error_code();
        matches!(self.0, rusqlite::Error::SqlInputError { .. }) || code == Some(ErrorCode::Unknown)
    }

    /// The row, if it is one row alone that cannot be read.
    #[must_use]
    pub fn row(&self) -> Option<&BadRow> {
        BadRow::from_error(&self.0)
    }

    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self.0.sqlite_error_code() {
            _ if self.row().is_some() => BadRow::REMEDY,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => RESTORE,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => WAIT,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => LET_THE_USER,
            _ if self.is_about_the_schema() => "`bookhook check` says what was changed",
            _ => "check the system's log for a failing disk, then try again",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row() {
            return row.fmt(f);
        }
        f.write_str(match self.0.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "the database is damaged",
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "the database is locked by another program"
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => "the database cannot be opened",
            _ if self.is_about_the_schema() => "the database's schema was changed",
            _ => "the database cannot be read",
        })
    }
}

impl std::error::Error for ReadError {}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// The queue is full. Try again in a moment.
    Busy,
    /// The disk is full.
    DiskFull,
    /// Another program holds the database's lock.
    Locked,
    /// The file that is open is not the one that the database's path leads to.
    Moved,
    /// The disk refused. Nothing is known to be kept.
    Unavailable,
    /// The job itself failed, and the others of its transaction did not.
    Failed,
    /// A row that the job needs cannot be read.
    BadRow,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "the queue is full",
            Self::DiskFull => "the disk is full",
            Self::Locked => "the database is locked by another program",
            Self::Moved => {
                "the database was moved, removed or replaced under the running server: put the file back, \
                 or stop bookhook before anything else"
            }
            Self::Unavailable => "the database cannot be written",
            Self::Failed => "the database refused this change",
            Self::BadRow => "a row that this change needs cannot be read",
        })
    }
}

impl std::error::Error for WriteError {}

impl From<&rusqlite::Error> for WriteError {
    fn from(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy) => Self::Locked,
            _ => Self::Unavailable,
        }
    }
}

impl From<&OpenError> for WriteError {
    fn from(error: &OpenError) -> Self {
        match error {
            OpenError::Full { .. } => Self::DiskFull,
            OpenError::Locked { .. } | OpenError::InUse { .. } => Self::Locked,
            _ => Self::Unavailable,
        }
    }
}
