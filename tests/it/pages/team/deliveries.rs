//! The list of deliveries, one of them, and what was turned away.

use rusqlite::Connection;

use crate::support::dump::{rows, tables};
use crate::support::patience::eventually;
use crate::support::server::{Server, Setup, UID, wire};
use crate::support::team::{get, post, with_owner};

/// The numbers that a page lists, in its order.
fn numbers(page: &str) -> Vec<i64> {
    let links = page.split("<a class=\"go\" href=\"/team/deliveries/").skip(1);
    links.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

/// Which deliveries a view lists.
fn listed(server: &Server, owner: &str, view: &str) -> Vec<i64> {
    let answer = get(server, owner, &format!("/team/deliveries{view}"));
    assert_eq!(answer.status, 200, "{view}");
    numbers(&answer.text())
}

/// The cancellation of the booking that the recorded bodies make.
fn cancelled() -> Vec<u8> {
    let payload = serde_json::json!({"uid": UID, "status": "CANCELLED", "cancellationReason": "ill"});
    let body = serde_json::json!({"triggerEvent": "BOOKING_CANCELLED", "createdAt": "2026-11-03T08:00:00.000Z", "payload": payload});
    body.to_string().into_bytes()
}

/// A created and a cancelled booking, the test button, and something that is not JSON.
fn some(setup: &Setup) -> (Server, String) {
    let (server, owner) = with_owner(setup);
    server.apply("Zoë Okafor", "sam.okafor@example.com");
    for body in [wire("BOOKING_CREATED"), cancelled(), wire("PING"), b"not JSON".to_vec()] {
        assert_eq!(server.deliver(&body).status, 200);
    }
    (server, owner)
}

#[test]
fn deliveries_are_listed_newest_first_with_their_meaning_and_applicant() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let none = get(&server, &owner, "/team/deliveries").text();
    assert!(
        none.contains("Nothing has been delivered yet") && none.contains("bookhook send BOOKING_CREATED")
    );
    assert!(none.contains("http://localhost:3001/api/webhooks/calcom"), "{none}");
    drop((server, owner));
    let setup = Setup::new();
    let (server, owner) = some(&setup);
    let page = get(&server, &owner, "/team/deliveries").text();
    assert_eq!(numbers(&page), [4, 3, 2, 1]);
    for words in [
        "Booked for",
        "The booking was cancelled: “ill”",
        "Cal.com’s test button; the signature verified",
        "Not JSON, perhaps because of a custom payload template",
        "Zoë Okafor",
        "Unreadable",
        "Ignored",
        "Applied",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_view_lists_what_was_not_applied_or_one_trigger() {
    let setup = Setup::new();
    let (server, owner) = some(&setup);
    assert_eq!(listed(&server, &owner, "?show=not-applied"), [4, 3]);
    assert_eq!(listed(&server, &owner, "?show=PING"), [3]);
    assert_eq!(listed(&server, &owner, "?show=BOOKING_CREATED&before=2"), [1]);
    assert_eq!(listed(&server, &owner, "?show=OOO_CREATED"), [0_i64; 0]);
    assert_eq!(listed(&server, &owner, "?show=nonsense&before=3"), [2, 1]);
}

#[test]
fn pages_show_each_delivery_once() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for n in 0..120 {
        let body = format!("{{\"triggerEvent\":\"PING\",\"payload\":{{\"n\":{n}}}}}");
        assert_eq!(server.deliver(body.as_bytes()).status, 200);
    }
    for show in ["", "?show=not-applied", "?show=PING"] {
        let (mut view, mut seen) = (show.to_owned(), Vec::new());
        loop {
            let page = get(&server, &owner, &format!("/team/deliveries{view}")).text();
            let found = numbers(&page);
            assert!(found.len() <= 50);
            seen.extend(found);
            let older = page.split("<a class=\"button\" href=\"/team/deliveries").nth(1);
            let Some(older) = older.and_then(|rest| rest.split('"').next()) else { break };
            view = older.replace("&#38;", "&");
        }
        assert_eq!(seen, (1..=120).rev().collect::<Vec<i64>>(), "{show}");
    }
}

#[test]
fn a_delivery_s_page_says_what_became_of_it_and_marks_the_one_that_decides() {
    let setup = Setup::new();
    let (server, owner) = some(&setup);
    let created = get(&server, &owner, "/team/deliveries/1").text();
    for words in [
        "A later event decides the booking’s status.",
        "Cancelled",
        "Decides the status",
        "delivery 1</bdi>: this one",
        "<a href=\"/team/deliveries/2\">",
        "&#34;triggerEvent&#34;: &#34;BOOKING_CREATED&#34;",
        "bookhook send --file delivery-1.txt",
        "About <a href=\"/team/applicants/1\"><bdi>Zoë Okafor</bdi></a>",
    ] {
        assert!(created.contains(words), "{words}: {created}");
    }
    let key = created.split("<li class=\"key\">").nth(1).expect("one decides");
    assert!(key.contains("BOOKING_CANCELLED, delivery 2"), "{key}");
    assert_eq!(created.matches("Decides the status").count(), 1);
    let cancelled = get(&server, &owner, "/team/deliveries/2").text();
    assert!(cancelled.contains("It decides the booking’s status."), "{cancelled}");
    let ping = get(&server, &owner, "/team/deliveries/3").text();
    assert!(ping.contains("Stored and ignored: Cal.com’s test button"), "{ping}");
    let text = get(&server, &owner, "/team/deliveries/4").text();
    assert!(text.contains("not readable: not JSON") && text.contains("<bdi>not JSON</bdi>"), "{text}");
    assert_eq!(get(&server, &owner, "/team/deliveries/99").status, 404);
}

#[test]
fn a_delivery_that_a_reschedule_overtook_names_the_other_booking() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    server.deliver(&wire("BOOKING_CREATED"));
    server.deliver(&wire("BOOKING_RESCHEDULED"));
    let page = get(&server, &owner, "/team/deliveries/1").text();
    assert!(
        page.contains("A delivery about another booking decides the status") && page.contains("Moved"),
        "{page}"
    );
    assert!(page.contains("<a href=\"/team/deliveries/2\">delivery 2</a>"), "{page}");
}

