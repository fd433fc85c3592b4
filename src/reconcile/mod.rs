//! Repairing from Cal.com's API what webhooks never delivered.
//!
//! A booking that the API tells of is a statement, which is kept in the inbox beside the deliveries. A
//! pass reads what changed, what is near, and what neither told; it never asks twice at once.

mod judge;
mod pass;
mod server;
mod socket;
mod walk;

use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::remote::ApiError;
use crate::store::{ReadError, Store, WriteError};

pub use pass::{Options, pass};
pub use server::{FindFlaws, Plan, Problem, Reconciler, Seen, Standing};
pub use socket::{Asked, ask};

/// The result of a pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Bookings that the API told of.
    pub read: u64,
    /// Bookings that were not as the API tells, and are now.
    pub repaired: u64,
    /// Statements that are new and change nothing.
    pub confirmed: u64,
    /// Bookings of other event types and of other people.
    pub foreign: u64,
    /// Cancelled so lately that a successor may be about to come.
    pub waiting: u64,
    /// Bookings of people who were erased.
    pub erased: u64,
    /// Open bookings that the key does not show.
    pub unseen: u64,
    /// The server ignores the time from which it was asked.
    pub ignores_filters: bool,
    /// Nothing was stored: so many statements would have been.
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
    fn is_of_the_key(&self) -> bool {
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

/// A store that is lent, and taken back at the stop: whoever uses it then stops as well.
#[derive(Clone)]
pub struct Access(Arc<RwLock<Option<Store>>>);

impl Access {
    /// Lends a store.
    #[must_use]
    pub fn to(store: Store) -> Self {
        Self(Arc::new(RwLock::new(Some(store))))
    }

    fn with<T>(&self, work: impl FnOnce(&Store) -> T) -> Result<T, PassError> {
        let store = self.0.read();
        store.as_ref().map(work).ok_or(PassError::Api(ApiError::Stopped))
    }

    /// Takes the store back, after what is being done with it.
    fn end(&self) {
        *self.0.write() = None;
    }
}

/// Before this time by the API's clock, webhooks may still be under way.
fn settled(date: OffsetDateTime) -> OffsetDateTime {
    date.saturating_sub(time::Duration::minutes(5))
}
