//! Why nothing was written.

use std::fmt;

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// More waits than may wait. Try again in a moment.
    Busy,
    /// The disk is full.
    DiskFull,
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
            Self::Busy => "more deliveries wait than may wait",
            Self::DiskFull => "the disk is full",
            Self::Unavailable => "the database cannot be written",
            Self::Failed => "the database refused this change",
            Self::BadRow => "a row that this change needs cannot be read",
        })
    }
}

impl std::error::Error for WriteError {}
