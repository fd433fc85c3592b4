//! `bookhook import`.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::dump;
use crate::support::people::{exported, import, rich};
use crate::support::server::{Setup, wire};
use crate::support::team::{PASSWORD, application, cookie, get, join, link, post, sign_in, with_owner};

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
    let owner = join(&server, &link(&setup, &["invite"]), "Dana");
    for (path, form) in [
        ("notes", "text=Clear.%0D%0A%0D%0A%C2%ABYes%C2%BB"),
        ("decision", "decision=on_hold"),
        ("decision", "decision=none"),
        ("decision", "decision=accepted"),
    ] {
        assert_eq!(post(&server, &owner, &format!("/team/applicants/3/{path}"), form).status, 303);
    }
    for applicant in ["1", "nobody"] {
        let form = format!("uid=mine&seat=&applicant={applicant}");
        assert_eq!(post(&server, &owner, "/team/bookings/link", &form).status, 303);
    }
    assert_eq!(post(&server, &owner, "/team/links/2/undo", "").status, 303);
    server.stop();
    let (target, text) = exported(&setup);
    let (code, said) = import(&target, &text);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Imported 3 profiles and 10 deliveries"), "{said}");
    let held = dump::everything(&target.database());
    assert_eq!(held, dump::everything(&setup.database()));
    for word in ["signature_missing", "«Yes»", "on_hold", "hand"] {
        assert!(held.iter().any(|row| row.contains(word)), "{word}: {held:?}");
    }
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
        (text.replacen(r#""format":2"#, r#""format":3"#, 1), "line 1 cannot be taken: its format".to_owned()),
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

#[test]
fn an_export_of_the_first_format_is_still_imported() {
    let (target, text) = exported(&rich());
    let text = text.replacen(r#""format":2"#, r#""format":1"#, 1);
    let (lines, end) = text.split_at(text.rfind(r#"{"kind":"end""#).expect("an end"));
    let (counts, _) = end.split_once(r#""sha256""#).expect("a digest");
    let counts = counts.replace(r#""members":0,"#, "");
    let sum = hex::encode(Sha256::digest(lines));
    let (code, said) = import(&target, &format!("{lines}{counts}\"sha256\":\"{sum}\"}}\n"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Imported 2 profiles") && !said.contains("reset"), "{said}");
}

#[test]
fn members_are_imported_without_passwords_and_choose_new_ones_by_reset_links() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    join(&server, &link(&setup, &["invite"]), "Sam");
    post(&server, &owner, "/team/members/3/remove", "");
    server.stop();
    let (target, text) = exported(&setup);
    assert!(!text.contains("argon2"), "{text}");
    let (code, said) = import(&target, &text);
    assert!(code == 0 && said.contains("`bookhook team reset` prints a link for each address"), "{said}");
    assert_eq!(dump::everything(&target.database()), dump::everything(&setup.database()));
    let server = target.start();
    assert_eq!(sign_in(&server, "kim%40team.example.com", PASSWORD).status, 422);
    let taken = post(&server, "", &link(&target, &["invite"]), &application("Kim"));
    assert!(taken.text().contains("A member of the team has this address already"), "{}", taken.text());
    let reset = link(&target, &["reset", "kim@team.example.com"]);
    let kim = cookie(&post(&server, "", &reset, "password=another+sentence"));
    assert!(get(&server, &kim, "/team/members").text().contains("Dana Example"));
}
