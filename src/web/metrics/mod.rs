//! What the server counts of itself, for Prometheus. Every label is one of few words that are
//! known beforehand: nothing that a request holds gets into one.

mod gauges;
mod labels;
mod requests;
pub(super) mod server;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use rocket::{Request, Route};
use time::OffsetDateTime;

use self::labels::{LATENCIES, Label, OTHER};
use self::requests::Requests;
use crate::calcom::signature::{SignatureProblem, SignedWith};
use crate::calcom::trigger::Trigger;
use crate::store::{Backups, Commit, Outcome, WriteError};
use crate::web::error::ApiError;

/// Counters by the code of an error.
type ByReason = Family<[Label; 1], Counter>;

/// What tells others how the server does.
#[derive(Clone)]
pub struct Watch {
    /// What is counted.
    pub metrics: Metrics,
    /// The scheduled backups, where there are any.
    pub backups: Option<Backups>,
}

/// The counts. Clones share them.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    started: OffsetDateTime,
    requests: Requests,
    deliveries: Deliveries,
    by_secret: [Counter; 2],
    refusals: ByReason,
    commit_latency: Histogram,
    commit_jobs: Histogram,
    commit_failures: ByReason,
}

impl Metrics {
    /// All at zero, for a process that started at this time.
    #[must_use]
    pub fn new(started: OffsetDateTime) -> Self {
        let mut registry = Registry::with_prefix("bookhook");
        let requests = Requests::register(&mut registry);
        let deliveries = Deliveries::default();
        let help = "Deliveries that were verified and are on disk";
        registry.register("deliveries", help, deliveries.family.clone());
        let by_secret = by_secret(&mut registry);
        let unavailable = [WriteError::Busy, WriteError::DiskFull, WriteError::Unavailable];
        let expected = SignatureProblem::ALL.into_iter().map(ApiError::Signature);
        let refusals = at_zero(expected.chain(unavailable.map(ApiError::from)));
        let help = "Requests that were answered with an error, by its code";
        registry.register("refusals", help, refusals.clone());
        let commit_latency = Histogram::new(LATENCIES);
        let help = "Time from a transaction's first job until all of it is on disk";
        registry.register("commit_duration_seconds", help, commit_latency.clone());
        let commit_jobs = Histogram::new(exponential_buckets(1.0, 2.0, 10));
        registry.register("commit_batch_jobs", "Jobs that one transaction holds", commit_jobs.clone());
        let commit_failures = at_zero([WriteError::DiskFull, WriteError::Unavailable].map(ApiError::from));
        let help = "Transactions of which nothing was kept";
        registry.register("commit_failures", help, commit_failures.clone());
        let parts = Inner {
            registry,
            started,
            requests,
            deliveries,
            by_secret,
            refusals,
            commit_latency,
            commit_jobs,
            commit_failures,
        };
        Self(Arc::new(parts))
    }

    /// To be called by the writer for each transaction.
    pub fn committed(&self, commit: &Commit) {
        match commit.outcome {
            Ok(()) => {
                self.0.commit_latency.observe(commit.took.as_secs_f64());
                self.0.commit_jobs.observe(f64::from(u32::try_from(commit.jobs).unwrap_or(u32::MAX)));
            }
            Err(error) => {
                let reason = ApiError::from(error).code();
                self.0.commit_failures.get_or_create(&[("reason", reason.into())]).inc();
            }
        }
    }

    /// The routes that are told apart, all at once. The first call wins.
    pub(super) fn know<'a>(&self, routes: impl Iterator<Item = &'a Route>) {
        self.0.requests.know(routes);
    }

    /// A request was answered, though its answer may go on.
    pub(super) fn answered(&self, request: &Request<'_>, status: u16, took: Duration) {
        self.0.requests.count(request.route(), request.method(), status, took);
    }

    /// A delivery is on disk.
    pub(super) fn delivered(&self, trigger: Option<Trigger>, outcome: Outcome, signed_with: SignedWith) {
        self.0.deliveries.counter(trigger, outcome).inc();
        self.0.by_secret[signed_with as usize].inc();
    }

    /// A request is answered with an error.
    pub(super) fn count_refusal(request: &Request<'_>, error: &ApiError) {
        if let Some(metrics) = request.rocket().state::<Self>() {
            metrics.0.refusals.get_or_create(&[("reason", error.code().into())]).inc();
        }
    }

    /// Everything that was counted, in the text format of `OpenMetrics` without its last line.
    fn write(&self, text: &mut String) -> std::fmt::Result {
        text::encode_registry(text, &self.0.registry)
    }
}

/// What alerts ask for is there from the start, or its first increase would be missed.
fn at_zero(errors: impl IntoIterator<Item = ApiError>) -> ByReason {
    let family = ByReason::default();
    for error in errors {
        drop(family.get_or_create(&[("reason", error.code().into())]));
    }
    family
}

/// The same deliveries by the secret that verified them, so that the end of a rotation can be seen.
fn by_secret(registry: &mut Registry) -> [Counter; 2] {
    let family = Family::<[Label; 1], Counter>::default();
    let help = "Deliveries that are on disk, by the secret that verified them";
    registry.register("deliveries_by_secret", help, family.clone());
    SignedWith::ALL.map(|secret| family.get_or_create_owned(&[("secret", secret.as_str().into())]))
}

/// One counter for each trigger and outcome, found once.
#[derive(Default)]
struct Deliveries {
    family: Family<[Label; 2], Counter>,
    counters: [[OnceLock<Counter>; 4]; Trigger::ALL.len() + 1],
}

impl Deliveries {
    fn counter(&self, trigger: Option<Trigger>, outcome: Outcome) -> &Counter {
        let row = trigger.map_or(Trigger::ALL.len(), |trigger| trigger as usize);
        self.counters[row][outcome as usize].get_or_init(|| {
            let labels = [
                ("trigger", trigger.map_or(OTHER, Trigger::name).into()),
                ("outcome", outcome.as_str().into()),
            ];
            self.family.get_or_create_owned(&labels)
        })
    }
}

#[cfg(test)]
mod tests;
