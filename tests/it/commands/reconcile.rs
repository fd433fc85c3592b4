//! Repairing from Cal.com's API what webhooks never delivered.

use std::collections::BTreeSet;
use std::thread::scope;

use bookhook::domain::instant;
use rusqlite::Connection;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::support::cal_api::{CalApi, Failing, KEY, TYPE};
use crate::support::dump;
use crate::support::patience::eventually;
use crate::support::server::{SECRET, Setup, finish};

pub(super) fn ago(minutes: i64) -> String {
    instant::to_millis(OffsetDateTime::now_utc() - Duration::minutes(minutes))
}

fn ahead(minutes: i64) -> String {
    ago(-minutes)
}

/// A booking of the API's that stands: made and changed so many minutes ago, and soon to begin.
pub(super) fn booking(uid: &str, minutes: i64) -> Value {
    json!({
        "uid": uid, "status": "accepted", "title": format!("Intro {uid}"), "createdAt": ago(minutes),
        "updatedAt": ago(minutes), "start": ahead(600), "end": ahead(630), "metadata": {},
        "hosts": [{ "id": 4021, "name": "Dana", "email": "dana@example.com" }],
        "eventType": { "id": TYPE, "slug": "intro-call" }, "eventTypeId": TYPE, "rating": null,
        "location": format!("https://app.cal.com/video/{uid}"), "cancellationReason": "",
        "attendees": [{ "name": format!("Sam {uid}"), "email": format!("{uid}@example.com"), "timeZone": "Europe/Madrid", "absent": false }],
        "bookingFieldsResponses": { "email": format!("{uid}@example.com") },
    })
}

