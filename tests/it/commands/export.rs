//! `bookhook export`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::support::dump;
use crate::support::people::{canaries, import, path, rich};
use crate::support::server::{Setup, finish, wire};

#[test]
fn an_export_beside_the_server_holds_every_body_as_it_came() {
    let setup = rich();
    let server = setup.start();
    let (code, said, problem) = finish(setup.command(&["export", "--format", "jsonl", "all.jsonl"]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("all.jsonl holds 2 profiles, 6 deliveries, "), "{said}");
    let text = fs::read_to_string(path(&setup, "all.jsonl")).expect("the export");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["kind"], &lines[0]["format"]), (&"header".into(), &2.into()));
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
    let header = "\u{feff}number,id,name,email,status,booking_uid,booking_seat,completed_at,withdrawn_at,decision,decided_at,decided_by,created_at,updated_at,claims";
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

#[test]
fn an_export_of_one_person_holds_what_an_erasure_would_remove_and_nobody_else() {
    let (setup, profile, _) = canaries();
    let (code, of_id, problem) = finish(setup.command(&["export", "--of", &profile]));
    assert_eq!(code, 0, "{problem}");
    let (_, of_email, _) = finish(setup.command(&["export", "--of", "Canary@example.com"]));
    assert_eq!(of_id, of_email);
    let lines: Vec<Value> = of_id.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    let all = ["member", "profile", "note", "activity", "delivery", "refusal", "booking"];
    assert_eq!(all.map(kinds), [0, 1, 1, 2, 7, 0, 2]);
    assert_eq!((&lines[0]["extent"], &lines[1]["id"]), (&"person".into(), &profile.as_str().into()));
    assert!(!of_id.contains("sam.okafor@example.com"), "{of_id}");
    for canary in ["CANARY-ANSWER", "CANARY-OPINION", "CANARY-NOTE", "CANARY-REASON", "Kit and Canary Person"]
    {
        assert!(of_id.contains(canary), "{canary}");
    }
    let (code, said) = import(&Setup::new(), &of_id);
    assert_eq!(code, 1);
    assert!(said.contains("of one person only") && said.contains("without --of"), "{said}");
    let (code, said, problem) =
        finish(setup.command(&["export", "--of", "nobody@example.com", "nobody.jsonl"]));
    assert_eq!((code, said.as_str()), (1, ""), "{problem}");
    assert!(
        problem.contains("no data found for this person") && !path(&setup, "nobody.jsonl").exists(),
        "{problem}"
    );
    assert_eq!(finish(setup.command(&["export", "--format", "csv", "--of", &profile])).0, 2);
}
