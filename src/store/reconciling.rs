//! The store's part of reconciliation.

use time::OffsetDateTime;

use super::Store;
use super::error::{ReadError, WriteError};
use super::ingest::statement::{self, Statement, StatementOutcome};
use super::ingest::transaction::Tx;
use super::tables::deliveries;
use super::tables::reconciliation::{self, Reconciled};
use crate::domain::event::Source;
use crate::domain::ids::BookingUid;

impl Store {
    /// Stores statements of Cal.com's API and applies them, in one transaction. Waits for it, so it is not
    /// for an async handler.
    pub fn state(
        &self,
        statements: Vec<Statement>,
        received_at: OffsetDateTime,
    ) -> Result<Vec<StatementOutcome>, WriteError> {
        let weight = statements.iter().map(|statement| statement.body.len()).sum();
        let work = move |tx: &Tx<'_>| {
            statements.iter().map(|known| statement::state(tx, known, received_at)).collect()
        };
        self.writer.submit_and_wait(weight, work)
    }

    /// Whether a statement about a booking is stored already.
    pub fn is_stated(&self, uid: &BookingUid, body: &[u8]) -> Result<bool, ReadError> {
        self.readers.with(|db| {
            let rows = self.index.find(db, uid)?;
            let Some(first) = rows.first() else { return Ok(false) };
            let filed = deliveries::of_booking(db, first.id, i64::MAX)?;
            Ok(filed.iter().any(|known| known.came_as(Source::Api, body)))
        })
    }

    /// Stores how far it was read. Waits for it, so it is not for an async handler.
    pub fn keep_reconciled(&self, known: Reconciled) -> Result<(), WriteError> {
        self.writer.submit_and_wait(0, move |tx: &Tx<'_>| reconciliation::save(tx.db, &known))
    }

    /// The open bookings that end at `from` or later, each with its row's number.
    pub fn open_bookings(&self, from: OffsetDateTime) -> Result<Vec<(i64, BookingUid)>, ReadError> {
        self.readers.with(|db| reconciliation::open_from(db, from))
    }
}
