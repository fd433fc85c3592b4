//! The public JSON API.

use serde_json::{Value, json};

use crate::support::server::{Setup, UID, wire};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn a_profile_without_a_booking_answers_with_the_seven_keys() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let answer = server.get(&format!("/api/public/booking/{profile}"));
    let data = &answer.json()["data"];
    assert_eq!(data["status"], "APPLIED");
    for key in ["bookingId", "meetingLink", "startTime", "endTime", "attendeeName", "timezone"] {
        assert_eq!(data.get(key), Some(&Value::Null), "{key}");
    }
}

#[test]
fn what_was_acknowledged_shows_in_the_very_next_read() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let status = || {
        let answer = server.get(&format!("/api/public/booking/{profile}"));
        answer.json()["data"]["status"].as_str().expect("a status").to_owned()
    };
    for n in 0..20 {
        let mut body: Value = serde_json::from_slice(&wire("BOOKING_CREATED")).expect("a fixture");
        body["createdAt"] = json!(format!("2026-01-01T00:{n:02}:00Z"));
        body["payload"]["metadata"] = json!({"profileId": profile});
        assert_eq!(server.deliver(body.to_string().as_bytes()).status, 200);
        assert_eq!(status(), "INTERVIEW_SCHEDULED");
        body["triggerEvent"] = json!("BOOKING_CANCELLED");
        body["createdAt"] = json!(format!("2026-01-01T00:{n:02}:30Z"));
        body["payload"]["status"] = json!("CANCELLED");
        assert_eq!(server.deliver(body.to_string().as_bytes()).status, 200);
        assert_eq!(status(), "INTERVIEW_CANCELLED");
    }
}

#[test]
fn a_new_profile_says_where_to_book() {
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/interview");
    let server = setup.start();
    let answer =
        server.post_json("/api/public/profiles", &json!({"name": "Sam Okafor", "email": "sam@example.com"}));
    let data = &answer.json()["data"];
    let id = data["profileId"].as_str().expect("an id");
    assert_eq!((answer.status, &data["status"]), (201, &json!("APPLIED")));
    let link = format!(
        "https://cal.com/team/interview?name=Sam+Okafor&email=sam%40example.com&metadata%5BprofileId%5D={id}"
    );
    assert_eq!(data["bookingUrl"], json!(link));
    assert_eq!(data["scheduleUrl"], "http://localhost:3001/schedule");
}

