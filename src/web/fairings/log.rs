//! One line per request, with what became of the delivery if it was one.
//!
//! The route's template stands in for the address, and nothing of query, headers or body is
//! written: they hold personal data.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::request::{FromRequest, Outcome};
use rocket::{Data, Request, Response};

use super::super::metrics::Metrics;
use crate::calcom::signature::SignedWith;
use crate::domain::event::Reading;
use crate::store::Receipt;

/// Writes the lines, and names each request in the header `X-Request-Id`.
pub(crate) struct RequestLog {
    next: AtomicU64,
    metrics: Metrics,
}

impl RequestLog {
    /// Ids are `start` and a counter, so that those of two runs differ.
    #[must_use]
    pub(crate) fn starting_at(start: u32, metrics: Metrics) -> Self {
        Self { next: AtomicU64::new(u64::from(start) << 32), metrics }
    }
}

/// When a request began, its id, and what became of the delivery if it brought one.
struct Begun {
    at: Instant,
    id: u64,
    delivery: DeliveryNote,
}

impl Begun {
    /// The one of this request.
    fn of<'r>(request: &'r Request<'_>, id: u64) -> &'r Self {
        request.local_cache(|| Self { at: Instant::now(), id, delivery: DeliveryNote::default() })
    }
}

/// What became of the delivery that a request brought.
#[derive(Default)]
pub struct DeliveryNote(Mutex<Note>);

#[derive(Default)]
struct Note {
    trigger: String,
    signed_with: Option<&'static str>,
    reason: Option<&'static str>,
    outcome: Option<&'static str>,
    delivery: i64,
}

impl DeliveryNote {
    /// It verified with this secret, and was read.
    pub fn read(&self, reading: &Reading, signed_with: SignedWith) {
        let mut note = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        note.trigger.clone_from(&reading.trigger);
        note.signed_with = Some(signed_with.as_str());
        note.reason = reading.meaning.reason();
    }

    /// It is on disk.
    pub fn kept(&self, receipt: &Receipt) {
        let mut note = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        note.outcome = Some(receipt.outcome.as_str());
        note.delivery = receipt.delivery;
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for &'r DeliveryNote {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(&Begun::of(request, 0).delivery)
    }
}

#[rocket::async_trait]
impl Fairing for RequestLog {
    fn info(&self) -> Info {
        Info { name: "request log", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        Begun::of(request, self.next.fetch_add(1, Ordering::Relaxed));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let begun = Begun::of(request, 0);
        response.adjoin_header(Header::new("X-Request-Id", format!("{:016x}", begun.id)));
        let method = request.method().as_str();
        let route = request.route().map_or("-", |route| route.uri.as_str());
        let status = response.status().code;
        self.metrics.answered(request, status, begun.at.elapsed());
        let duration_us = u64::try_from(begun.at.elapsed().as_micros()).unwrap_or(u64::MAX);
        let id = format_args!("{:016x}", begun.id);
        let note = begun.delivery.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outcome) = note.outcome {
            let Note { delivery, signed_with, reason, .. } = *note;
            let trigger = note.trigger.escape_debug();
            tracing::info!(request = id, status, duration_us, delivery, %trigger, signed_with, outcome, reason, "delivery");
        } else {
            tracing::info!(request = id, method, route, status, duration_us, "request");
        }
    }
}
