//! What the store tells whoever watches it.

use std::io;

use time::OffsetDateTime;

use super::Store;
use super::error::ReadError;
use super::tables::{deliveries, unmatched};
use super::watch::{self, Sizes};

impl Store {
    /// Whether nothing was stored yet: no application, no delivery, no refusal, and nobody joined the team.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_empty(&self) -> Result<bool, ReadError> {
        self.readers.with(watch::is_empty)
    }

    /// How large the file and its log are.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn sizes(&self) -> io::Result<Sizes> {
        watch::sizes(self.readers.path())
    }

    /// How many bookings wait for somebody to say whose they are, counted up to `bound`. Takes microseconds
    /// while that is small, so it may be called in an async handler.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn unmatched(&self, bound: u32) -> Result<u32, ReadError> {
        self.readers.with(|db| unmatched::count(db, bound))
    }

    /// When Cal.com sent the latest delivery that was not a repetition.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_received(&self) -> Result<Option<OffsetDateTime>, ReadError> {
        Ok(self.readers.with(deliveries::last)?.and_then(|last| last.received_at))
    }
}
