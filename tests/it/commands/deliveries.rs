//! `bookhook deliveries`.

use serde_json::Value;

use crate::support::commands::send;
use crate::support::databases::used;
use crate::support::server::{Setup, finish};

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

/// The numbers of the deliveries that `bookhook deliveries --json` lists.
fn listed(setup: &Setup, arguments: &[&str]) -> Vec<i64> {
    let mut command = setup.command(&["deliveries", "--json"]);
    command.args(arguments);
    let (code, said, problem) = finish(command);
    assert_eq!(code, 0, "{problem}");
    let record = |line| serde_json::from_str::<Value>(line).expect("JSON");
    said.lines().map(|line| record(line)["id"].as_i64().expect("a number")).collect()
}

#[test]
fn deliveries_are_found_by_booking_outcome_and_time() {
    let setup = Setup::new();
    let server = setup.start();
    for arguments in [
        &["BOOKING_CREATED", "--uid", "one"][..],
        &["BOOKING_CREATED", "--uid", "two"],
        &["PING"],
        &["--cancel", "one"],
    ] {
        assert_eq!(send(&setup, &server, arguments).0, 0);
    }
    assert_eq!(server.deliver(b"[]").status, 200);
    assert_eq!(listed(&setup, &[]), [1, 2, 3, 4, 5]);
    assert_eq!(listed(&setup, &["--booking", "one"]), [1, 4]);
    assert_eq!(listed(&setup, &["--booking", "one", "--limit", "1"]), [4]);
    assert_eq!(listed(&setup, &["--outcome", "ignored"]), [3]);
    assert_eq!(listed(&setup, &["--since", "2026-01-01", "--outcome", "applied"]), [1, 2, 4]);
    assert_eq!(listed(&setup, &["--since", "9999-01-01T00:00:00Z"]), [0_i64; 0]);
    let (code, said, _) = finish(setup.command(&["deliveries", "--booking", "nosuch"]));
    assert_eq!((code, said.as_str()), (0, "No delivery matches.\n"));
    let (_, said, _) = finish(setup.command(&["deliveries"]));
    assert!(said.contains("JSON, but not an object"), "{said}");
}

#[test]
fn a_delivery_as_json_has_its_body_as_it_came() {
    let setup = Setup::new();
    let server = setup.start();
    for body in [&b"\x1b[2J text"[..], b"\xff\xfe"] {
        assert_eq!(server.deliver(body).status, 200);
    }
    let whole = |id| {
        let (code, said, _) = finish(setup.command(&["deliveries", id, "--json"]));
        assert_eq!((code, said.contains('\u{1b}')), (0, false));
        serde_json::from_str::<Value>(&said).expect("JSON")
    };
    let (text, bytes) = (whole("1"), whole("2"));
    assert_eq!((&text["body"], &text["reason"]), (&"\u{1b}[2J text".into(), &"not_json".into()));
    assert_eq!((&bytes["body_hex"], &bytes["outcome"]), (&"fffe".into(), &"unreadable".into()));
}

#[test]
fn a_list_of_no_deliveries_cannot_be_asked_for() {
    let (code, _, problem) = finish(used().command(&["deliveries", "--limit", "0"]));
    assert_eq!(code, 2);
    assert!(problem.contains("0 is not in 1.."), "{problem}");
}
