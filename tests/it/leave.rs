//! Leaving with all data, and forgetting people, as an operator does it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::Value;

use crate::operate::used;
use crate::support::dump;
use crate::support::server::{Setup, finish, wire};

fn path(setup: &Setup, name: &str) -> PathBuf {
    setup.database().with_file_name(name)
}

/// A used database with a body that is no text.
fn rich() -> Setup {
    let setup = used();
    let server = setup.start();
    server.deliver(b"\xff\xfe no text");
    server.deliver(&wire("BOOKING_CREATED.seat"));
    server.request("POST", "/api/webhooks/calcom", &[], b"{}");
    server.apply("=cmd|' /C calc'!A0", "formula@example.com");
    server.stop();
    setup
}

#[test]
fn an_export_beside_the_server_holds_every_body_as_it_came() {
    let setup = rich();
    let server = setup.start();
    let (code, said, problem) = finish(setup.command(&["export", "--format", "jsonl", "all.jsonl"]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("all.jsonl holds 2 profiles, 6 deliveries, "), "{said}");
    let text = fs::read_to_string(path(&setup, "all.jsonl")).expect("the export");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["kind"], &lines[0]["format"]), (&"header".into(), &1.into()));
    assert_eq!(lines.last().expect("an end")["deliveries"], 6);
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(of("delivery")[0]["body"].as_str().map(str::as_bytes), Some(&*wire("BOOKING_CREATED")));
    assert_eq!(of("delivery")[4]["body_hex"], "fffe206e6f2074657874");
    assert_eq!(of("profile")[0]["number"], 1);
    assert!(of("profile")[0]["answers"].is_object());
    let mode = fs::metadata(path(&setup, "all.jsonl")).expect("the export").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (code, _, problem) = finish(setup.command(&["export", "--format", "jsonl", "all.jsonl"]));
    assert_eq!(code, 1);
    assert!(problem.contains("already") && problem.contains("help: "), "{problem}");
    let (_, said, _) = finish(setup.command(&["export", "--format", "jsonl"]));
    assert_eq!(said, text, "standard output is another export");
    let left = fs::read_dir(setup.database().parent().expect("a folder")).expect("the folder");
    let names: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains(".export-")), "{names:?}");
    server.stop();
}