/// A webhook of the same booking.
pub(super) fn webhook(trigger: &str, uid: &str, minutes: i64, more: &Value) -> Vec<u8> {
    let mut payload = json!({
        "uid": uid, "title": format!("Intro {uid}"), "startTime": ahead(600), "endTime": ahead(630), "type": "intro-call",
        "attendees": [{ "name": format!("Sam {uid}"), "email": format!("{uid}@example.com"), "timeZone": "Europe/Madrid" }],
        "metadata": { "videoCallUrl": format!("https://app.cal.com/video/{uid}") },
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        payload[name] = value.clone();
    }
    json!({ "triggerEvent": trigger, "createdAt": ago(minutes), "payload": payload }).to_string().into_bytes()
}

pub(super) fn with(mut booking: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().into_iter().flatten() {
        booking[name] = value.clone();
    }
    booking
}

/// A server that never passes by itself.
pub(super) fn quiet(api: &CalApi) -> Setup {
    api.setup().with("BOOKHOOK_RECONCILE_EVERY", "off")
}

pub(super) fn reconcile(setup: &Setup, arguments: &[&str]) -> (i32, String) {
    let (code, out, err) = finish(setup.command(&[&["reconcile"], arguments].concat()));
    let said = format!("{out}{err}");
    assert!(!said.contains(KEY) && !said.contains(SECRET), "{said}");
    (code, said)
}

#[track_caller]
pub(super) fn pass(setup: &Setup) -> String {
    let (code, said) = reconcile(setup, &[]);
    assert_eq!(code, 0, "{said}");
    said
}

/// The status and the reason of each row of a booking.
pub(super) fn states(setup: &Setup, uid: &str) -> Vec<(String, Option<String>)> {
    let db = Connection::open(setup.database()).expect("a database");
    let sql = "SELECT status, cancellation_reason FROM bookings WHERE uid = ?1 ORDER BY seat";
    let mut statement = db.prepare(sql).expect("a statement");
    let rows = statement.query_map([uid], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

pub(super) fn status(setup: &Setup, uid: &str) -> String {
    states(setup, uid).pop().map_or_else(|| "none".into(), |(status, _)| status)
}

pub(super) fn number(setup: &Setup, sql: &str) -> i64 {
    let db = Connection::open(setup.database()).expect("a database");
    db.query_row(sql, [], |row| row.get(0)).expect("a number")
}

pub(super) fn statements(setup: &Setup) -> i64 {
    number(setup, "SELECT count(*) FROM deliveries WHERE source = 'api'")
}

#[test]
fn a_lost_booking_and_a_lost_cancellation_are_repaired_beside_a_running_server() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    assert_eq!(server.deliver(&webhook("BOOKING_CREATED", "kept", 60, &json!({}))).status, 200);
    api.state().bookings = vec![
        with(
            booking("kept", 60),
            &json!({ "status": "cancelled", "updatedAt": ago(30), "cancellationReason": "ill" }),
        ),
        booking("lost", 50),
    ];
    let said = pass(&setup);
    assert!(said.contains("repaired    2 bookings"), "{said}");
    assert_eq!((status(&setup, "kept"), status(&setup, "lost")), ("CANCELLED".into(), "ACCEPTED".into()));
    assert_eq!(states(&setup, "kept")[0].1.as_deref(), Some("ill"));
    let said = pass(&setup);
    assert!(said.contains("repaired    0 bookings"), "{said}");
    assert_eq!(statements(&setup), 2, "an unchanged booking adds nothing");
}

#[test]
fn a_pass_needs_no_server_and_a_replay_gives_the_same_tables() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = (0..40).map(|n| booking(&format!("b{n}"), 50 + n)).collect();
    pass(&setup);
    let before = dump::tables(&setup.database());
    assert_eq!(finish(setup.command(&["replay"])).0, 0);
    assert_eq!(dump::tables(&setup.database()), before);
    assert_eq!(statements(&setup), 40);
}

#[test]
fn a_dry_run_and_a_failed_pass_leave_everything_as_it_was() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = vec![booking("lost", 50)];
    let before = dump::everything(&setup.database());
    let (code, said) = reconcile(&setup, &["--dry-run"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("would store 1 statement"), "{said}");
    api.state().unauthorized = Some("Your api key is expired");
    let (code, said) = reconcile(&setup, &[]);
    assert_eq!((code, said.contains("the API key is expired")), (1, true), "{said}");
    assert_eq!(dump::everything(&setup.database()), before);
    assert_eq!(number(&setup, "SELECT count(*) FROM reconciliation"), 0);
    api.state().unauthorized = None;
    pass(&setup);
    assert_eq!(status(&setup, "lost"), "ACCEPTED");
}

/// The time from which the changes were asked for.
fn asked_from(api: &CalApi) -> OffsetDateTime {
    let asked = api
        .take_asked()
        .into_iter()
        .find_map(|asked| Some(asked.path.split_once("afterUpdatedAt=")?.1.into()));
    let text: String = asked.expect("a list of changes");
    let text = text.split('&').next().unwrap_or_default().replace("%3A", ":");
    instant::parse(&text).expect("a time")
}

#[test]
fn a_pass_goes_on_from_the_last_change_the_first_from_a_month_ago_and_since_says_otherwise() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    let changed = ago(50);
    api.state().bookings = vec![with(booking("b", 50), &json!({ "updatedAt": changed }))];
    pass(&setup);
    let month = OffsetDateTime::now_utc() - Duration::days(30);
    assert!((asked_from(&api) - month).abs() < Duration::minutes(10));
    pass(&setup);
    let changed = instant::parse(&changed).expect("a time");
    assert_eq!(asked_from(&api), changed - Duration::minutes(10));
    assert_eq!(reconcile(&setup, &["--since", "2026-01-15"]).0, 0);
    assert_eq!(Some(asked_from(&api)), instant::parse("2026-01-15T00:00:00Z"));
}

#[test]
fn a_date_that_cannot_be_read_is_a_mistake_of_usage() {
    let setup = CalApi::start().setup();
    assert_eq!(reconcile(&setup, &["--since", "yesterday"]).0, 2);
}

#[test]
fn what_only_a_webhook_knows_survives_a_later_row() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    let wish =
        json!({ "requestReschedule": true, "cancellationReason": "another day", "status": "CANCELLED" });
    server.deliver(&webhook("BOOKING_CREATED", "wish", 60, &json!({})));
    server.deliver(&webhook("BOOKING_CANCELLED", "wish", 30, &wish));
    server.deliver(&webhook(
        "BOOKING_REJECTED",
        "no",
        30,
        &json!({ "rejectionReason": "full", "status": "REJECTED" }),
    ));
    api.state().bookings = vec![
        with(booking("wish", 60), &json!({ "status": "cancelled", "updatedAt": ago(29), "location": null })),
        with(booking("no", 60), &json!({ "status": "rejected", "updatedAt": ago(29) })),
    ];
    pass(&setup);
    assert_eq!(states(&setup, "wish"), [("CANCELLED".into(), Some("another day".into()))]);
    assert_eq!(states(&setup, "no"), [("REJECTED".into(), Some("full".into()))]);
    assert_eq!(number(&setup, "SELECT asks_for_another_time FROM bookings WHERE uid = 'wish'"), 1);
    assert_eq!(
        number(&setup, "SELECT count(*) FROM bookings WHERE uid = 'wish' AND meeting_link IS NOT NULL"),
        1
    );
}