#[test]
fn every_error_has_the_one_envelope() {
    let setup = Setup::new();
    let server = setup.start();
    let json = [("Content-Type", "application/json")];
    let post = |body: &[u8]| server.request("POST", "/api/public/profiles", &json, body).error();
    let cases = [
        (server.get(&format!("/api/public/booking/{NOBODY}")).error(), 404, "profile_not_found"),
        (server.get("/api/public/booking/1").error(), 404, "profile_not_found"),
        (server.get(&format!("/api/public/profiles/{NOBODY}")).error(), 404, "profile_not_found"),
        (server.get("/api/nothing").error(), 404, "not_found"),
        (server.get("/api/public/booking/").error(), 404, "not_found"),
        (server.get("/api/public").error(), 404, "not_found"),
        (server.get("/api/public/nothing/at/all").error(), 404, "not_found"),
        (server.request("PUT", "/api/public/nothing", &[], b"").error(), 404, "not_found"),
        (post(b"{"), 400, "malformed_json"),
        (post(b"[]"), 400, "malformed_json"),
        (post(br#"{"name":"Sam"}"#), 422, "invalid_field"),
        (server.get("/api/public/booking").error(), 404, "not_found"),
        (server.get("/api/public/nothing").error(), 404, "not_found"),
        (post(br#"{"name":"","email":"sam@example.com"}"#), 422, "invalid_field"),
        (post(br#"{"name":"Sam","email":"nobody"}"#), 422, "invalid_field"),
        (post(&vec![b' '; 70_000]), 413, "body_too_large"),
        (
            server.request("POST", "/api/public/profiles", &[("Content-Type", "text/plain")], b"{}").error(),
            415,
            "not_json",
        ),
        (server.request("POST", "/api/public/booking/x", &[], b"").error(), 405, "method_not_allowed"),
    ];
    for ((status, code), expected_status, expected_code) in cases {
        assert_eq!((status, code.as_str()), (expected_status, expected_code));
    }
}

#[test]
fn a_refused_application_says_every_field_that_is_wrong() {
    let setup = Setup::new();
    let server = setup.start();
    let body = json!({"name": "", "email": "nobody", "role": "Engineer", "answers": {"skills": 5}});
    let refused = server.post_json("/api/public/profiles", &body);
    assert_eq!(refused.error(), (422, "invalid_field".to_owned()));
    let error = &refused.json()["error"];
    let fields: Vec<_> =
        error["fields"].as_array().expect("fields").iter().map(|wrong| &wrong["field"]).collect();
    assert_eq!(fields, ["name", "email", "answers.skills", "role"]);
    assert_eq!(error["field"], "name");
    let message = format!("name: {}", error["fields"][0]["message"].as_str().expect("a message"));
    assert_eq!(error["message"], message);
    let other = server.get("/api/nothing").json();
    assert_eq!(other["error"].as_object().expect("an error").len(), 2, "{other}");
}

#[test]
fn a_key_that_is_no_field_is_refused() {
    let setup = Setup::new();
    let server = setup.start();
    let body = json!({"name": "Sam", "email": "sam@example.com", "role": "Engineer"});
    let refused = server.post_json("/api/public/profiles", &body);
    assert_eq!((refused.status, &refused.json()["error"]["field"]), (422, &json!("role")));
}

#[test]
fn a_browser_at_the_webhook_s_address_is_told_what_it_is_for() {
    let setup = Setup::new();
    let answer = setup.start().get("/api/webhooks/calcom");
    assert_eq!((answer.status, answer.header("Allow")), (405, Some("POST")));
    let message = answer.json()["error"]["message"].as_str().expect("a message").to_owned();
    assert!(message.contains("Cal.com") && message.contains("subscriber URL"), "{message}");
}

#[test]
fn only_an_application_whose_interview_stands_can_be_completed_and_once() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam.okafor@example.com");
    let complete = || server.post_json(&format!("/api/public/profiles/{profile}/complete"), &json!({}));
    assert_eq!(complete().error(), (422, "interview_not_scheduled".to_owned()));
    server.deliver(&wire("BOOKING_CREATED"));
    assert_eq!(complete().error(), (422, "booking_not_claimed".to_owned()));
    server.claim(&profile, UID);
    let first = complete();
    assert_eq!(first.status, 200);
    assert_eq!(complete().json(), first.json());
    let unknown = server.post_json(&format!("/api/public/profiles/{NOBODY}/complete"), &json!({}));
    assert_eq!(unknown.error(), (404, "profile_not_found".to_owned()));
}

#[test]
fn only_pages_of_allowed_origins_may_read_answers() {
    let setup = Setup::new().with("BOOKHOOK_ALLOWED_ORIGINS", "https://careers.example.com");
    let server = setup.start();
    let from = |origin: &str, method: &str| {
        server.request(method, "/api/public/profiles", &[("Origin", origin)], b"")
    };
    let preflight = from("https://careers.example.com", "OPTIONS");
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("Access-Control-Allow-Origin"), Some("https://careers.example.com"));
    assert_eq!(preflight.header("Access-Control-Allow-Headers"), Some("Content-Type"));
    assert_eq!(preflight.header("Vary"), Some("Origin"));
    assert_eq!(from("https://evil.example", "OPTIONS").header("Access-Control-Allow-Origin"), None);
    assert_eq!(from("https://evil.example", "POST").header("Access-Control-Allow-Origin"), None);
}

#[test]
fn pages_of_origins_that_fit_a_pattern_may_read_answers() {
    let setup = Setup::new().with("BOOKHOOK_ALLOWED_ORIGINS", "https://*.preview.example.com");
    let server = setup.start();
    let allowed = |origin: &str, path: &str| {
        let answer = server.request("GET", path, &[("Origin", origin)], b"");
        answer.header("Access-Control-Allow-Origin").map(str::to_owned)
    };
    let preview = "https://branch-7.preview.example.com";
    for path in ["/api/public/profiles/x", "/openapi.json"] {
        assert_eq!(allowed(preview, path).as_deref(), Some(preview));
        assert_eq!(allowed("https://a.b.preview.example.com", path), None);
    }
    assert_eq!(allowed(preview, "/readyz"), None);
}

#[test]
fn a_refused_preflight_says_why_in_one_line_of_the_log() {
    let setup = Setup::new()
        .with("BOOKHOOK_ALLOWED_ORIGINS", "https://careers.example.com")
        .with("BOOKHOOK_LOG_FORMAT", "json");
    let server = setup.start();
    let ask = |origin: &str, method: &str, headers: &str| {
        let asked = [
            ("Origin", origin),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", headers),
        ];
        assert_eq!(server.request("OPTIONS", "/api/public/profiles", &asked, b"").status, 204);
    };
    let careers = "https://careers.example.com";
    ask(careers, "POST", "content-type");
    ask("https://other.example.com", "POST", "content-type");
    ask(careers, "PUT", "content-type");
    ask(careers, "POST", "content-type, X-Requested-With");
    ask(careers, "POST", "x-canary,content-type");
    let (_, _, log) = server.stop();
    let lines: Vec<Value> = log
        .iter()
        .filter(|line| line.contains("from another origin"))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let told: Vec<_> = lines.iter().map(|line| (&line["reason"], &line["header"])).collect();
    let (none, header) = (&Value::Null, &json!("header_not_allowed"));
    let expected = [
        (&json!("origin_not_allowed"), none),
        (&json!("method_not_allowed"), none),
        (header, &json!("x-requested-with")),
        (header, &json!("another")),
    ];
    assert_eq!(told, expected);
}

#[test]
fn one_address_may_make_only_so_many_profiles() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "2");
    let server = setup.start();
    let apply =
        || server.post_json("/api/public/profiles", &json!({"name": "Sam", "email": "sam@example.com"}));
    assert_eq!([apply().status, apply().status], [201, 201]);
    let refused = apply();
    assert_eq!(refused.error(), (429, "too_many_requests".to_owned()));
    let wait: u64 = refused.header("Retry-After").and_then(|wait| wait.parse().ok()).expect("seconds");
    assert!((1..=31).contains(&wait), "{wait}");
}
