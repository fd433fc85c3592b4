//! Only what belongs here: deliveries of an account's other event types.

use std::fs;

use serde_json::{Value, json};

use crate::support::commands::send;
use crate::support::dump::rows;
use crate::support::server::{Server, Setup, UID, finish};
use crate::support::team::{get, with_owner};

const CANARY: &str = "canary";

/// A delivery of a booking, which names everybody in it with a canary.
fn body(trigger: &str, uid: &str, event_type: Option<&str>, minute: u8, more: &Value) -> Vec<u8> {
    let mut payload = json!({
        "uid": uid,
        "type": event_type,
        "title": "Talk with a canary",
        "startTime": "2026-11-20T10:00:00Z",
        "endTime": "2026-11-20T10:30:00Z",
        "location": "Canary Street 1",
        "organizer": {"name": "Canary Host", "email": "host.canary@example.com"},
        "attendees": [{"name": "Canary Guest", "email": "canary@example.com", "timeZone": "Europe/Canary"}],
        "responses": {"notes": {"value": "a canary"}},
        "cancellationReason": "the canary is ill",
    });
    let more = more.as_object().expect("an object").clone();
    payload.as_object_mut().expect("an object").extend(more);
    let created = format!("2026-11-02T10:{minute:02}:00.000Z");
    json!({"triggerEvent": trigger, "createdAt": created, "payload": payload}).to_string().into_bytes()
}