#[test]
fn a_cancellation_waits_a_minute_for_its_successor() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    server.deliver(&webhook("BOOKING_CREATED", "old", 60, &json!({})));
    let cancelled = with(booking("old", 60), &json!({ "status": "cancelled", "updatedAt": ago(0) }));
    api.state().bookings = vec![cancelled.clone()];
    let said = pass(&setup);
    assert!(said.contains("cancelled less than a minute ago"), "{said}");
    assert_eq!(status(&setup, "old"), "ACCEPTED");
    // The clock that counts is Cal.com's.
    api.state().ahead = 120;
    pass(&setup);
    assert_eq!(status(&setup, "old"), "CANCELLED");
    // A row that has no time of a change is as old as the booking.
    api.state().bookings = vec![with(
        booking("young", 0),
        &json!({ "status": "cancelled", "createdAt": ahead(2), "updatedAt": null }),
    )];
    server.deliver(&webhook("BOOKING_CREATED", "young", 60, &json!({})));
    pass(&setup);
    assert_eq!(status(&setup, "young"), "ACCEPTED");
    api.state().ahead = 240;
    pass(&setup);
    assert_eq!(status(&setup, "young"), "CANCELLED");
    let moved = with(cancelled, &json!({ "rescheduledToUid": "new", "updatedAt": ahead(1) }));
    api.state().bookings = vec![moved, with(booking("new", 0), &json!({ "rescheduledFromUid": "old" }))];
    pass(&setup);
    assert_eq!((status(&setup, "old"), status(&setup, "new")), ("RESCHEDULED".into(), "ACCEPTED".into()));
}

#[test]
fn other_event_types_and_other_people_s_meetings_leave_no_byte() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    server.deliver(&webhook("BOOKING_CREATED", "known", 60, &json!({})));
    let foreign = json!({ "eventType": { "id": 99, "slug": "intro-call" }, "eventTypeId": 99, "title": "canary title" });
    api.state().bookings = vec![
        with(booking("canary1", 40), &foreign),
        with(booking("canary2", 40), &with(foreign.clone(), &json!({ "updatedAt": null }))),
        with(
            booking("known", 60),
            &with(foreign, &json!({ "status": "cancelled", "updatedAt": ago(40), "title": "Intro known" })),
        ),
    ];
    let said = pass(&setup);
    assert!(said.contains("left alone  2 bookings, of other event types or people"), "{said}");
    assert_eq!(status(&setup, "known"), "CANCELLED", "one that is known is repaired whatever its type");
    server.stop();
    let bytes = std::fs::read(setup.database()).expect("the file");
    assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("canary"));
}

#[test]
fn a_no_show_and_a_seat_that_was_left_are_found_though_they_move_no_time() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    server.deliver(&webhook("BOOKING_CREATED", "missed", 300, &json!({})));
    for seat in ["s1", "s2"] {
        let who = json!([{ "name": seat, "email": format!("{seat}@example.com") }]);
        let more = json!({ "attendeeSeatId": seat, "seatsPerTimeSlot": 5, "attendees": who });
        server.deliver(&webhook("BOOKING_CREATED", "seated", 300, &more));
    }
    let missed = json!([{ "name": "Sam", "email": "missed@example.com", "absent": true }]);
    let left = json!([{ "name": "s1", "email": "s1@example.com", "seatUid": "s1", "absent": false }]);
    api.state().bookings = vec![
        with(booking("missed", 300), &json!({ "attendees": missed })),
        with(booking("seated", 300), &json!({ "attendees": left, "bookingFieldsResponses": null })),
    ];
    pass(&setup);
    assert_eq!(number(&setup, "SELECT no_show FROM bookings WHERE uid = 'missed'"), 1);
    let seats: Vec<_> = states(&setup, "seated").into_iter().map(|(status, _)| status).collect();
    assert_eq!(seats, ["ACCEPTED", "CANCELLED"]);
    let stored = statements(&setup);
    pass(&setup);
    assert_eq!(statements(&setup), stored);
    api.state().bookings[0]["attendees"][0]["absent"] = json!(false);
    api.state().ahead = 600;
    pass(&setup);
    assert_eq!(number(&setup, "SELECT no_show FROM bookings WHERE uid = 'missed'"), 0);
}

