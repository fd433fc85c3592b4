//! `GET /api/public/booking/<profileId>`.

use serde_json::{Value, json};

use crate::support::server::{Setup, wire};

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
