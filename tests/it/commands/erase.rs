//! `bookhook erase`.

use std::fs;

use crate::support::dump;
use crate::support::people::{canaries, exported, import, path};
use crate::support::server::{Setup, finish};

/// What of the person must be nowhere.
const CANARIES: [&str; 9] = [
    "canary@example.com",
    "canary%40example.com",
    "Canary Person",
    "+49 170 CANARY",
    "CANARY-ANSWER",
    "CANARY-NOTE",
    "CANARY-OPINION",
    "CANARY-REASON",
    "CANARY-STREET",
];

/// Where the bytes of a file hold one of the canaries.
fn found_in(file: &std::path::Path) -> Vec<&'static str> {
    let Ok(bytes) = fs::read(file) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    CANARIES.into_iter().filter(|canary| text.contains(&canary.to_lowercase())).collect()
}

/// What of bookings is nobody's.
const COURSE: &str = "SELECT uid, seat, status, event_type, start_time, organizer_name, rescheduled_from,
    rescheduled_to, asks_for_another_time, no_show, first_event_at, updated_at FROM bookings ORDER BY id";

#[test]
fn an_erased_person_is_in_no_byte_of_the_database_and_the_bookings_keep_their_course() {
    let (setup, profile, bodies) = canaries();
    assert_eq!(finish(setup.command(&["backup", "bookhook.db.before-v9"])).0, 0);
    assert_eq!(found_in(&setup.database()).len(), CANARIES.len());
    let others = "SELECT * FROM deliveries WHERE id <= 4";
    let (course, kept) = (dump::rows(&setup.database(), COURSE), dump::rows(&setup.database(), others));
    let (code, said, problem) = finish(setup.command(&["erase", &profile, "--yes"]));
    assert_eq!(code, 0, "{problem}");
    assert!(
        said.contains("1 profile and 1 note removed, 2 bookings anonymized, 7 deliveries rewritten."),
        "{said}"
    );
    assert!(said.contains("bookhook.db.before-v9"), "{said}");
    for added in ["", "-wal", "-shm"] {
        assert_eq!(found_in(&path(&setup, &format!("bookhook.db{added}"))), Vec::<&str>::new(), "{added}");
    }
    assert_eq!(dump::rows(&setup.database(), COURSE), course);
    assert_eq!(dump::rows(&setup.database(), others), kept);
    let other = dump::rows(&setup.database(), "SELECT attendee_name FROM bookings WHERE uid = 'other'");
    assert_eq!(other, [r#"[Text("Kit")]"#]);
    let done = dump::rows(&setup.database(), "SELECT verb, subject FROM activity WHERE kind = 'applicant'");
    assert_eq!(done, [r#"[Text("noted"), Null]"#, r#"[Text("decided"), Null]"#]);
    let before = dump::everything(&setup.database());
    assert!(!before.iter().any(|row| row.contains(&profile)));
    assert_eq!(finish(setup.command(&["replay"])).0, 0);
    assert_eq!(dump::everything(&setup.database()), before);
    let server = setup.start();
    for body in &bodies {
        assert_eq!(server.deliver(body).json()["outcome"], "duplicate", "{}", String::from_utf8_lossy(body));
    }
    server.stop();
    assert_eq!(dump::everything(&setup.database()), before);
    let (target, text) = exported(&setup);
    assert_eq!(import(&target, &text).0, 0);
    assert_eq!(dump::everything(&target.database()), before);
    let (code, _, problem) = finish(setup.command(&["erase", "canary@example.com", "--yes"]));
    assert_eq!(code, 1);
    assert!(problem.contains("no data found for this person"), "{problem}");
}

#[test]
fn of_a_seated_booking_only_the_persons_seat_is_erased() {
    let setup = Setup::new();
    let server = setup.start();
    for (seat, name, email) in
        [("s1", "Canary Person", "canary@example.com"), ("s2", "Kit", "kit@example.com")]
    {
        let body = format!(
            r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z","payload":{{"uid":"group",
                "title":"Group","attendeeSeatId":"{seat}","attendees":[{{"name":"{name}","email":"{email}"}}]}}}}"#
        );
        assert_eq!(server.deliver(body.as_bytes()).status, 200);
    }
    server.stop();
    let (code, said, problem) = finish(setup.command(&["erase", "CANARY@example.com", "--yes"]));
    assert_eq!(code, 0, "{problem}");
    assert!(
        said.contains("0 profiles and 0 notes removed, 1 booking anonymized, 1 delivery rewritten."),
        "{said}"
    );
    let seats = dump::rows(&setup.database(), "SELECT seat, attendee_name FROM bookings ORDER BY seat");
    assert_eq!(seats, [r#"[Text("s1"), Null]"#, r#"[Text("s2"), Text("Kit")]"#]);
    assert_eq!(found_in(&setup.database()), Vec::<&str>::new());
}

#[test]
fn a_person_is_erased_from_every_spelling_and_encoding() {
    let setup = Setup::new();
    let server = setup.start();
    server.apply("Zoë Canary", "zoë@canary.example");
    let wide = |bytes: fn(u16) -> [u8; 2]| {
        "{\"for\":\"Zoe\u{308}@Canary.Example\"}".encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let of_another = r#"{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-05T00:00:00Z","payload":{"uid":"other",
        "title":"Kit and ZOË CANARY","additionalNotes":"cc zoë@CANARY.example","attendees":[{"name":"Kit","email":"kit@example.com"}]}}"#;
    let bodies = [wide(u16::to_le_bytes), wide(u16::to_be_bytes), of_another.as_bytes().to_vec()];
    for body in &bodies {
        assert_eq!(server.deliver(body).status, 200);
    }
    server.stop();
    let (code, said, problem) = finish(setup.command(&["erase", "ZOË@canary.example", "--yes"]));
    assert_eq!(code, 0, "{problem}");
    assert!(
        said.contains("1 profile and 0 notes removed, 0 bookings anonymized, 3 deliveries rewritten."),
        "{said}"
    );
    let bytes = fs::read(setup.database()).expect("the file");
    let narrow: Vec<u8> = bytes.into_iter().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&narrow).to_lowercase();
    assert!(!text.contains("canary"), "something of the person is left");
}

