//! The record of a request while it is served. The fairing that observes requests writes its log
//! line, its metrics and the counts of refusals from it.

use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};
use rocket::Request;
use rocket::request::{self, FromRequest};

use super::error::ApiError;
use crate::calcom::signature::SignedWith;
use crate::domain::event::{Decoded, WhyIgnored};
use crate::store::{Outcome, Receipt};

/// A request: when it began, its id, and what becomes of the delivery if it brings one.
pub(super) struct Record {
    pub(super) began: Instant,
    pub(super) id: u64,
    pub(super) delivery: DeliveryRecord,
}

impl Record {
    /// Begins the record of a request, if it has none yet.
    pub(super) fn begin<'r>(request: &'r Request<'_>, id: u64) -> &'r Self {
        request.local_cache(|| Self { began: Instant::now(), id, delivery: DeliveryRecord::default() })
    }

    /// Returns the record of a request.
    pub(super) fn get<'r>(request: &'r Request<'_>) -> &'r Self {
        Self::begin(request, 0)
    }
}

/// The outcome of a delivery, as the guard and the handler learn it.
#[derive(Default)]
pub(super) struct DeliveryRecord(Mutex<Facts>);

/// The known facts of a delivery.
#[derive(Default)]
pub(super) struct Facts {
    /// Why it was refused: the code of the answer.
    pub(super) refusal: Option<&'static str>,
    pub(super) signed_with: Option<SignedWith>,
    pub(super) trigger: String,
    /// Why it is about no booking.
    pub(super) reason: Option<&'static str>,
    /// Its number in the inbox and what became of it, once it is on disk.
    pub(super) stored: Option<(i64, Outcome)>,
}

impl DeliveryRecord {
    /// Notes that the delivery was refused.
    pub(super) fn refused(&self, error: &ApiError) {
        self.facts().refusal = Some(error.code());
    }

    /// Notes which secret verified the delivery.
    pub(super) fn verified(&self, signed_with: SignedWith) {
        self.facts().signed_with = Some(signed_with);
    }

    /// Notes what the delivery says.
    pub(super) fn decoded(&self, decoded: &Decoded) {
        let mut facts = self.facts();
        facts.trigger.clone_from(&decoded.trigger);
        facts.reason = decoded.meaning.reason();
    }

    /// Notes that the delivery is on disk.
    pub(super) fn stored(&self, receipt: &Receipt) {
        let mut facts = self.facts();
        facts.stored = Some((receipt.delivery, receipt.outcome));
        // What is ignored for no reason of its own is so for its event type.
        let of_type = receipt.outcome == Outcome::Ignored;
        facts.reason = facts.reason.or(of_type.then_some(WhyIgnored::OTHER_EVENT_TYPE));
    }

    pub(super) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.0.lock()
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for &'r DeliveryRecord {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        request::Outcome::Success(&Record::get(request).delivery)
    }
}