#[test]
fn a_body_is_shown_as_text_and_downloaded_as_it_came() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let hostile = b"<script>alert(1)</script>\x1b[2J \xe2\x80\xae\xff";
    assert_eq!(server.deliver(hostile).status, 200);
    let page = get(&server, &owner, "/team/deliveries/1").text();
    assert!(page.contains("&#60;script&#62;") && !page.contains("<script>alert"), "{page}");
    assert!(page.contains("\\u{1b}[2J \\u{202e}") && !page.contains('\u{1b}'), "{page}");
    let file = get(&server, &owner, "/team/deliveries/1/body");
    assert_eq!(&*file.body, hostile);
    assert_eq!(file.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"delivery-1.txt\""));
    assert_eq!(file.header("cache-control"), Some("no-store"));
}

#[test]
fn a_large_body_makes_no_large_page() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let notes = "\"&<".repeat(60_000);
    let body =
        serde_json::json!({"triggerEvent": "BOOKING_CREATED", "payload": {"uid": "u", "title": notes}});
    assert_eq!(server.deliver(body.to_string().as_bytes()).status, 200);
    let list = get(&server, &owner, "/team/deliveries");
    assert!(list.text().contains("Too long for this list"));
    for path in ["/team/deliveries/1", "/team/deliveries/1?raw=true"] {
        let page = get(&server, &owner, path);
        assert!(page.text().contains("This is only the beginning") && page.body.len() < 48 * 1024);
    }
    assert_eq!(get(&server, &owner, "/team/deliveries/1/body").body.len(), body.to_string().len());
}

#[test]
fn reading_again_what_is_read_the_same_changes_nothing() {
    let setup = Setup::new();
    let (server, owner) = some(&setup);
    let before = tables(&setup.database());
    for number in 1..=4 {
        let page = post(&server, &owner, &format!("/team/deliveries/{number}/again"), "");
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Nothing changed."), "{}", page.text());
    }
    assert_eq!(tables(&setup.database()), before);
    assert_eq!(post(&server, &owner, "/team/deliveries/99/again", "").status, 404);
    let done = get(&server, &owner, "/team/activity").text();
    assert!(done.contains("read again") && done.contains("<a href=\"/team/deliveries/4\">"), "{done}");
    assert!(!done.contains("delivery 99"), "{done}");
}

