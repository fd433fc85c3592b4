//! The main job, end to end: the real binary, a fresh folder, a socket.

use serde_json::{Value, json};

use crate::support::dump;
use crate::support::patience::{LONG, is_short};
use crate::support::server::{Setup, finish};

#[test]
fn a_signed_webhook_becomes_the_booking_that_the_api_answers() {
    let setup = Setup::new().without("CAL_COM_WEBHOOK_SECRET").with("ROCKET_SHUTDOWN__GRACE", LONG);
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let url = server.url("/api/webhooks/calcom");
    let send = setup.command(&[
        "send",
        "BOOKING_CREATED",
        "--profile",
        &profile,
        "--url",
        &url,
        "--start",
        "2026-11-12T14:00:00Z",
        "--uid",
        "8hT2mQzLr4VnXsKpW6cYbe",
    ]);
    let (code, answer, problem) = finish(send);
    assert_eq!((code, problem.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(
        answer,
        json!({"success": true, "profileId": profile, "bookingId": "8hT2mQzLr4VnXsKpW6cYbe",
                              "deliveryId": 1, "outcome": "applied"})
    );

    let booking = server.get(&format!("/api/public/booking/{profile}"));
    assert_eq!(booking.header("Cache-Control"), Some("no-store"));
    let data = &booking.json()["data"];
    let seven = ["bookingId", "meetingLink", "startTime", "endTime", "attendeeName", "timezone", "status"];
    let seven: Vec<&str> = seven.iter().map(|key| data[key].as_str().expect("a text")).collect();
    assert_eq!(
        seven,
        [
            "8hT2mQzLr4VnXsKpW6cYbe",
            "https://app.cal.com/video/8hT2mQzLr4VnXsKpW6cYbe",
            "2026-11-12T14:00:00Z",
            "2026-11-12T14:30:00Z",
            "Sam Okafor",
            "America/New_York",
            "INTERVIEW_SCHEDULED",
        ]
    );

    let completed = server.post_json(&format!("/api/public/profiles/{profile}/complete"), &json!({}));
    assert_eq!(completed.status, 200);

    let row = dump::rows(
        &setup.database(),
        "SELECT calendar_booking_id, scheduled_start_time, status FROM talent_profile",
    );
    assert_eq!(
        row,
        [r#"[Text("8hT2mQzLr4VnXsKpW6cYbe"), Text("2026-11-12T14:00:00Z"), Text("INTERVIEW_SCHEDULED")]"#]
    );

    let (status, took, _) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(is_short(took), "it took {took:?}");
}

#[test]
fn a_reschedule_and_a_cancellation_show_in_the_profile() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam.okafor@example.com");
    let url = server.url("/api/webhooks/calcom");
    let status = || server.get(&format!("/api/public/profiles/{profile}")).json()["data"]["status"].clone();
    let send = |arguments: &[&str]| {
        let (code, answer, problem) = finish(setup.command(&[&["send", "--url", &url], arguments].concat()));
        assert_eq!(code, 0, "{problem}");
        serde_json::from_str::<Value>(&answer).expect("JSON")
    };
    assert_eq!(status(), "APPLIED");
    send(&["BOOKING_CREATED", "--uid", "first", "--profile", &profile]);
    let moved = send(&["--reschedule-of", "first", "--uid", "second"]);
    assert_eq!(moved["profileId"], json!(profile), "it follows the chain");
    assert_eq!(status(), "INTERVIEW_SCHEDULED");
    let rows =
        dump::rows(&setup.database(), "SELECT uid, status, rescheduled_to FROM bookings WHERE uid = 'first'");
    assert_eq!(rows, [r#"[Text("first"), Text("RESCHEDULED"), Text("second")]"#]);
    send(&["--cancel", "second", "--another-time"]);
    assert_eq!(status(), "INTERVIEW_RESCHEDULING");
    send(&["--reschedule-of", "second", "--uid", "third"]);
    assert_eq!(status(), "INTERVIEW_SCHEDULED");
    send(&["--cancel", "third"]);
    assert_eq!(status(), "INTERVIEW_CANCELLED");
}

#[test]
fn a_booking_without_a_profile_waits_for_one_with_its_address() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let (code, answer, _) =
        finish(setup.command(&["send", "BOOKING_CREATED", "--email", "late@example.com", "--url", &url]));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!((code, &answer["profileId"]), (0, &Value::Null));
    let profile = server.apply("Late", "Late@Example.com");
    let status = server.get(&format!("/api/public/booking/{profile}")).json()["data"]["status"].clone();
    assert_eq!(status, "INTERVIEW_SCHEDULED");
}

#[test]
fn replay_beside_a_running_server_is_refused_and_without_one_changes_nothing() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let url = server.url("/api/webhooks/calcom");
    finish(setup.command(&["send", "BOOKING_CREATED", "--profile", &profile, "--url", &url]));
    let (code, _, problem) = finish(setup.command(&["replay"]));
    assert_eq!(code, 4);
    assert!(problem.contains("another bookhook has") && problem.contains("help: "), "{problem}");
    server.stop();
    let before = dump::tables(&setup.database());
    let (code, said, _) = finish(setup.command(&["replay"]));
    assert_eq!((code, said.as_str()), (0, "Rebuilt bookings and profiles from 1 delivery.\n"));
    assert_eq!(dump::tables(&setup.database()), before);
}

#[test]
fn what_was_turned_away_is_told_with_the_reason() {
    let setup = Setup::new();
    let server = setup.start();
    server.request("POST", "/api/webhooks/calcom", &[("X-Cal-Signature-256", "no-secret-provided")], b"{}");
    server.deliver(&crate::support::server::wire("PING"));
    server.stop();
    let (code, said, _) = finish(setup.command(&["deliveries"]));
    assert_eq!(code, 0);
    assert!(said.contains("PING") && said.contains("test button; the signature verified"), "{said}");
    assert!(said.contains("signature_no_secret: once"), "{said}");
    let (_, said, _) = finish(setup.command(&["deliveries", "1"]));
    assert!(said.contains("\"triggerEvent\": \"PING\""), "{said}");
}

#[test]
fn every_trigger_can_be_sent_by_hand() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    for trigger in bookhook::calcom::trigger::Trigger::ALL {
        let (code, answer, problem) = finish(setup.command(&["send", trigger.name(), "--url", &url]));
        assert_eq!(code, 0, "{}: {problem}", trigger.name());
        let outcome = serde_json::from_str::<Value>(&answer).expect("JSON")["outcome"].clone();
        assert!(outcome == "applied" || outcome == "ignored", "{}: {outcome}", trigger.name());
    }
}

#[test]
fn a_body_from_a_file_is_sent_as_it_is() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let body = std::path::absolute("tests/fixtures/calcom/wire/BOOKING_CREATED.body").expect("a path");
    let (code, answer, _) =
        finish(setup.command(&["send", "--file", body.to_str().expect("a path"), "--url", &url]));
    assert_eq!(code, 0);
    assert!(answer.contains(r#""bookingId":"8hT2mQzLr4VnXsKpW6cYbe""#), "{answer}");
}

#[test]
fn a_delivery_signed_with_another_secret_fails_with_advice() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let mut other = setup.command(&["send", "PING", "--url", &url]);
    other.env("CAL_COM_WEBHOOK_SECRET", "another");
    let (code, answer, problem) = finish(other);
    assert_eq!(code, 1);
    assert!(
        answer.contains("signature_mismatch") && problem.contains("help: sign with"),
        "{answer}{problem}"
    );
}
