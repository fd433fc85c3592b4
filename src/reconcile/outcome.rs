//! The result of a pass, or the reason why it ended early.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::remote::ApiError;
use crate::store::{ReadError, WriteError};

/// The result of a pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Bookings that were read.
    pub read: u64,
    /// Bookings that differed from the API, and were corrected.
    pub repaired: u64,
    /// The first and the last delivery that repaired one.
    pub repairs: Option<(i64, i64)>,
    /// Statements that are new and change nothing.
    pub confirmed: u64,
    /// Bookings of other event types and of other people.
    pub foreign: u64,
    /// Bookings cancelled so recently that a successor may follow.
    pub waiting: u64,
    /// Bookings of people who were erased.
    pub erased: u64,
    /// Open bookings that the key does not show.
    pub unseen: u64,
    /// The server ignores the time filter.
    pub ignores_filters: bool,
    /// In a dry run, the number of statements that would have been stored.
    pub would_state: u64,
}

/// Why a pass ended early. What it stored until then stays, and the mark is where it was.
#[derive(Debug)]
pub enum PassError {
    /// The API cannot be read.
    Api(ApiError),
    /// The database cannot be read.
    Read(ReadError),
    /// The database cannot be written.
    Write(WriteError),
}

impl PassError {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Api(error) => error.code(),
            Self::Read(_) => "database_unreadable",
            Self::Write(_) => "storage_unavailable",
        }
    }

    /// Whether Cal.com refuses the key: only another one helps.
    pub(super) fn is_of_the_key(&self) -> bool {
        matches!(self, Self::Api(error) if error.is_of_the_key())
    }

    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Api(error) => error.remedy(),
            Self::Read(error) => error.remedy().to_string(),
            Self::Write(_) => {
                "see what `bookhook check` says; the next pass begins where this one did".into()
            }
        }
    }
}

impl fmt::Display for PassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PassError {}

impl From<ApiError> for PassError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ReadError> for PassError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}
