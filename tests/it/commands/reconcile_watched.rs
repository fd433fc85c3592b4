//! What a team sees of passes: in the log, in readiness, in the metrics, in `check` and in
//! `deliveries`; and the key and the secret in none of them, nor in any file.

use std::fs;
use std::path::Path;
use std::thread::scope;

use serde_json::{Value, json};

use super::reconcile::{booking, pass, quiet};
use crate::support::cal_api::{CalApi, Failing, KEY};
use crate::support::patience::eventually;
use crate::support::server::{SECRET, Server, Setup, finish, wire};

/// Fails if the key or the secret is there.
#[track_caller]
fn is_discreet(what: &str, text: &str) {
    assert!(!text.contains(KEY) && !text.contains(SECRET), "{what}: {text}");
}

/// The same of all files in a folder.
fn holds_no_secret(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            holds_no_secret(&path);
        } else if let Ok(bytes) = fs::read(&path) {
            is_discreet(&path.display().to_string(), &String::from_utf8_lossy(&bytes));
        }
    }
}

/// With everything that tells, in one format of the log.
fn watched(setup: Setup, format: &str) -> Setup {
    setup
        .with("BOOKHOOK_LOG", "trace")
        .with("BOOKHOOK_LOG_FORMAT", format)
        .with("BOOKHOOK_METRICS_ADDRESS", "127.0.0.1:0")
}

/// What readiness says of Cal.com. Whatever that is, deliveries are taken.
fn readiness(server: &Server) -> Value {
    let answer = server.get("/readyz");
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("ready")), "{answer:?}");
    is_discreet("/readyz", &answer.text());
    answer.json()["calcom"].take()
}

/// Waits until it says so; it may be a second old.
#[track_caller]
fn until(server: &Server, field: &str, value: &Value) -> Value {
    eventually(field, || Some(readiness(server)).filter(|said| said[field] == *value))
}

/// The value of a metric.
fn metric(server: &Server, name: &str) -> Option<f64> {
    let metrics = server.metrics().text();
    is_discreet("/metrics", &metrics);
    metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?.parse().ok()
}

/// A way in which Cal.com fails.
struct Failure {
    code: &'static str,
    words: &'static str,
    remedy: &'static str,
    make: fn(&CalApi),
}

fn answers(api: &CalApi, failing: &Failing) {
    api.state().failing = (0..100).map(|number| (number, failing.clone())).collect();
}

fn error(message: &str) -> String {
    json!({ "status": "error", "error": { "code": "E", "message": message, "details": [KEY, SECRET] } })
        .to_string()
}

const FAILURES: [Failure; 11] = [
    Failure {
        code: "key_expired",
        words: "the API key is expired",
        remedy: "put it in CAL_COM_API_KEY",
        make: |api| answers(api, &Failing::Answer(401, error("Your api key is expired"))),
    },
    Failure {
        code: "key_unknown",
        words: "does not know the API key",
        remedy: "put it in CAL_COM_API_KEY",
        make: |api| answers(api, &Failing::Answer(401, error(&format!("{KEY} is not valid")))),
    },
    Failure {
        code: "no_licence",
        words: "has no licence for its API",
        remedy: "needs CALCOM_LICENSE_KEY",
        make: |api| answers(api, &Failing::Answer(401, error("CALCOM_LICENSE_KEY is not set"))),
    },
    Failure {
        code: "forbidden",
        words: "does not allow the API key",
        remedy: "use the key of somebody who may",
        make: |api| answers(api, &Failing::Answer(403, error(SECRET))),
    },
    Failure {
        code: "not_the_api",
        words: "is not Cal.com's API: it answered with a page",
        remedy: "cal_api_url",
        make: |api| answers(api, &Failing::Answer(200, format!("<html>{KEY}{SECRET}"))),
    },
    Failure {
        code: "not_the_api",
        words: "in an unexpected format",
        remedy: "cal_api_url",
        make: |api| answers(api, &Failing::Answer(200, json!({ "data": [KEY, SECRET] }).to_string())),
    },
    Failure {
        code: "redirected",
        words: "redirects the request",
        remedy: "set cal_api_url to the address",
        make: |api| {
            let headers = "Location: https://evil.example/cal_live_canary_0123456789/s3cr3t-webhook-key\r\n";
            answers(api, &Failing::With(302, headers));
        },
    },
    Failure {
        code: "server_failed",
        words: "failed with status 502",
        remedy: "try again later",
        make: |api| answers(api, &Failing::Answer(502, format!("<html>{KEY}{SECRET}"))),
    },
    Failure {
        code: "no_answer",
        words: "closed the connection before it answered",
        remedy: "look into the server's log",
        make: |api| answers(api, &Failing::Silence),
    },
    Failure {
        code: "no_event_type",
        words: "matches cal_link",
        remedy: "correct cal_link",
        make: |api| api.state().event_types.clear(),
    },
    Failure {
        code: "refused",
        words: "answered 418",
        remedy: "docs/calcom-setup.md",
        make: |api| answers(api, &Failing::Answer(418, error(KEY))),
    },
];