#[test]
fn an_erasure_removes_what_was_left_half_made_and_names_every_other_copy() {
    let (setup, profile, _) = canaries();
    assert_eq!(finish(setup.command(&["backup", "monday.db"])).0, 0);
    assert_eq!(finish(setup.command(&["export", "all.jsonl"])).0, 0);
    let backups = path(&setup, "backups");
    fs::create_dir(&backups).expect("a folder");
    let copies =
        ["backups/bookhook-20990101T000000Z.db", "backups/tuesday.db.unfinished", "bookhook.db.before-v1"];
    let half_made =
        ["backups/bookhook-next.unfinished", "bookhook.db.export.unfinished", "bookhook.db.restoring"];
    for name in copies.iter().chain(&half_made) {
        fs::copy(path(&setup, "monday.db"), path(&setup, name)).expect("copied");
    }
    let (code, said, problem) = finish(setup.command(&["erase", &profile, "--yes"]));
    assert_eq!(code, 0, "{problem}");
    for name in copies.iter().chain(&["monday.db", "all.jsonl"]) {
        assert!(said.contains(&format!("{name}\n")) && path(&setup, name).exists(), "{name}: {said}");
    }
    for name in half_made {
        assert!(!path(&setup, name).exists(), "{name}");
    }
    assert_eq!(said.lines().filter(|line| line.starts_with("  ")).count(), copies.len() + 2, "{said}");
}

#[test]
fn nobody_is_erased_beside_a_server_or_without_a_word() {
    let (setup, profile, _) = canaries();
    let server = setup.start();
    let before = dump::everything(&setup.database());
    let (code, _, problem) = finish(setup.command(&["erase", &profile, "--yes"]));
    assert_eq!(code, 4);
    assert!(problem.contains("stop the server first"), "{problem}");
    server.stop();
    let (code, _, problem) = finish(setup.command(&["erase", &profile]));
    assert_eq!(code, 2);
    let found =
        "Found for canary@example.com (Canary Person): 1 profile, 1 note, 2 bookings, 7 deliveries.\n";
    assert!(problem.starts_with(found) && problem.contains("--yes"), "{problem}");
    assert_eq!(finish(setup.command(&["erase", "not an address", "--yes"])).0, 2);
    assert_eq!(dump::everything(&setup.database()), before);
}
