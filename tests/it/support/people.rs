//! Databases full of people, and canaries to find again.

use std::fs;
use std::path::PathBuf;

use crate::support::databases::used;
use crate::support::server::{Setup, finish, wire};
use crate::support::team::{join, link, post};

pub(crate) fn path(setup: &Setup, name: &str) -> PathBuf {
    setup.database().with_file_name(name)
}

/// A used database with a body that is no text.
pub(crate) fn rich() -> Setup {
    let setup = used();
    let server = setup.start();
    server.deliver(b"\xff\xfe no text");
    server.deliver(&wire("BOOKING_CREATED.seat"));
    server.request("POST", "/api/webhooks/calcom", &[], b"{}");
    server.apply("=cmd|' /C calc'!A0", "formula@example.com");
    server.stop();
    setup
}

/// The export of a database, and an empty place to import it to.
pub(crate) fn exported(setup: &Setup) -> (Setup, String) {
    let (code, text, problem) = finish(setup.command(&["export", "--format", "jsonl"]));
    assert_eq!(code, 0, "{problem}");
    (Setup::new(), text)
}

pub(crate) fn import(target: &Setup, text: &str) -> (i32, String) {
    fs::write(path(target, "all.jsonl"), text).expect("written");
    let (code, said, problem) = finish(target.command(&["import", "all.jsonl"]));
    (code, said + &problem)
}

pub(crate) fn body(trigger: &str, uid: &str, at: &str, more: &str) -> Vec<u8> {
    let text = format!(
        r#"{{"triggerEvent":"{trigger}","createdAt":"2026-01-{at}T00:00:00Z","payload":{{"uid":"{uid}",
            "title":"Interview between Host and Canary Person","startTime":"2026-02-01T10:00:00Z",
            "location":"CANARY-STREET 1","additionalNotes":"CANARY-NOTE","type":"interview",
            "organizer":{{"name":"Host"}},"responses":{{"phone":{{"value":"+49 170 CANARY"}}}},
            "rescheduleLink":"https://x.example/?email=canary%40example.com",
            "attendees":[{{"name":"Canary Person","email":"Canary@Example.com","timeZone":"Europe/Berlin"}}]{more}}}}}"#
    );
    text.into_bytes()
}

/// Bookings of the person and of others, what the team thinks, and what else tells of the person.
pub(crate) fn canaries() -> (Setup, String, Vec<Vec<u8>>) {
    let setup = used();
    let server = setup.start();
    let answers = serde_json::json!({"name": "Canary Person", "email": "canary@example.com",
        "answers": {"role": "CANARY-ANSWER"}});
    let made = server.post_json("/api/public/profiles", &answers).json();
    let profile = made["data"]["profileId"].as_str().expect("a profile").to_owned();
    let bodies = vec![
        body("BOOKING_CREATED", "c1", "01", &format!(r#","metadata":{{"profileId":"{profile}"}}"#)),
        body("BOOKING_RESCHEDULED", "c2", "02", r#","rescheduleUid":"c1""#),
        body("BOOKING_CANCELLED", "c2", "03", r#","cancellationReason":"CANARY-REASON""#),
        body("BOOKING_NO_SHOW_UPDATED", "c2", "04", ""),
        br#"{"triggerEvent":"FORM_SUBMITTED","payload":{"email":"canary\u0040example.com","n":"CANARY-NOTE"}}"#.to_vec(),
        b"custom template for canary@example.com, CANARY-NOTE".to_vec(),
        br#"{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-05T00:00:00Z","payload":{"uid":"other",
            "title":"Kit and Canary Person","attendees":[{"name":"Kit","email":"kit@example.com"},
            {"name":"Canary Person","email":"canary@example.com"}]}}"#
            .to_vec(),
    ];
    for body in &bodies {
        assert_eq!(server.deliver(body).status, 200);
    }
    let owner = join(&server, &link(&setup, &["invite"]), "Dana");
    for (path, form) in [("notes", "text=CANARY-OPINION"), ("decision", "decision=accepted")] {
        let answer = post(&server, &owner, &format!("/team/applicants/2/{path}"), form);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    server.stop();
    (setup, profile, bodies)
}
