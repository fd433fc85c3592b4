//! Reports each request once it is answered: a line in the log, the metrics, and the count of refused
//! deliveries.
//!
//! The line has the route's template in place of the address, and nothing of query, headers or body:
//! they hold personal data.

use std::sync::atomic::{AtomicU64, Ordering};

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Data, Request, Response};

use crate::calcom::trigger::Trigger;
use crate::web::metrics::Metrics;
use crate::web::record::Record;
use crate::web::refusals::Refusals;

/// Observes all requests, and names each in the header `X-Request-Id`.
pub(crate) struct Observer {
    next: AtomicU64,
    metrics: Metrics,
    refusals: Refusals,
}

impl Observer {
    /// Ids are `start` and a counter, so that those of two runs differ.
    #[must_use]
    pub(crate) fn new(start: u32, metrics: Metrics, refusals: Refusals) -> Self {
        Self { next: AtomicU64::new(u64::from(start) << 32), metrics, refusals }
    }
}

#[rocket::async_trait]
impl Fairing for Observer {
    fn info(&self) -> Info {
        Info { name: "observer", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        Record::begin(request, self.next.fetch_add(1, Ordering::Relaxed));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let record = Record::get(request);
        let status = response.status().code;
        let took = record.began.elapsed();
        self.metrics.answered(request, status, took);
        let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let id = format!("{:016x}", record.id);
        let facts = record.delivery.facts();
        if let Some(code) = facts.refusal {
            self.refusals.count(code);
        }
        if let (Some((delivery, outcome)), Some(signed_with)) = (facts.stored, facts.signed_with) {
            self.metrics.delivered(Trigger::parse(&facts.trigger), outcome, signed_with);
            let (outcome, signed_with, reason) = (outcome.as_str(), signed_with.as_str(), facts.reason);
            let trigger = facts.trigger.escape_debug();
            tracing::info!(request = %id, status, duration_us, delivery, %trigger, signed_with, outcome, reason, "delivery");
        } else {
            let method = request.method().as_str();
            let route = request.route().map_or("-", |route| route.uri.as_str());
            tracing::info!(request = %id, method, route, status, duration_us, "request");
        }
        response.adjoin_header(Header::new("X-Request-Id", id));
    }
}