#[test]
fn a_known_open_booking_that_no_list_tells_of_is_asked_for_by_itself() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    let soon = json!({ "startTime": ahead(600) });
    server.deliver(&webhook("BOOKING_CREATED", "single", 60, &soon));
    server.deliver(&webhook("BOOKING_CREATED", "nowhere", 60, &soon));
    // Neither changed lately nor in the window of the lists.
    let early = json!({ "updatedAt": ago(100_000), "createdAt": ago(100_000), "start": ago(100_000), "status": "accepted", "title": "Moved" });
    api.state().bookings = vec![with(booking("single", 60), &early)];
    let said = pass(&setup);
    assert!(said.contains("left alone  1 booking, open here, but not visible to this key"), "{said}");
    let asked: BTreeSet<String> = api.take_asked().into_iter().map(|asked| asked.path).collect();
    assert!(asked.contains("/v2/bookings/single") && asked.contains("/v2/bookings/nowhere"), "{asked:?}");
    assert_eq!(status(&setup, "nowhere"), "ACCEPTED", "absence is no evidence");
}

#[test]
fn paging_survives_equal_times_and_a_list_that_moves() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    let same = ago(500);
    let mut all: Vec<Value> =
        (0..600).map(|n| with(booking(&format!("same{n}"), 500), &json!({ "updatedAt": same }))).collect();
    all.extend((0..600).map(|n| booking(&format!("each{n}"), 400 - n / 2)));
    api.state().bookings = all;
    let mut calls = 0;
    api.state().before_list = Some(Box::new(move |bookings| {
        calls += 1;
        if calls == 4 {
            for n in 0..30 {
                bookings[n * 7 + 600]["updatedAt"] = json!(ago(0));
            }
        }
    }));
    pass(&setup);
    assert_eq!(number(&setup, "SELECT count(*) FROM bookings"), 1200);
}

#[test]
fn a_server_that_ignores_times_or_pages_is_read_whole_and_said_to() {
    for no_pages in [false, true] {
        let api = CalApi::start();
        let setup = quiet(&api);
        drop(setup.start());
        api.state().bookings = (0..501).map(|n| booking(&format!("b{n}"), 100_000 + n)).collect();
        (api.state().ignores_filters, api.state().ignores_pages) = (true, no_pages);
        let said = pass(&setup);
        assert!(said.contains("ignores the time filter"), "{said}");
        assert_eq!(number(&setup, "SELECT count(*) FROM bookings"), 501);
    }
}

#[test]
fn one_unreadable_booking_does_not_stop_a_page() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings =
        vec![json!({ "updatedAt": ago(20), "start": ahead(20), "uid": [] }), booking("fine", 10)];
    pass(&setup);
    assert_eq!(status(&setup, "fine"), "ACCEPTED");
}

#[test]
fn whatever_fails_in_a_pass_the_next_one_gives_what_a_quiet_one_gives() {
    // Three pages.
    let bookings = || -> Vec<Value> { (0..201).map(|n| booking(&format!("b{n}"), 50 + n)).collect() };
    let outcome = |setup: &Setup| {
        dump::rows(&setup.database(), "SELECT uid, status, title, attendee_email FROM bookings ORDER BY uid")
    };
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = bookings();
    pass(&setup);
    let requests = api.take_asked().len();
    let expected = outcome(&setup);
    assert_eq!(expected.len(), 201);
    let html = Failing::Answer(200, "<html>".into());
    let case = |failing: &Failing| {
        let api = CalApi::start();
        let setup = quiet(&api);
        drop(setup.start());
        api.state().bookings = bookings();
        for number in 0..requests {
            api.state().asked.clear();
            api.state().failing = (number..number + 3).map(|number| (number, failing.clone())).collect();
            let (code, said) = reconcile(&setup, &[]);
            assert_eq!(code, 1, "request {number}, {failing:?}: {said}");
            assert_eq!(number_of_marks(&setup), 0, "the mark stays");
        }
        api.state().failing.clear();
        pass(&setup);
        assert_eq!(outcome(&setup), expected);
        assert_eq!(statements(&setup), 201);
    };
    scope(|threads| {
        for failing in [Failing::Answer(401, "{}".into()), html, Failing::Silence] {
            threads.spawn(move || case(&failing));
        }
    });
}

pub(super) fn number_of_marks(setup: &Setup) -> i64 {
    number(setup, "SELECT count(*) FROM reconciliation")
}

