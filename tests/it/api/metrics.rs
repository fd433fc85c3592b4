//! What Prometheus is told.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;

use bookhook::calcom::signature::{Secret, sign};
use serde_json::json;

use crate::support::cal_api::CalApi;
use crate::support::patience::{LONG, eventually, is_short};
use crate::support::server::{Server, Setup, WEBHOOK, finish, wire};

fn watched() -> Setup {
    Setup::new().with("BOOKHOOK_METRICS_ADDRESS", "127.0.0.1:0")
}

/// The value of a series, by its whole name with labels.
fn value(metrics: &str, series: &str) -> Option<f64> {
    let rest = metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '))?;
    rest.parse().ok()
}

#[test]
fn deliveries_are_counted_by_trigger_and_outcome() {
    let setup = watched();
    let server = setup.start();
    for _ in 0..2 {
        assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    }
    assert_eq!(server.deliver(br#"{"triggerEvent":"SOMETHING_NEW","payload":{}}"#).status, 200);
    let metrics = server.metrics().text();
    let count = |trigger: &str, outcome: &str| {
        let labels = format!("{{trigger=\"{trigger}\",outcome=\"{outcome}\"}}");
        value(&metrics, &format!("bookhook_deliveries_total{labels}"))
    };
    assert_eq!(count("BOOKING_CREATED", "applied"), Some(1.0), "{metrics}");
    assert_eq!(count("BOOKING_CREATED", "duplicate"), Some(1.0));
    assert_eq!(count("other", "ignored"), Some(1.0));
    assert!(!metrics.contains("SOMETHING_NEW"));
    assert_eq!(value(&metrics, "bookhook_unmatched_bookings"), Some(1.0));
    assert!(value(&metrics, "bookhook_last_delivery_age_seconds").is_some_and(|age| age < 60.0));
}

#[test]
fn deliveries_are_counted_by_the_secret_that_verified_them() {
    let setup = watched().with("CAL_COM_WEBHOOK_SECRET_PREVIOUS", "the one before");
    let server = setup.start();
    let count = |secret: &str| {
        let series = format!("bookhook_deliveries_by_secret_total{{secret=\"{secret}\"}}");
        value(&server.metrics().text(), &series)
    };
    assert_eq!((count("current"), count("previous")), (Some(0.0), Some(0.0)));
    let body = wire("BOOKING_CREATED");
    let signature = sign(&Secret::new("the one before").expect("a secret"), &body);
    assert_eq!(server.request("POST", WEBHOOK, &[("X-Cal-Signature-256", &signature)], &body).status, 200);
    assert_eq!((count("current"), count("previous")), (Some(0.0), Some(1.0)));
    assert_eq!(server.deliver(&body).status, 200);
    assert_eq!((count("current"), count("previous")), (Some(1.0), Some(1.0)));
}

#[test]
fn refusals_are_counted_by_reason_and_requests_by_route() {
    let setup = watched();
    let server = setup.start();
    assert_eq!(server.request("POST", WEBHOOK, &[], b"x").status, 401);
    assert_eq!(server.get("/nowhere/at/all").status, 404);
    assert_eq!(server.request("GET", "/nowhere", &[("Accept", "text/html")], b"").status, 404);
    assert_eq!(server.request("DELETE", "/healthz", &[], b"").status, 405);
    assert_eq!(server.get("/healthz?a=b").status, 200);
    let metrics = server.metrics().text();
    let refused = |reason| value(&metrics, &format!("bookhook_refusals_total{{reason=\"{reason}\"}}"));
    assert_eq!((refused("signature_missing"), refused("not_found")), (Some(1.0), Some(2.0)), "{metrics}");
    let requests = |labels| value(&metrics, &format!("bookhook_http_requests_total{{{labels}}}"));
    let webhook = format!("route=\"{WEBHOOK}\",method=\"POST\",status=\"401\"");
    assert_eq!(requests(webhook), Some(1.0), "{metrics}");
    assert_eq!(requests("route=\"/healthz\",method=\"GET\",status=\"200\"".into()), Some(1.0));
    assert_eq!(requests("route=\"other\",method=\"GET\",status=\"404\"".into()), Some(2.0));
    assert_eq!(requests("route=\"other\",method=\"other\",status=\"405\"".into()), Some(1.0));
    let latency = "bookhook_http_request_duration_seconds_count{route=\"/healthz\",method=\"GET\"}";
    assert_eq!(value(&metrics, latency), Some(1.0));
}

#[test]
fn commits_the_file_and_the_queue_are_measured() {
    let setup = watched();
    let server = setup.start();
    server.apply("Sam Okafor", "sam.okafor@example.com");
    let metrics = server.metrics().text();
    let value = |name: &str| value(&metrics, &format!("bookhook_{name}")).unwrap_or(-1.0);
    assert!(value("commit_duration_seconds_sum") > 0.0);
    let (jobs, commits) = (value("commit_batch_jobs_sum"), value("commit_duration_seconds_count"));
    assert!((1.0..=jobs).contains(&commits), "{metrics}");
    assert_eq!((value("queue_jobs"), value("queue_bytes"), value("event_streams")), (0.0, 0.0, 0.0));
    for size in ["database_bytes", "wal_bytes", "disk_free_bytes", "process_start_time_seconds"] {
        assert!(value(size) > 0.0, "{size}: {metrics}");
    }
    assert!(!metrics.contains("bookhook_last_delivery_age_seconds"), "none has arrived");
    let build = format!("bookhook_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
    assert!(metrics.contains(&build) && metrics.ends_with("# EOF\n"));
}

#[test]
fn an_open_event_stream_is_counted() {
    use std::io::{Read, Write};
    let setup = watched();
    let server = setup.start();
    let id = server.apply("Sam Okafor", "sam.okafor@example.com");
    let mut stream = server.connect();
    write!(stream, "GET /api/public/booking/{id}/events HTTP/1.1\r\nHost: x\r\n\r\n").expect("asked");
    stream.read_exact(&mut [0; 12]).expect("an answer");
    assert_eq!(value(&server.metrics().text(), "bookhook_event_streams"), Some(1.0));
}

#[test]
fn the_metrics_are_nowhere_else() {
    let setup = watched();
    let server = setup.start();
    assert_eq!(server.get("/metrics").status, 404);
    let answer = server.metrics();
    let kind = answer.header("Content-Type");
    assert_eq!(kind, Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
}

#[test]
fn the_server_stops_at_once_with_metrics() {
    let setup = watched().with("ROCKET_SHUTDOWN__GRACE", LONG);
    let server = setup.start();
    assert_eq!(server.metrics().status, 200);
    let (status, took, log) = server.stop();
    assert!(status.success() && is_short(took), "{status} {took:?} {log:?}");
}

#[test]
fn a_taken_address_of_the_metrics_stops_the_start() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let setup = Setup::new().with("BOOKHOOK_METRICS_ADDRESS", &address).with("ROCKET_PORT", "0");
    let (code, _, problem) = finish(setup.command(&[]));
    assert_eq!(code, 1);
    assert!(problem.contains(&format!("cannot listen on {address}")), "{problem}");
    assert!(problem.contains("BOOKHOOK_METRICS_ADDRESS"), "{problem}");
}

/// Everything that may be told, told at least once.
fn all_metrics() -> String {
    let api = CalApi::start();
    let setup =
        api.setup().with("BOOKHOOK_METRICS_ADDRESS", "127.0.0.1:0").with("BOOKHOOK_BACKUP__EVERY", "1h");
    let server = setup.start();
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    assert_eq!(server.post_json("/api/public/profiles", &json!([])).status, 400);
    wait_for(&server, "bookhook_last_reconcile_age_seconds");
    wait_for(&server, "bookhook_last_backup_age_seconds")
}

fn wait_for(server: &Server, name: &str) -> String {
    eventually(name, || Some(server.metrics().text()).filter(|metrics| value(metrics, name).is_some()))
}

#[test]
fn the_guide_lists_the_metrics_that_there_are() {
    let metrics = all_metrics();
    // A counter has its ending in queries and not in this line, an info as well.
    let kinds = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let told: BTreeSet<String> = kinds
        .filter_map(|line| line.split_once(' '))
        .map(|(name, kind)| match kind {
            "counter" => format!("{name}_total"),
            "info" => format!("{name}_info"),
            _ => name.to_owned(),
        })
        .collect();
    let guide = fs::read_to_string("docs/production.md").expect("the guide");
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `bookhook_"));
    let listed = rows.filter_map(|row| Some(format!("bookhook_{}", row.split(['`', '{']).next()?)));
    assert_eq!(listed.collect::<BTreeSet<_>>(), told);
}

#[test]
fn the_rules_in_the_guide_ask_for_metrics_that_there_are() {
    let metrics = all_metrics();
    let guide = fs::read_to_string("docs/production.md").expect("the guide");
    let rules: Vec<_> = guide.lines().filter(|line| line.trim_start().starts_with("expr: ")).collect();
    assert!(rules.len() > 4, "{rules:?}");
    let asked = rules.iter().flat_map(|rule| rule.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    for name in asked.filter(|word| word.starts_with("bookhook_")) {
        let family = name.trim_end_matches("_total").trim_end_matches("_bucket");
        assert!(metrics.contains(&format!("# TYPE {family} ")), "there is no {name}");
    }
}
