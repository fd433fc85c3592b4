//! Metrics of the server, for Prometheus. Each label has few possible values, all defined by the server: no
//! text of a request becomes a label.

mod gauges;
mod labels;
mod requests;
pub(super) mod server;

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use rocket::Request;
use time::OffsetDateTime;

use self::labels::{Label, OTHER, latency};
use self::requests::Requests;
use crate::calcom::signature::{SignatureProblem, SignedWith};
use crate::calcom::trigger::Trigger;
use crate::reconcile::Reconciler;
use crate::store::{Backups, Commit, Outcome, WriteError};
use crate::web::error::ApiError;

/// Counters by one label.
type By = Family<[Label; 1], Counter>;

/// The metrics of the server.
#[derive(Clone)]
pub struct Watch {
    /// The metrics.
    pub metrics: Metrics,
    /// The scheduled backups, if there are any.
    pub backups: Option<Backups>,
    /// The reader of Cal.com's API, where there is a key for it.
    pub reconciler: Option<Reconciler>,
}

/// The counters. Clones share them.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    started: OffsetDateTime,
    requests: Requests,
    deliveries: Family<[Label; 2], Counter>,
    by_secret: By,
    errors: By,
    commit_latency: Histogram,
    commit_jobs: Histogram,
    commit_failures: By,
    sign_ins: By,
}

impl Metrics {
    /// Starts all at zero, for a process that started at this time.
    #[must_use]
    pub fn new(started: OffsetDateTime) -> Self {
        let mut registry = Registry::with_prefix("bookhook");
        let requests = Requests::register(&mut registry);
        let deliveries = Family::default();
        let help = "Deliveries that were verified and are on disk";
        registry.register("deliveries", help, deliveries.clone());
        let by_secret = at_zero("secret", SignedWith::ALL.map(SignedWith::as_str));
        let help = "Deliveries that are on disk, by the secret that verified them";
        registry.register("deliveries_by_secret", help, by_secret.clone());
        let unavailable = [WriteError::Busy, WriteError::DiskFull, WriteError::Unavailable];
        let signature = SignatureProblem::ALL.into_iter().map(SignatureProblem::code);
        let errors = at_zero("reason", signature.chain(unavailable.map(code)));
        let help = "Requests that were answered with an error, by its code";
        registry.register("refusals", help, errors.clone());
        let commit_latency = latency();
        let help = "Time from a transaction's first job until all of it is on disk";
        registry.register("commit_duration_seconds", help, commit_latency.clone());
        let commit_jobs = Histogram::new(exponential_buckets(1.0, 2.0, 10));
        registry.register("commit_batch_jobs", "Jobs that one transaction holds", commit_jobs.clone());
        let commit_failures = at_zero("reason", [WriteError::DiskFull, WriteError::Unavailable].map(code));
        let help = "Transactions that were rolled back";
        registry.register("commit_failures", help, commit_failures.clone());
        let sign_ins = at_zero("outcome", ["right", "wrong", "limited"]);
        registry.register(
            "team_passwords",
            "Passwords that were typed on the team's pages",
            sign_ins.clone(),
        );
        let parts = Inner {
            registry,
            started,
            requests,
            deliveries,
            by_secret,
            errors,
            commit_latency,
            commit_jobs,
            commit_failures,
            sign_ins,
        };
        Self(Arc::new(parts))
    }

    /// Counts a transaction of the writer.
    pub fn committed(&self, commit: &Commit) {
        match commit.outcome {
            Ok(()) => {
                self.0.commit_latency.observe(commit.took.as_secs_f64());
                self.0.commit_jobs.observe(f64::from(u32::try_from(commit.jobs).unwrap_or(u32::MAX)));
            }
            Err(error) => {
                self.0.commit_failures.get_or_create(&[("reason", code(error))]).inc();
            }
        }
    }

    /// Counts a request whose answer begins.
    pub(super) fn answered(&self, request: &Request<'_>, status: u16, took: Duration) {
        self.0.requests.count(request.route(), request.method(), status, took);
    }

    /// Counts a delivery that is on disk.
    pub(super) fn delivered(&self, trigger: Option<Trigger>, outcome: Outcome, signed_with: SignedWith) {
        let trigger = trigger.map_or(OTHER, Trigger::name);
        self.0.deliveries.get_or_create(&[("trigger", trigger), ("outcome", outcome.as_str())]).inc();
        self.0.by_secret.get_or_create(&[("secret", signed_with.as_str())]).inc();
    }

    /// Counts an answer that is an error.
    pub(super) fn count_error(request: &Request<'_>, error: &ApiError) {
        if let Some(metrics) = request.rocket().state::<Self>() {
            metrics.0.errors.get_or_create(&[("reason", error.code())]).inc();
        }
    }

    /// Counts a password that was typed on the team's pages.
    pub(super) fn count_sign_in(&self, outcome: &'static str) {
        self.0.sign_ins.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// Writes all in the text format of `OpenMetrics`, without its last line.
    fn write(&self, text: &mut String) -> std::fmt::Result {
        text::encode_registry(text, &self.0.registry)
    }
}

/// Returns the API's code for a failed write.
fn code(error: WriteError) -> &'static str {
    ApiError::from(error).code()
}

/// Counters that exist from the start: an alert on their increase would miss the first.
fn at_zero(label: &'static str, values: impl IntoIterator<Item = &'static str>) -> By {
    let family = By::default();
    for value in values {
        drop(family.get_or_create(&[(label, value)]));
    }
    family
}

#[cfg(test)]
mod tests;