#[test]
fn what_an_earlier_version_did_not_know_is_applied_when_it_is_read_again() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    server.deliver(&wire("BOOKING_CREATED"));
    server.deliver(&wire("BOOKING_RESCHEDULED"));
    server.stop();
    let computed = || {
        let bookings =
            "SELECT uid, status, rescheduled_from, rescheduled_to, start_time FROM bookings ORDER BY uid";
        let relations = "SELECT * FROM booking_relations";
        [rows(&setup.database(), bookings), rows(&setup.database(), relations)].concat()
    };
    let before = computed();
    // As if the trigger had been unknown: it is filed nowhere, and nothing follows from it.
    let db = Connection::open(setup.database()).expect("a database");
    let digest = {
        use sha2::Digest as _;
        sha2::Sha256::digest(wire("BOOKING_RESCHEDULED")).to_vec()
    };
    let forgotten = "UPDATE deliveries SET outcome = 'ignored', reason = 'unknown_trigger', booking = NULL, digest = ?1 WHERE id = 2";
    db.execute(forgotten, [digest]).expect("changed");
    db.execute_batch(&format!(
        "DELETE FROM booking_relations; DELETE FROM bookings WHERE uid <> '{UID}';
         UPDATE bookings SET status = 'ACCEPTED', rescheduled_to = NULL"
    ))
    .expect("changed");
    drop(db);
    let server = setup.start();
    let page = post(&server, &owner, "/team/deliveries/2/again", "").text();
    for words in ["things changed", "Ignored", "Applied", "this version does not know the trigger"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let first = get(&server, &owner, "/team/deliveries/1").text();
    assert!(first.contains("A delivery about another booking decides the status"), "{first}");
    server.stop();
    assert_eq!(computed(), before);
}

#[test]
fn a_shortened_body_and_a_statement_say_what_they_are() {
    let setup = Setup::new();
    let (server, owner) = some(&setup);
    let db = Connection::open(setup.database()).expect("a database");
    db.execute_batch(
        "UPDATE deliveries SET body = '{\"triggerEvent\":\"PING\"}' WHERE id = 3;
         INSERT INTO deliveries (received_at, trigger, outcome, reason, digest, body, source)
         VALUES ('2026-11-02T09:15:26.951Z', 'API_BOOKING', 'applied', NULL, zeroblob(32), '{\"uid\":\"u\",\"status\":\"ACCEPTED\"}', 'api')",
    )
    .expect("changed");
    drop(db);
    let short = get(&server, &owner, "/team/deliveries/3").text();
    assert!(short.contains("The body is reduced to what the booking needs"), "{short}");
    assert!(!short.contains("bookhook send --file"), "a part of a body is not what came: {short}");
    let stated = get(&server, &owner, "/team/deliveries/5").text();
    assert!(stated.contains("Cal.com didn’t deliver this"), "{stated}");
    assert!(stated.contains("Cal.com’s API says that it is confirmed"), "{stated}");
}

#[test]
fn what_was_turned_away_has_its_meaning_and_a_remedy() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    assert!(get(&server, &owner, "/team/refused").text().contains("Nothing was turned away"));
    let signed = |signature: &str| {
        server.request("POST", "/api/webhooks/calcom", &[("X-Cal-Signature-256", signature)], b"{}")
    };
    assert_eq!(signed("no-secret-provided").status, 401);
    assert_eq!(server.request("POST", "/api/webhooks/calcom", &[], b"{}").status, 401);
    // They are counted at most once a second.
    let page = eventually("both are counted", || {
        let page = get(&server, &owner, "/team/refused").text();
        page.contains("signature_missing").then_some(page)
    });
    let (look, quiet) = page.split_once("Quiet for a week, or harmless").unwrap_or_else(|| panic!("{page}"));
    assert!(
        look.contains("signature_no_secret") && look.contains("enter bookhook&#39;s secret and save"),
        "{look}"
    );
    assert!(quiet.contains("signature_missing") && quiet.contains("No signature"), "{quiet}");
    assert!(get(&server, &owner, "/team/deliveries").text().contains("<span class=\"count\">2</span>"));
}