/// A server meets a failure in its pass by the clock, and takes deliveries all the same.
fn says(failure: &Failure, format: &str) {
    let Failure { code, words, remedy, make } = failure;
    let api = CalApi::start();
    make(&api);
    let setup = watched(api.setup(), format);
    let server = setup.start();
    let said = until(&server, "problem", &json!(code));
    let is_of_the_key = ["key_expired", "key_unknown", "no_licence"].contains(code);
    assert_eq!(said["status"], json!(if is_of_the_key { "key_refused" } else { "unseen" }));
    assert_eq!((&said["flaws"], &said["lastPassAt"]), (&Value::Null, &Value::Null), "{said}");
    assert_eq!(metric(&server, "bookhook_reconcile_failing"), Some(1.0));
    assert_eq!(metric(&server, "bookhook_reconcile_failures"), Some(1.0));
    assert_eq!(metric(&server, "bookhook_calcom_flaws"), None, "nobody could look");
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    let (_, _, log) = server.stop();
    let lines: Vec<&String> =
        log.iter().filter(|line| line.contains("reconciliation with Cal.com failed")).collect();
    assert_eq!(lines.len(), 1, "{log:?}");
    assert!(lines[0].contains(words) && lines[0].contains(remedy), "{lines:?}");
    assert!(lines[0].contains("warn"), "{lines:?}");
    is_discreet("the log", &log.join("\n"));
    let (code, out, problem) = finish(setup.command(&["reconcile"]));
    assert_eq!((code, problem.contains(words)), (1, true), "{problem}");
    is_discreet("the command", &format!("{out}{problem}"));
    holds_no_secret(setup.database().parent().expect("a folder"));
}

#[test]
fn what_fails_in_a_pass_by_the_clock_is_one_line_with_its_remedy_and_tells_no_secret() {
    for some in FAILURES.chunks(6) {
        scope(|threads| {
            for (failure, format) in some.iter().zip(["text", "json"].into_iter().cycle()) {
                threads.spawn(move || says(failure, format));
            }
        });
    }
}

#[test]
fn a_pass_that_succeeds_tells_no_secret_and_logs_nobody_s_data() {
    let case = |format| {
        let api = CalApi::start();
        let mut sam = booking("told", 50);
        sam["title"] = json!("Canary title");
        sam["attendees"][0]["name"] = json!("Canary Sam");
        sam["bookingFieldsResponses"] = json!({ "email": "sam@canary.example" });
        api.state().bookings = vec![sam];
        let setup = watched(api.setup(), format);
        let server = setup.start();
        until(&server, "repaired", &json!(1));
        // A pass is counted after what it repaired is on disk.
        let is_counted = || metric(&server, "bookhook_reconcile_repaired_bookings") == Some(1.0);
        eventually("count", || is_counted().then_some(()));
        let (_, _, log) = server.stop();
        let mut repaired =
            log.iter().filter(|line| line.contains("repaired bookings that no webhook had reported"));
        let said = repaired.next().expect("a line");
        assert!(said.contains("last_delivery") && repaired.next().is_none(), "{log:?}");
        let log = log.join("\n");
        is_discreet("the log", &log);
        assert!(!log.to_lowercase().contains("canary"), "{log}");
        holds_no_secret(setup.database().parent().expect("a folder"));
    };
    scope(|threads| {
        for format in ["text", "json"] {
            threads.spawn(move || case(format));
        }
    });
}

#[test]
fn without_a_key_readiness_says_nothing_of_cal_com() {
    assert_eq!(readiness(&Setup::new().start()), Value::Null);
}