#[test]
fn each_way_in_which_a_pass_cannot_read_is_said_with_its_remedy() {
    let cases = [
        (Failing::Answer(200, r#"{"data":{"bookings":[]}}"#.into()), "in an unexpected format"),
        (Failing::Answer(200, "<html>".into()), "is not Cal.com's API: it answered with a page"),
        (Failing::Answer(403, "{}".into()), "does not allow the API key"),
        (Failing::Answer(503, "<html>".into()), "failed with status 503"),
        (Failing::With(307, "Location: https://evil.example/\r\n"), "does not send the key along"),
    ];
    for (failing, why) in cases {
        let api = CalApi::start();
        let setup = quiet(&api);
        drop(setup.start());
        api.state().failing = (4..7).map(|number| (number, failing.clone())).collect();
        let (code, said) = reconcile(&setup, &[]);
        assert_eq!((code, said.contains(why)), (1, true), "{failing:?}: {said}");
    }
    let api = CalApi::start();
    let setup = quiet(&api).without("CAL_COM_API_KEY");
    drop(setup.start());
    let (code, said) = reconcile(&setup, &[]);
    assert_eq!((code, said.contains("CAL_COM_API_KEY")), (3, true), "{said}");
}

#[test]
fn a_refused_request_waits_as_it_is_told_to() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = vec![booking("late", 10)];
    api.state().failing.insert(4, Failing::With(429, "Retry-After: 1\r\n"));
    pass(&setup);
    assert_eq!(status(&setup, "late"), "ACCEPTED");
}

#[test]
fn two_passes_at_once_state_nothing_twice() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let _server = setup.start();
    api.state().bookings = (0..251).map(|n| booking(&format!("b{n}"), 50 + n)).collect();
    scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| pass(&setup));
        }
    });
    assert_eq!(statements(&setup), 251);
}

#[test]
fn the_server_passes_by_itself_and_a_repair_wakes_the_open_page() {
    let api = CalApi::start();
    let setup = api.setup();
    api.state().unauthorized = Some("Your api key is expired");
    let server = setup.start();
    let profile = server.apply("Sam", "woken@example.com");
    // The expired key stopped the clock; a command always tries.
    api.state().unauthorized = None;
    let mut named = booking("woken", 10);
    named["metadata"] = json!({ "profileId": profile });
    api.state().bookings = vec![named];
    let mut stream = server.connect();
    std::io::Write::write_all(
        &mut stream,
        format!("GET /api/public/booking/{profile}/events HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes(),
    )
    .expect("asked");
    pass(&setup);
    let mut said = String::new();
    let mut chunk = [0; 4096];
    eventually("the page hears of it", || {
        let length = std::io::Read::read(&mut stream, &mut chunk).expect("an event");
        said.push_str(&String::from_utf8_lossy(&chunk[..length]));
        said.contains("INTERVIEW_SCHEDULED").then_some(())
    });
    drop(server);
    let setup = setup.with("BOOKHOOK_LOG", "info");
    api.state().bookings.push(booking("by_itself", 10));
    let _server = setup.start();
    eventually("the server passes by itself", || (status(&setup, "by_itself") == "ACCEPTED").then_some(()));
}

#[test]
fn what_is_erased_does_not_come_back() {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = vec![booking("gone", 10)];
    pass(&setup);
    assert_eq!(finish(setup.command(&["erase", "gone@example.com", "--yes"])).0, 0);
    api.state().bookings =
        vec![with(booking("gone", 10), &json!({ "updatedAt": ago(1), "title": "Again gone@example.com" }))];
    let said = pass(&setup);
    assert!(said.contains("of people who were erased"), "{said}");
    let bytes = std::fs::read(setup.database()).expect("the file");
    assert!(!String::from_utf8_lossy(&bytes).contains("gone@example.com"));
}

#[test]
fn a_delivery_with_the_body_of_a_statement_is_no_statement() {
    let api = CalApi::start();
    let setup = quiet(&api);
    let server = setup.start();
    api.state().bookings = vec![booking("true", 10)];
    pass(&setup);
    let db = Connection::open(setup.database()).expect("a database");
    let body: String = db
        .query_row("SELECT body FROM deliveries WHERE source = 'api'", [], |row| row.get(0))
        .expect("a statement");
    assert!(body.contains("\"uid\":\"true\""), "{body}");
    let forged = body.replace("\"true\"", "\"forged\"").replace("ACCEPTED", "CANCELLED");
    assert_eq!(server.deliver(forged.as_bytes()).json()["outcome"], "unreadable");
    assert_eq!(status(&setup, "forged"), "none");
    assert_eq!(statements(&setup), 1);
    let (_, said, _) = finish(setup.command(&["deliveries", "--json"]));
    assert!(said.contains("\"source\":\"api\"") && said.contains("API_BOOKING"), "{said}");
}