fn deliver(server: &Server, body: &[u8]) -> Value {
    let answer = server.deliver(body);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn interviews() -> Setup {
    Setup::new().with("BOOKHOOK_EVENT_TYPES", "interview, screening")
}

/// The files beside the database in which a word stands, in any case.
fn holding(setup: &Setup, word: &str) -> Vec<String> {
    let folder = setup.database().parent().expect("a folder").to_owned();
    let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

#[test]
fn nobody_in_a_delivery_about_another_event_type_is_anywhere_on_the_disk() {
    let setup = interviews();
    let server = setup.start();
    let none = json!({});
    for body in [
        body("BOOKING_CREATED", "private", Some("sync"), 1, &none),
        body("BOOKING_RESCHEDULED", "moved", Some("sync"), 2, &json!({"rescheduleUid": "private"})),
        body("BOOKING_NO_SHOW_UPDATED", "moved", None, 3, &json!({"bookingUid": "moved"})),
        body("MEETING_ENDED", "moved", None, 4, &none),
        body("BOOKING_CANCELLED", "moved", Some("sync"), 5, &none),
        body("RECORDING_READY", "moved", Some("Talk with a canary"), 6, &none),
        body("FORM_SUBMITTED", "moved", None, 7, &none),
        body("SOMETHING_NEW", "moved", Some("sync"), 8, &none),
    ] {
        assert_eq!(deliver(&server, &body)["outcome"], "ignored");
    }
    assert_eq!(holding(&setup, CANARY), [""; 0], "in the file, its log and what lies beside them");
    let (_, _, log) = server.stop();
    assert!(log.iter().all(|line| !line.to_lowercase().contains(CANARY)), "{log:?}");
    assert_eq!(holding(&setup, CANARY), [""; 0]);
    assert_eq!(rows(&setup.database(), "SELECT count(*) FROM deliveries"), ["[Integer(8)]"]);
}

#[test]
fn what_came_before_the_event_type_was_known_goes_from_the_file_as_well() {
    let setup = interviews();
    let server = setup.start();
    let ended = body("MEETING_ENDED", "private", None, 1, &json!({}));
    assert_eq!(deliver(&server, &ended)["outcome"], "applied");
    assert_eq!(
        deliver(&server, &body("BOOKING_CANCELLED", "private", Some("sync"), 2, &json!({})))["outcome"],
        "ignored"
    );
    assert_eq!(deliver(&server, &ended)["outcome"], "duplicate");
    server.stop();
    assert_eq!(holding(&setup, CANARY), [""; 0]);
    let outcomes = rows(&setup.database(), "SELECT DISTINCT outcome, reason FROM deliveries");
    assert_eq!(outcomes, ["[Text(\"ignored\"), Text(\"other_event_type\")]"]);
}

#[test]
fn a_booking_that_is_left_out_waits_for_nobody_and_is_told_of_by_its_event_type() {
    let setup = interviews();
    let (server, owner) = with_owner(&setup);
    let more = json!({});
    for (uid, slug) in [("one", "sync"), ("two", "sync"), ("three", "30min")] {
        deliver(&server, &body("BOOKING_CREATED", uid, Some(slug), 1, &more));
    }
    let page = get(&server, &owner, "/team/deliveries").text();
    assert!(page.contains("30min (1), sync (2)"), "{page}");
    assert!(page.contains("About an event type that event_types does not list"), "{page}");
    let one = get(&server, &owner, "/team/deliveries/1").text();
    assert!(one.contains("Stored without the people in it, and in no list"), "{one}");
    server.stop();
    let (_, said, _) = finish(setup.command(&["deliveries"]));
    assert!(said.contains("30min (1), sync (2)"), "{said}");
    let unmatched = "SELECT count(*) FROM bookings WHERE profile IS NULL AND other_type = 0";
    assert_eq!(rows(&setup.database(), unmatched), ["[Integer(0)]"]);
}

/// Where the profile stands after these deliveries.
fn standing(setup: &Setup, bodies: &[Vec<u8>]) -> Value {
    let server = setup.start();
    let profile = server.apply("Canary Guest", "canary@example.com");
    for body in bodies {
        deliver(&server, body);
    }
    let data = server.get(&format!("/api/public/booking/{profile}")).json()["data"].clone();
    json!([data["status"], data["startTime"]])
}

#[test]
fn what_happens_to_a_known_booking_counts_whatever_its_event_type_and_whichever_came_first() {
    let known = body("BOOKING_CREATED", UID, Some("interview"), 1, &json!({}));
    let cancelled = body("BOOKING_CANCELLED", UID, Some("renamed"), 2, &json!({}));
    let later = json!({"rescheduleUid": UID, "startTime": "2026-11-27T10:00:00Z"});
    let moved = body("BOOKING_RESCHEDULED", "later", Some("renamed"), 2, &later);
    for (news, status) in [(&cancelled, "INTERVIEW_CANCELLED"), (&moved, "INTERVIEW_SCHEDULED")] {
        let one = standing(&interviews(), &[known.clone(), news.clone()]);
        let other = standing(&interviews(), &[news.clone(), known.clone()]);
        assert_eq!((&one, &one[0]), (&other, &json!(status)));
    }
}

#[test]
fn a_booking_that_names_an_application_belongs_here_whatever_its_event_type() {
    let setup = interviews();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam.okafor@example.com");
    let named = json!({"metadata": {"profileId": profile}});
    let kept = deliver(&server, &body("BOOKING_CREATED", UID, Some("sync"), 1, &named));
    assert_eq!((&kept["outcome"], &kept["profileId"]), (&json!("applied"), &json!(profile)));
    let data = server.get(&format!("/api/public/booking/{profile}")).json()["data"].clone();
    assert_eq!(data["attendeeName"], "Canary Guest");
}

#[test]
fn without_a_list_the_event_type_of_the_booking_page_belongs_here() {
    let outcome = |setup: Setup, slug| {
        let server = setup.start();
        deliver(&server, &body("BOOKING_CREATED", UID, Some(slug), 1, &json!({})))["outcome"].clone()
    };
    let linked = || Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/acme/interview");
    assert_eq!(outcome(linked(), "interview"), "applied");
    assert_eq!(outcome(linked(), "sync"), "ignored");
    assert_eq!(outcome(linked().with("BOOKHOOK_EVENT_TYPES", "*"), "sync"), "applied");
    let person = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/dana");
    assert_eq!(outcome(person, "sync"), "applied", "a page that leads to many event types");
}

#[test]
fn check_and_send_know_the_event_types() {
    let setup = interviews();
    let (_, said, _) = finish(setup.command(&["check"]));
    assert!(said.contains("bookings of interview, screening belong here"), "{said}");
    let server = setup.start();
    let (code, said, problem) = send(&setup, &server, &["BOOKING_CREATED"]);
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("\"outcome\":\"applied\""), "{said}");
}