#[test]
fn readiness_tells_what_the_last_pass_saw_and_asks_cal_com_nothing() {
    let api = CalApi::start();
    let setup = watched(quiet(&api), "text");
    let server = setup.start();
    let said = readiness(&server);
    assert_eq!((&said["status"], &said["flaws"]), (&json!("unseen"), &Value::Null), "{said}");
    pass(&setup);
    let said = until(&server, "status", &json!("flawed"));
    assert_eq!(said["flaws"], json!(["subscription_missing", "redirect_missing"]));
    assert_eq!(metric(&server, "bookhook_calcom_flaws"), Some(2.0));
    assert_eq!(metric(&server, "bookhook_calcom_flaw{flaw=\"redirect_missing\"}"), Some(1.0));
    assert_eq!(finish(setup.command(&["connect", "--yes"])).0, 0);
    api.state().ahead = 3600;
    pass(&setup);
    let said = until(&server, "status", &json!("ok"));
    let number = |field: &str| said[field].as_i64().expect(field);
    assert!((3500..3700).contains(&number("clockAheadSeconds")), "{said}");
    assert!(number("lastPassAgeSeconds") < 1800, "by Cal.com's clock: {said}");
    assert_eq!((&said["problem"], &said["repaired"]), (&Value::Null, &json!(0)), "{said}");
    assert!(said["lastPassAt"].is_string(), "{said}");
    assert!(metric(&server, "bookhook_calcom_clock_difference_seconds").is_some_and(|time| time > 3500.0));
    assert!(metric(&server, "bookhook_last_reconcile_age_seconds").is_some_and(|age| age < 1800.0));
    assert_eq!(metric(&server, "bookhook_reconcile_failing"), Some(0.0));
    api.take_asked();
    for _ in 0..20 {
        readiness(&server);
    }
    assert_eq!(api.take_asked().len(), 0);
    // What was seen before does not stand when nobody can look any more.
    answers(&api, &Failing::Answer(403, "{}".into()));
    assert_eq!(finish(setup.command(&["reconcile"])).0, 1);
    let said = until(&server, "status", &json!("unseen"));
    assert_eq!((&said["flaws"], &said["problem"]), (&Value::Null, &json!("forbidden")), "{said}");
    assert!(said["lastPassAt"].is_string(), "{said}");
}

/// The line of `bookhook check` about this.
fn checked(setup: &Setup, what: &str) -> String {
    let (_, said, _) = finish(setup.command(&["check"]));
    let line = said.lines().find(|line| line.split_whitespace().nth(1) == Some(what));
    line.unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn that_repairs_keep_coming_is_said_everywhere() {
    let api = CalApi::start();
    let setup = watched(quiet(&api), "text");
    let server = setup.start();
    assert!(checked(&setup, "reconcile").contains("off"));
    // What the first pass finds is no sign that webhooks fail.
    for n in 0..3 {
        api.state().bookings.push(booking(&format!("lost{n}"), 10));
        pass(&setup);
    }
    let said = checked(&setup, "reconcile");
    assert!(said.starts_with("ok") && said.contains("repaired 1 booking"), "{said}");
    let said = until(&server, "repaired", &json!(1));
    assert_eq!(said["repairsKeepComing"], json!(false));
    api.state().bookings.push(booking("lost3", 10));
    pass(&setup);
    let said = checked(&setup, "reconcile");
    assert!(said.starts_with("warn") && said.contains("3 of the last 8 passes repaired some"), "{said}");
    assert!(said.contains("webhooks do not arrive"), "{said}");
    until(&server, "repairsKeepComing", &json!(true));
    assert_eq!(metric(&server, "bookhook_reconcile_repairing_passes"), Some(3.0));
    assert_eq!(metric(&server, "bookhook_reconcile_repaired_bookings"), Some(4.0));
    let (_, _, log) = server.stop();
    let repaired = log.iter().filter(|line| line.contains("repaired=1")).count();
    assert_eq!(repaired, 4, "{log:?}");
}

#[test]
fn a_repair_is_no_delivery_and_deliveries_show_where_it_came_from() {
    let api = CalApi::start();
    let setup = watched(quiet(&api), "text");
    let server = setup.start();
    api.state().bookings = vec![booking("lost", 10)];
    pass(&setup);
    assert_eq!(metric(&server, "bookhook_last_delivery_age_seconds"), None);
    let said = checked(&setup, "deliveries");
    assert!(said.contains("none has arrived yet"), "{said}");
    let (_, list, _) = finish(setup.command(&["deliveries"]));
    assert!(list.contains("API_BOOKING") && list.contains("lost"), "{list}");
    let (_, one, _) = finish(setup.command(&["deliveries", "1"]));
    assert!(one.contains("source    Cal.com's API; no webhook had reported it"), "{one}");
    assert_eq!(server.deliver(&wire("PING")).status, 200);
    assert!(metric(&server, "bookhook_last_delivery_age_seconds").is_some());
    assert!(checked(&setup, "deliveries").contains("the last one arrived"));
}