#[test]
fn the_tables_of_an_export_hold_no_formula() {
    let setup = rich();
    let (code, said, problem) = finish(setup.command(&["export", "--format", "csv", "tables"]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("tables holds 2 profiles"), "{said}");
    let read = |name: &str| fs::read_to_string(path(&setup, "tables").join(name)).expect("a table");
    let profiles = read("profiles.csv");
    let header = "\u{feff}number,id,name,email,status,booking_uid,booking_seat,completed_at,created_at,updated_at,claims";
    assert!(profiles.starts_with(&format!("{header}\r\n")), "{profiles}");
    assert!(profiles.contains(",\"'=cmd|' /C calc'!A0\",formula@example.com,"), "{profiles}");
    assert_eq!(profiles.matches("\r\n").count(), 3);
    assert_eq!(read("deliveries.csv").matches("\r\n").count(), 7);
    let held = dump::rows(&setup.database(), "SELECT uid FROM bookings").len();
    let bookings = read("bookings.csv");
    assert_eq!(bookings.matches("\r\n").count(), held + 1);
    let header = "\u{feff}uid,seat,profile_id,matched_by,inherited,named_profile_id,status,title,event_type,start_time,\
                  end_time,meeting_link,location,attendee_name,attendee_email,attendee_timezone,organizer_name,\
                  booker_url,rescheduled_from,rescheduled_to,cancellation_reason,asks_for_another_time,ended,\
                  no_show,first_event_at,updated_at\r\n";
    assert!(bookings.starts_with(header), "{bookings}");
    let mode = |name: &str| fs::metadata(path(&setup, name)).expect("it").permissions().mode() & 0o777;
    assert_eq!((mode("tables"), mode("tables/profiles.csv")), (0o700, 0o600));
    assert_eq!(finish(setup.command(&["export", "--format", "csv", "tables"])).0, 1);
}

#[test]
fn each_questions_answers_have_a_column_of_their_own() {
    let setup = Setup::new();
    let server = setup.start();
    for answers in
        [serde_json::json!({"role": "=1+1"}), serde_json::json!({"role": "b", "links": "https://x.example/"})]
    {
        let body = serde_json::json!({"name": "Sam", "email": "sam@example.com", "answers": answers});
        assert_eq!(server.post_json("/api/public/profiles", &body).status, 201);
    }
    server.stop();
    assert_eq!(finish(setup.command(&["export", "--format", "csv", "tables"])).0, 0);
    let profiles = fs::read_to_string(path(&setup, "tables").join("profiles.csv")).expect("a table");
    let lines: Vec<&str> = profiles.lines().collect();
    assert!(lines[0].ends_with(",updated_at,claims,answers.role,answers.links"), "{profiles}");
    assert!(lines[1].ends_with(",\"'=1+1\","), "{profiles}");
    assert!(lines[2].ends_with(",b,https://x.example/"), "{profiles}");
}

#[test]
fn a_dash_is_standard_output_or_is_refused_and_never_a_file() {
    let setup = rich();
    let (code, said, problem) = finish(setup.command(&["export", "--format", "jsonl", "-"]));
    assert_eq!((code, said.starts_with("{\"kind\":\"header\"")), (0, true), "{said}{problem}");
    for arguments in [&["export", "--format", "csv", "-"][..], &["backup", "-"]] {
        let (code, said, problem) = finish(setup.command(arguments));
        assert_eq!((code, said.as_str()), (2, ""), "{problem}");
        assert!(problem.contains("standard output") && problem.contains("help: "), "{problem}");
    }
    assert!(!path(&setup, "-").exists());
}

/// The export of a database, and an empty place to import it to.
fn exported(setup: &Setup) -> (Setup, String) {
    let (code, text, problem) = finish(setup.command(&["export", "--format", "jsonl"]));
    assert_eq!(code, 0, "{problem}");
    (Setup::new(), text)
}

fn import(target: &Setup, text: &str) -> (i32, String) {
    fs::write(path(target, "all.jsonl"), text).expect("written");
    let (code, said, problem) = finish(target.command(&["import", "all.jsonl"]));
    (code, said + &problem)
}

#[test]
fn an_import_has_the_same_state() {
    let setup = rich();
    let server = setup.start();
    let profile = server.apply("Zoë", "zoe@example.com");
    let body = format!(
        r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z",
            "payload":{{"uid":"mine","metadata":{{"profileId":"{profile}"}}}}}}"#
    );
    assert_eq!(server.deliver(body.as_bytes()).status, 200);
    let done = server.post_json(&format!("/api/public/profiles/{profile}/complete"), &Value::Null);
    assert_eq!(done.status, 200, "{done:?}");
    for name in ["BOOKING_RESCHEDULED.hosted-2026", "BOOKING_CANCELLED.seat", "MEETING_ENDED"] {
        assert_eq!(server.deliver(&wire(name)).status, 200);
    }
    server.stop();
    let (target, text) = exported(&setup);
    let (code, said) = import(&target, &text);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Imported 3 profiles and 10 deliveries"), "{said}");
    let held = dump::everything(&target.database());
    assert_eq!(held, dump::everything(&setup.database()));
    assert!(held.iter().any(|row| row.contains("signature_missing")), "{held:?}");
    assert_eq!(exported(&target).1, text);
    let server = target.start();
    assert_eq!(server.deliver(body.as_bytes()).json()["outcome"], "duplicate");
    server.stop();
}

#[test]
fn an_import_goes_into_an_empty_database_that_no_server_has() {
    let setup = rich();
    let (target, text) = exported(&setup);
    let server = target.start();
    let (code, said) = import(&target, &text);
    assert_eq!(code, 4);
    assert!(said.contains("another bookhook has"), "{said}");
    server.stop();
    assert_eq!(import(&target, &text).0, 0);
    let before = dump::everything(&target.database());
    let (code, said) = import(&target, &text);
    assert_eq!(code, 4);
    assert!(said.contains("is not empty"), "{said}");
    assert_eq!(dump::everything(&target.database()), before);
}

