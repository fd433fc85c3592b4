//! Retention in the store.

use time::OffsetDateTime;

use super::error::{ReadError, WriteError};
use super::privacy::retention::{self, OldDeliveries};
use super::tables::activity;
use super::{Store, connection};

impl Store {
    /// Returns deliveries after the number `after` to shorten: those received before `cutoff` whose booking
    /// ended and had its last event before it. Takes some milliseconds, so it is not for an async handler.
    pub fn old_deliveries(&self, after: i64, cutoff: OffsetDateTime) -> Result<OldDeliveries, ReadError> {
        self.readers.with(|db| retention::look(db, &self.index, self.rules.codec, after, cutoff))
    }

    /// The latest time that is known whatever this machine's clock says: by that of the sender of
    /// deliveries. `None`: none of the latest tells.
    pub fn told_time(&self) -> Result<Option<OffsetDateTime>, ReadError> {
        self.readers.with(|db| retention::told_time(db, self.rules.codec))
    }

    /// The time that was last given to [`Store::count_to`]; `None` if none was.
    pub fn counted_to(&self) -> Result<Option<OffsetDateTime>, ReadError> {
        self.readers.with(retention::counted_to)
    }

    /// Stores the time up to which retention counts, for the next start.
    pub async fn count_to(&self, time: OffsetDateTime) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| retention::count_to(tx, time)).await
    }

    /// Reduces these deliveries to what bookings need. The computed tables stay the same.
    pub async fn shorten(&self, deliveries: Vec<i64>) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| retention::shorten(tx, &deliveries)).await
    }

    /// Copies the log into the file and empties it, so that what was overwritten is in neither.
    /// `false`: somebody reads an older state, or a replicator the log, so that it stays in the log
    /// until that begins anew. Takes as long as the disk does, so it is not for an async handler.
    ///
    /// # Errors
    /// The disk refused.
    pub fn empty_log(&self) -> Result<bool, ReadError> {
        connection::empty_log(self.readers.path()).map_err(ReadError)
    }

    /// Removes some of the records from before `cutoff`. `false`: none was left.
    pub async fn remove_old_activity(&self, cutoff: OffsetDateTime) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| activity::remove_old(tx.db, cutoff)).await
    }
}
