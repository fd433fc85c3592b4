//! Requests by route, method and status.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rocket::Route;
use rocket::http::Method;

use super::labels::{OTHER, latency};

/// All requests.
pub(super) struct Requests {
    counts: Family<AnswerLabels, Counter>,
    latencies: Family<RouteLabels, Histogram>,
}

/// A route is named by its template: what a client asked for could be anything.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct AnswerLabels {
    route: String,
    method: &'static str,
    status: u32,
}

impl Requests {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let counts = Family::default();
        registry.register("http_requests", "Requests that were answered", counts.clone());
        let latencies = Family::new_with_constructor(latency as fn() -> Histogram);
        let help = "Time from a request's head until its answer begins";
        registry.register("http_request_duration_seconds", help, latencies.clone());
        Self { counts, latencies }
    }

    pub(super) fn count(&self, route: Option<&Route>, method: Method, status: u16, took: Duration) {
        let route = route.map_or(OTHER, |route| route.uri.path()).to_owned();
        let kind = RouteLabels { route, method: label(method) };
        self.latencies.get_or_create(&kind).observe(took.as_secs_f64());
        let RouteLabels { route, method } = kind;
        self.counts.get_or_create(&AnswerLabels { route, method, status: status.into() }).inc();
    }
}

/// The methods that routes take, and one word for the rest.
fn label(method: Method) -> &'static str {
    match method {
        Method::Get | Method::Head | Method::Post | Method::Options => method.as_str(),
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::text;

    use super::*;

    #[test]
    fn requests_without_a_route_are_counted_by_method_and_status() {
        let mut registry = Registry::default();
        let requests = Requests::register(&mut registry);
        for method in [Method::Get, Method::Put, Method::Delete] {
            requests.count(None, method, 404, Duration::ZERO);
        }
        let mut text = String::new();
        text::encode_registry(&mut text, &registry).expect("written");
        let mut lines: Vec<_> = text.lines().filter(|line| line.starts_with("http_requests_total")).collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                r#"http_requests_total{route="other",method="GET",status="404"} 1"#,
                r#"http_requests_total{route="other",method="other",status="404"} 2"#,
            ]
        );
    }
}