/// A JSON list in a list in a list.
fn deep(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

/// The lines, of which one comes after the next.
fn swapped(lines: &[&str], at: usize) -> String {
    let mut lines = lines.to_vec();
    lines.swap(at, at + 1);
    lines.join("\n") + "\n"
}

#[test]
fn an_import_that_is_not_as_it_was_written_changes_nothing_and_names_the_line() {
    let setup = rich();
    let (target, text) = exported(&setup);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len();
    let joined = |lines: &[&str]| lines.join("\n") + "\n";
    let with = |at: usize, line: &str| {
        let mut changed = lines.clone();
        changed.insert(at, line);
        joined(&changed)
    };
    let copy_of = |kind: &str| *lines.iter().find(|line| line.contains(kind)).expect("a line");
    let delivery = copy_of(r#""kind":"delivery""#);
    let again = delivery.replacen(r#""id":1,"#, r#""id":77,"#, 1);
    let cases = [
        (String::new(), "line 1 cannot be taken: the file ends".to_owned()),
        (text.replacen(r#""format":1"#, r#""format":2"#, 1), "line 1 cannot be taken: its format".to_owned()),
        (joined(&lines[1..]), "line 1 cannot be taken: it is not in its place".to_owned()),
        (text[..text.len() - 10].to_owned(), format!("line {last} cannot be taken: the file ends")),
        (joined(&lines[..last - 1]), format!("line {last} cannot be taken: the file ends")),
        (
            joined(&[&lines[..3], &lines[4..]].concat()),
            format!("line {} cannot be taken: it counts", last - 1),
        ),
        (with(3, "{\"kind\":"), "line 4 cannot be taken: it is not a JSON object".to_owned()),
        (with(3, "[]"), "line 4 cannot be taken: it is not a JSON object".to_owned()),
        (with(3, r#"{"kind":"secret"}"#), "line 4 cannot be taken: its kind".to_owned()),
        (with(1, copy_of(r#""kind":"profile""#)), "line 3 cannot be taken: the same profile".to_owned()),
        (with(last - 1, delivery), format!("line {last} cannot be taken: the same delivery")),
        (with(last - 1, &again), format!("line {last} cannot be taken: the same delivery")),
        (with(last, "{}"), format!("line {} cannot be taken: it is not in its place", last + 1)),
        (
            text.replacen("sam.okafor@", "sam okafor@", 1),
            "line 2 cannot be taken: its field email".to_owned(),
        ),
        (text.replacen(r#""received_at":""#, r#""received_at":"x"#, 1), "its field received_at".to_owned()),
        (
            text.replacen(r#""answers":{"#, &format!(r#""answers":{{"x":{}"#, deep(1_900)), 1),
            "line 2 cannot be taken: its field answers".to_owned(),
        ),
        (text.replacen("sam.okafor@", "mallory@", 1), format!("line {last} cannot be taken: its sha256")),
        (
            text.replacen(r#""received_at":"20"#, r#""received_at":"19"#, 1),
            format!("line {last} cannot be taken: its sha256"),
        ),
        (swapped(&lines, 3), format!("line {last} cannot be taken: its sha256")),
        (
            text.replacen(r#""sha256":"#, r#""sum":"#, 1),
            format!("line {last} cannot be taken: its field sha256"),
        ),
    ];
    for (text, words) in cases {
        let (code, said) = import(&target, &text);
        assert_eq!(code, 1, "{words}: {said}");
        assert!(said.contains(&words) && said.contains("help: "), "{words}: {said}");
        assert!(!target.database().exists(), "{words}");
    }
    assert_eq!(import(&target, &text).0, 0);
}

/// What of the person must be nowhere.
const CANARIES: [&str; 8] = [
    "canary@example.com",
    "canary%40example.com",
    "Canary Person",
    "+49 170 CANARY",
    "CANARY-ANSWER",
    "CANARY-NOTE",
    "CANARY-REASON",
    "CANARY-STREET",
];

fn body(trigger: &str, uid: &str, at: &str, more: &str) -> Vec<u8> {
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

/// Bookings of the person and of others, and what else tells of the person.
fn canaries() -> (Setup, String, Vec<Vec<u8>>) {
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
    server.stop();
    (setup, profile, bodies)
}

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
    assert!(said.contains("1 profile removed, 2 bookings anonymized, 7 deliveries rewritten."), "{said}");
    assert!(said.contains("bookhook.db.before-v9"), "{said}");
    for added in ["", "-wal", "-shm"] {
        assert_eq!(found_in(&path(&setup, &format!("bookhook.db{added}"))), Vec::<&str>::new(), "{added}");
    }
    assert_eq!(dump::rows(&setup.database(), COURSE), course);
    assert_eq!(dump::rows(&setup.database(), others), kept);
    let other = dump::rows(&setup.database(), "SELECT attendee_name FROM bookings WHERE uid = 'other'");
    assert_eq!(other, [r#"[Text("Kit")]"#]);
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
    assert!(problem.contains("nothing of this person"), "{problem}");
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
    assert!(said.contains("0 profiles removed, 1 booking anonymized, 1 delivery rewritten."), "{said}");
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
    assert!(said.contains("1 profile removed, 0 bookings anonymized, 3 deliveries rewritten."), "{said}");
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
fn an_export_of_one_person_holds_what_an_erasure_would_remove_and_nobody_else() {
    let (setup, profile, _) = canaries();
    let (code, of_id, problem) = finish(setup.command(&["export", "--of", &profile]));
    assert_eq!(code, 0, "{problem}");
    let (_, of_email, _) = finish(setup.command(&["export", "--of", "Canary@example.com"]));
    assert_eq!(of_id, of_email);
    let lines: Vec<Value> = of_id.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    assert_eq!(["profile", "delivery", "refusal", "booking"].map(kinds), [1, 7, 0, 2]);
    assert_eq!((&lines[0]["extent"], &lines[1]["id"]), (&"person".into(), &profile.as_str().into()));
    assert!(!of_id.contains("sam.okafor@example.com"), "{of_id}");
    for canary in ["CANARY-ANSWER", "CANARY-NOTE", "CANARY-REASON", "Kit and Canary Person"] {
        assert!(of_id.contains(canary), "{canary}");
    }
    let (code, said) = import(&Setup::new(), &of_id);
    assert_eq!(code, 1);
    assert!(said.contains("of one person only") && said.contains("without --of"), "{said}");
    let (code, said, problem) =
        finish(setup.command(&["export", "--of", "nobody@example.com", "nobody.jsonl"]));
    assert_eq!((code, said.as_str()), (1, ""), "{problem}");
    assert!(
        problem.contains("nothing of this person") && !path(&setup, "nobody.jsonl").exists(),
        "{problem}"
    );
    assert_eq!(finish(setup.command(&["export", "--format", "csv", "--of", &profile])).0, 2);
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
    let found = "Found for canary@example.com (Canary Person): 1 profile, 2 bookings, 7 deliveries.\n";
    assert!(problem.starts_with(found) && problem.contains("--yes"), "{problem}");
    assert_eq!(finish(setup.command(&["erase", "not an address", "--yes"])).0, 2);
    assert_eq!(dump::everything(&setup.database()), before);
}

#[test]
fn without_a_retention_nothing_is_forgotten() {
    let setup = rich();
    let age = "UPDATE deliveries SET received_at = '2020-01-01T00:00:00.000Z'";
    rusqlite::Connection::open(setup.database()).expect("a database").execute(age, []).expect("aged");
    let before = dump::everything(&setup.database());
    setup.start().stop();
    assert_eq!(dump::everything(&setup.database()), before);
}
