//! Reading a database, also beside the server that has it open.

use std::path::Path;
use std::sync::Arc;

use super::error::{OpenError, ReadError};
use super::readers::Readers;
use super::tables::deliveries::{self, LastDelivery};
use super::tables::inbox::{self, DeliveryDetail, DeliveryFilter, DeliverySummary, LeftOut};
use super::tables::profiles::{self, Current};
use super::tables::reconciliation::{self, Reconciled};
use super::tables::refusals::{self, Refusal};
use super::tables::today;
use super::{place, version};
use crate::domain::ids::ProfileId;

/// Reads for both the server and commands beside it.
pub struct Reader {
    pub(super) readers: Arc<Readers>,
}

impl Reader {
    /// Opens an existing file of this version's schema for reading only, beside a running server.
    ///
    /// # Errors
    /// Says what is wrong with the file, and what to do about it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let path = place::resolve(path)?;
        version::check_current(&path)?;
        Ok(Self { readers: Arc::new(Readers::new(path)) })
    }

    /// The latest deliveries that are wanted, newest first.
    pub fn deliveries(&self, wanted: &DeliveryFilter) -> Result<Vec<DeliverySummary>, ReadError> {
        self.readers.with(|db| inbox::latest(db, wanted))
    }

    /// A profile with its current booking; `None` if there is no such profile.
    pub fn profile(&self, id: ProfileId) -> Result<Option<Current>, ReadError> {
        self.readers.with(|db| profiles::current(db, id))
    }

    /// One delivery with its body.
    pub fn delivery(&self, id: i64) -> Result<Option<DeliveryDetail>, ReadError> {
        self.readers.with(|db| inbox::one(db, id))
    }

    /// The latest delivery that Cal.com sent.
    pub fn last_delivery(&self) -> Result<Option<LastDelivery>, ReadError> {
        self.readers.with(deliveries::last)
    }

    /// How far Cal.com's API was read; `None` before the first pass.
    pub fn reconciled(&self) -> Result<Option<Reconciled>, ReadError> {
        self.readers.with(reconciliation::load)
    }

    /// The triggers of the latest deliveries.
    pub fn triggers(&self) -> Result<Vec<String>, ReadError> {
        let seen = self.readers.with(today::triggers)?;
        Ok(seen.into_iter().map(|(trigger, _)| trigger).collect())
    }

    /// The bookings that were left out for their event type. Not for an async handler.
    pub fn left_out(&self) -> Result<Vec<LeftOut>, ReadError> {
        self.readers.with(inbox::left_out)
    }

    /// The refusals by reason, the latest first.
    pub fn refusals(&self) -> Result<Vec<Refusal>, ReadError> {
        self.readers.with(refusals::all)
    }
}
