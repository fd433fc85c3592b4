//! Figures for monitors.

use std::io;

use super::Store;
use super::error::ReadError;
use super::tables::unmatched;
use super::watch::{self, Sizes};

impl Store {
    /// Whether nothing was stored yet: no application, no delivery, no refusal, and nobody joined the team.
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
    pub fn unmatched(&self, bound: u32) -> Result<u32, ReadError> {
        self.readers.with(|db| unmatched::count(db, bound))
    }
}
