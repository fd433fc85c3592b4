//! Rows that cannot be read, and addresses that can.

use rusqlite::Connection;
use serde_json::json;

use crate::support::dump;
use crate::support::server::{Server, Setup, finish};

const UNREADABLE: &str = "unreadable_row";

fn by_hand(setup: &Setup, sql: &str) {
    let db = Connection::open(setup.database()).expect("a database");
    db.execute_batch(sql).expect("changed");
}

/// A server with one profile whose address is none.
fn spoilt() -> (Setup, Server, String, String) {
    let setup = Setup::new();
    let server = setup.start();
    let (bad, good) = (server.apply("Sam", "sam@example.com"), server.apply("Kit", "kit@example.com"));
    server.stop();
    by_hand(&setup, "UPDATE talent_profiles SET email = 'CANARY no address' WHERE number = 1");
    let server = setup.start();
    (setup, server, bad, good)
}

#[test]
fn a_row_that_cannot_be_read_costs_that_row_and_is_named_in_the_log() {
    let (_setup, server, bad, good) = spoilt();
    for path in ["/api/public/profiles/", "/api/public/booking/"] {
        assert_eq!(server.get(&format!("{path}{bad}")).error(), (500, UNREADABLE.to_owned()));
        assert_eq!(server.get(&format!("{path}{good}")).status, 200);
    }
    let complete = server.post_json(&format!("/api/public/profiles/{bad}/complete"), &json!({}));
    assert_eq!(complete.error(), (500, UNREADABLE.to_owned()));
    let claim = server.post_json(&format!("/api/public/booking/{bad}/claim"), &json!({"uid": "u"}));
    assert_eq!(claim.error(), (500, UNREADABLE.to_owned()));
    assert_eq!(server.get("/readyz").status, 200);
    let (_, _, log) = server.stop();
    let named = log.iter().filter(|line| line.contains("row 1 of talent_profiles") && line.contains("email"));
    assert!(named.count() >= 4, "{log:?}");
    assert!(!log.iter().any(|line| line.contains("CANARY")), "{log:?}");
}

#[test]
fn a_browser_whose_application_cannot_be_read_can_start_over() {
    let (_setup, server, bad, _) = spoilt();
    let cookie = format!("bookhook_profile={bad}");
    for path in ["/", "/talent-network", "/schedule", "/thanks"] {
        let page = server.request("GET", path, &[("Cookie", &cookie), ("Accept", "text/html")], b"");
        assert_eq!(page.status, 500, "{path}");
        let text = page.text();
        assert!(text.contains("action=\"/schedule/leave\"") && text.contains("Start over"), "{path}: {text}");
    }
    let left = server.request("POST", "/schedule/leave", &[("Cookie", &cookie)], b"");
    assert_eq!(left.status, 303);
    assert!(left.header("Set-Cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")), "{left:?}");
}

#[test]
fn a_booking_that_cannot_be_read_is_named_too() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let body = format!(
        r#"{{"triggerEvent":"BOOKING_CREATED","payload":{{"uid":"u","metadata":{{"profileId":"{profile}"}}}}}}"#
    );
    assert_eq!(server.deliver(body.as_bytes()).status, 200);
    server.stop();
    by_hand(&setup, "UPDATE bookings SET uid = 'CANARY not a uid'");
    let server = setup.start();
    let path = format!("/api/public/booking/{profile}");
    assert_eq!(server.get(&path).error(), (500, UNREADABLE.to_owned()));
    let (_, _, log) = server.stop();
    assert!(log.iter().any(|line| line.contains("row 1 of bookings") && line.contains("uid")), "{log:?}");
    assert!(!log.iter().any(|line| line.contains("CANARY")), "{log:?}");
}

#[test]
fn every_address_that_is_taken_can_be_read_exported_imported_and_erased() {
    let setup = Setup::new();
    let server = setup.start();
    let mut addresses =
        vec![format!("{}@example.com", "\u{130}".repeat(80)), "zoe\u{308}@example.com".into()];
    addresses.extend(["\u{23a}", "\u{23e}"].map(|letter| format!("{}@example.com", letter.repeat(60))));
    let profiles: Vec<_> = addresses.iter().map(|address| server.apply("x", address)).collect();
    let long = json!({"name": "x", "email": format!("{}@example.com", "\u{130}".repeat(100))});
    assert_eq!(server.post_json("/api/public/profiles", &long).error(), (422, "invalid_field".to_owned()));
    for profile in &profiles {
        assert_eq!(server.get(&format!("/api/public/profiles/{profile}")).status, 200);
    }
    server.stop();
    let (_, text, _) = finish(setup.command(&["export", "--format", "jsonl"]));
    let target = Setup::new();
    std::fs::write(target.database().with_file_name("all.jsonl"), &text).expect("written");
    let (code, _, problem) = finish(target.command(&["import", "all.jsonl"]));
    assert_eq!(code, 0, "{problem}");
    assert_eq!(dump::everything(&target.database()), dump::everything(&setup.database()));
    for (profile, address) in profiles.iter().zip(&addresses) {
        let whom = if address.starts_with('z') { "zo\u{eb}@example.com" } else { profile };
        let (code, _, problem) = finish(target.command(&["erase", whom, "--yes"]));
        assert_eq!(code, 0, "{address}: {problem}");
    }
    assert!(dump::rows(&target.database(), "SELECT id FROM talent_profiles").is_empty());
}
