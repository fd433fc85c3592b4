//! Requests by route, method and status. This is on the way of every request, so a counter is
//! looked up by its labels only once.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rocket::Route;
use rocket::http::Method;

use super::labels::{LATENCIES, Label, OTHER};

/// The statuses that are told apart, in order.
const STATUSES: [u16; 22] = [
    200, 201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500,
    503,
];
/// The methods that are told apart, with the rest.
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "OPTIONS", OTHER];

#[derive(Clone)]
struct Latency;

impl MetricConstructor<Histogram> for Latency {
    fn new_metric(&self) -> Histogram {
        Histogram::new(LATENCIES)
    }
}

/// All requests.
pub(super) struct Requests {
    counts: Family<[Label; 3], Counter>,
    latencies: Family<[Label; 2], Histogram, Latency>,
    routes: OnceLock<HashMap<String, Cells>>,
    others: Cells,
}

impl Requests {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let counts = Family::default();
        registry.register("http_requests", "Requests that were answered", counts.clone());
        let latencies = Family::new_with_constructor(Latency);
        let help = "Time from a request's head until its answer begins";
        registry.register("http_request_duration_seconds", help, latencies.clone());
        Self { counts, latencies, routes: OnceLock::new(), others: Cells::of(OTHER) }
    }

    /// By their templates, for two routes with one template differ in their method.
    pub(super) fn know<'a>(&self, routes: impl Iterator<Item = &'a Route>) {
        let cells = |route: &Route| (route.uri.to_string(), Cells::of(route.uri.path()));
        // A second set of routes is none of this server's.
        let _ = self.routes.set(routes.map(cells).collect());
    }

    pub(super) fn count(&self, route: Option<&Route>, method: Method, status: u16, took: Duration) {
        let routes = self.routes.get();
        let known = route.and_then(|route| routes?.get(route.uri.as_str()));
        let cells = known.unwrap_or(&self.others);
        let method = place(method);
        cells.counter(self, method, status).inc();
        cells.latency(self, method).observe(took.as_secs_f64());
    }
}

/// Where a method stands in [`METHODS`].
fn place(method: Method) -> usize {
    match method {
        Method::Get => 0,
        Method::Head => 1,
        Method::Post => 2,
        Method::Options => 3,
        _ => 4,
    }
}

/// The counters of one route, each made when it is first needed.
struct Cells {
    route: String,
    counts: [[OnceLock<Counter>; STATUSES.len() + 1]; METHODS.len()],
    latencies: [OnceLock<Histogram>; METHODS.len()],
}

impl Cells {
    fn of(route: &str) -> Self {
        Self { route: route.to_owned(), counts: Default::default(), latencies: Default::default() }
    }

    fn counter(&self, all: &Requests, method: usize, status: u16) -> &Counter {
        let place = STATUSES.binary_search(&status).unwrap_or(STATUSES.len());
        self.counts[method][place].get_or_init(|| {
            let status = STATUSES.get(place).map_or(OTHER.into(), |status| status.to_string().into());
            let [route, method] = self.labels(method);
            all.counts.get_or_create_owned(&[route, method, ("status", status)])
        })
    }

    fn latency(&self, all: &Requests, method: usize) -> &Histogram {
        self.latencies[method].get_or_init(|| all.latencies.get_or_create_owned(&self.labels(method)))
    }

    fn labels(&self, method: usize) -> [Label; 2] {
        [("route", self.route.clone().into()), ("method", METHODS[method].into())]
    }
}

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::text;

    use super::*;

    fn counted(count: impl FnOnce(&Requests)) -> String {
        let mut registry = Registry::default();
        let requests = Requests::register(&mut registry);
        count(&requests);
        let mut text = String::new();
        text::encode_registry(&mut text, &registry).expect("written");
        text
    }

    #[test]
    fn the_statuses_are_in_order() {
        assert!(STATUSES.is_sorted());
    }

    #[test]
    fn every_method_and_status_has_a_place() {
        let text = counted(|requests| {
            for method in [Method::Get, Method::Head, Method::Post, Method::Options, Method::Put] {
                (100..600).for_each(|status| requests.count(None, method, status, Duration::ZERO));
            }
        });
        let lines = text.lines().filter(|line| line.starts_with("http_requests_total{")).count();
        assert_eq!(lines, METHODS.len() * (STATUSES.len() + 1));
        assert!(!text.contains("418"), "{text}");
    }
}
