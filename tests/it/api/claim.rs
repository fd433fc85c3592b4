//! Who reads a booking: an address alone opens nothing, to know the uid does.

use serde_json::{Value, json};

use crate::support::dump;
use crate::support::server::{Answer, Server, Setup, UID, finish};

/// What of a booking nobody may read who shares no more than its address.
const CANARIES: [&str; 7] =
    [UID, "CANARY-TITLE", "CANARY-HOST", "CANARY-STREET", "CANARY-REASON", "CANARY Person", "2030-02-01T10"];

/// A delivery about a booking of the address, which names no profile.
fn body(trigger: &str, uid: &str, email: &str, more: &Value) -> Vec<u8> {
    let mut payload = json!({
        "uid": uid, "title": "CANARY-TITLE", "startTime": "2030-02-01T10:00:00Z", "endTime": "2030-02-01T10:30:00Z",
        "location": "CANARY-STREET 1", "organizer": {"name": "CANARY-HOST"}, "cancellationReason": "CANARY-REASON",
        "attendees": [{"name": "CANARY Person", "email": email, "timeZone": "Europe/Berlin"}],
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        payload[key] = value.clone();
    }
    let now = time::OffsetDateTime::now_utc();
    let created = bookhook::domain::instant::to_millis(now);
    json!({"triggerEvent": trigger, "createdAt": created, "payload": payload}).to_string().into_bytes()
}

fn created(server: &Server, uid: &str, email: &str) {
    assert_eq!(server.deliver(&body("BOOKING_CREATED", uid, email, &json!({}))).status, 200);
}

fn claim(server: &Server, profile: &str, name: &Value) -> Answer {
    server.post_json(&format!("/api/public/booking/{profile}/claim"), name)
}

/// A visit of the browser that holds an application.
fn visit(server: &Server, profile: &str, path: &str) -> Answer {
    server.request("GET", path, &[("Cookie", &cookie(profile)), ("Accept", "text/html")], b"")
}

fn cookie(profile: &str) -> String {
    format!("bookhook_profile={profile}")
}

fn send(server: &Server, profile: &str, form: &str) -> Answer {
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    server.request("POST", "/schedule/claim", &[("Cookie", &cookie(profile)), kind], form.as_bytes())
}

fn read(server: &Server, profile: &str) -> Value {
    server.get(&format!("/api/public/booking/{profile}")).json()["data"].clone()
}

/// Everything that the holder of a profile can ask for.
fn everything_readable(server: &Server, profile: &str) -> String {
    let mut stream = server.connect();
    let path = format!("/api/public/booking/{profile}/events");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::io::Write::write_all(&mut stream, request.as_bytes()).expect("asked");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stream));
    let told = lines.find_map(|line| line.ok().filter(|line| line.contains("data:"))).expect("an event");
    let paths = ["", "/calendar.ics"].map(|end| format!("/api/public/booking/{profile}{end}"));
    let api = [&paths[0], &paths[1], &format!("/api/public/profiles/{profile}")];
    let read: String = api.iter().map(|path| server.get(path).text()).collect();
    let pages = ["/schedule", "/thanks", "/talent-network"].map(|path| visit(server, profile, path).text());
    read + &told + &pages.concat()
}

fn found_in(text: &str) -> Vec<&'static str> {
    CANARIES.into_iter().filter(|canary| text.contains(canary)).collect()
}

#[test]
fn whoever_knows_only_the_address_reads_only_the_status() {
    let setup = Setup::new();
    let server = setup.start();
    created(&server, UID, "victim@example.com");
    let stranger = server.apply("x", "victim@example.com");
    let data = read(&server, &stranger);
    assert_eq!(data["status"], "INTERVIEW_SCHEDULED");
    let told: Vec<_> = data.as_object().expect("keys").iter().filter(|(_, value)| !value.is_null()).collect();
    assert_eq!(told.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["status", "updatedAt"]);
    assert_eq!(found_in(&everything_readable(&server, &stranger)), Vec::<&str>::new());
    let file = server.get(&format!("/api/public/booking/{stranger}/calendar.ics"));
    assert_eq!(file.error(), (404, "no_booking".to_owned()));
    let complete = server.post_json(&format!("/api/public/profiles/{stranger}/complete"), &json!({}));
    assert_eq!(complete.error(), (422, "booking_not_claimed".to_owned()));
    assert_eq!(server.deliver(&body("BOOKING_CANCELLED", UID, "victim@example.com", &json!({}))).status, 200);
    assert_eq!(read(&server, &stranger)["status"], "INTERVIEW_CANCELLED");
    assert_eq!(found_in(&everything_readable(&server, &stranger)), Vec::<&str>::new());
}

#[test]
fn a_move_of_a_booking_that_only_the_address_matched_is_withheld_too() {
    let setup = Setup::new();
    let server = setup.start();
    let stranger = server.apply("x", "victim@example.com");
    created(&server, "older", "victim@example.com");
    let moved = body("BOOKING_RESCHEDULED", UID, "other@example.com", &json!({"rescheduleUid": "older"}));
    assert_eq!(server.deliver(&moved).status, 200);
    let how = "SELECT matched_by, inherited FROM bookings WHERE rescheduled_from IS NOT NULL";
    assert_eq!(dump::rows(&setup.database(), how), [r#"[Text("email"), Integer(1)]"#]);
    assert_eq!(found_in(&everything_readable(&server, &stranger)), Vec::<&str>::new());
}

#[test]
fn a_claim_opens_the_booking_and_survives_a_restart() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    created(&server, UID, "sam@example.com");
    let answer = claim(&server, &profile, &json!({"uid": UID}));
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json(), server.get(&format!("/api/public/booking/{profile}")).json());
    assert_eq!(answer.json()["data"]["bookingId"], UID);
    assert_eq!(claim(&server, &profile, &json!({"uid": UID})).json(), answer.json());
    let complete = server.post_json(&format!("/api/public/profiles/{profile}/complete"), &json!({}));
    assert_eq!(complete.status, 200);
    server.kill();
    let server = setup.start();
    assert_eq!(read(&server, &profile)["bookingId"], UID);
}

#[test]
fn the_one_who_claims_gets_the_booking_and_not_the_newest_profile_with_the_address() {
    let setup = Setup::new();
    let server = setup.start();
    let victim = server.apply("Sam", "sam@example.com");
    let stranger = server.apply("x", "sam@example.com");
    created(&server, UID, "sam@example.com");
    assert_eq!(read(&server, &stranger)["status"], "INTERVIEW_SCHEDULED");
    assert_eq!(visit(&server, &victim, &format!("/schedule?uid={UID}&bookingConfirmed=true")).status, 200);
    assert_eq!(read(&server, &victim)["bookingId"], UID);
    assert_eq!(read(&server, &stranger)["status"], "APPLIED");
}

#[test]
fn a_uid_that_is_unknown_and_one_that_is_another_s_are_answered_alike_and_limited() {
    let setup = Setup::new();
    let server = setup.start();
    let owner = server.apply("Sam", "sam@example.com");
    let named = json!({"metadata": {"profileId": owner}});
    assert_eq!(server.deliver(&body("BOOKING_CREATED", UID, "sam@example.com", &named)).status, 200);
    let stranger = server.apply("x", "sam@example.com");
    let wrong = |uid: &str| {
        let answer = claim(&server, &stranger, &json!({ "uid": uid }));
        (answer.status, answer.text())
    };
    let expected = wrong("unknown-unknown-unknow");
    assert_eq!(expected.0, 404);
    assert!(expected.1.contains(r#""code":"booking_not_found""#), "{}", expected.1);
    assert_eq!(wrong(UID), expected);
    assert_eq!(wrong("not a uid"), expected);
    assert_eq!(dump::rows(&setup.database(), "SELECT uid FROM claims"), Vec::<String>::new());
    let limited = (0..30).map(|_| claim(&server, &stranger, &json!({"uid": "x"}))).find(|a| a.status == 429);
    assert!(limited.expect("a limit").header("Retry-After").is_some());
}

#[test]
fn a_claim_of_nobody_and_one_with_an_unknown_key_are_refused() {
    let setup = Setup::new();
    let server = setup.start();
    let nobody = "07070707-0707-4707-8707-070707070707";
    assert_eq!(claim(&server, nobody, &json!({"uid": UID})).error(), (404, "profile_not_found".to_owned()));
    let profile = server.apply("Sam", "sam@example.com");
    let unknown = claim(&server, &profile, &json!({"uid": UID, "email": "sam@example.com"}));
    assert_eq!(unknown.status, 400, "{unknown:?}");
}

#[test]
fn a_seat_is_claimed_by_its_reference_or_with_its_address() {
    let setup = Setup::new();
    let server = setup.start();
    for (seat, email) in [("seat-1", "sam@example.com"), ("seat-2", "kit@example.com")] {
        let seat = json!({ "attendeeSeatId": seat });
        assert_eq!(server.deliver(&body("BOOKING_CREATED", UID, email, &seat)).status, 200);
    }
    let (sam, kit) = (server.apply("Sam", "sam@example.com"), server.apply("Kit", "other@example.com"));
    assert_eq!(claim(&server, &kit, &json!({"uid": UID})).status, 404);
    assert_eq!(claim(&server, &kit, &json!({"uid": UID, "seatReferenceUid": "seat-2"})).status, 200);
    assert_eq!(claim(&server, &sam, &json!({"uid": UID})).status, 200);
    assert_eq!(read(&server, &sam)["bookingId"], UID);
}

#[test]
fn a_redirect_claims_what_has_the_applicants_address_also_when_the_delivery_comes_later() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let path = format!("/schedule?uid={UID}&bookingConfirmed=true");
    let waiting = visit(&server, &profile, &path).text();
    assert!(waiting.contains("Confirming your booking") && waiting.contains("data-poll"), "{waiting}");
    created(&server, UID, "sam@example.com");
    let page = visit(&server, &profile, &path).text();
    assert!(page.contains("You’re booked") && page.contains("CANARY-HOST"), "{page}");
    assert_eq!(read(&server, &profile)["bookingId"], UID);
}

#[test]
fn a_link_claims_nothing_with_another_address_but_the_button_does() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    created(&server, UID, "work@example.com");
    let page = visit(&server, &profile, &format!("/schedule?uid={UID}&bookingConfirmed=true")).text();
    assert!(page.contains("This is my interview"), "{page}");
    assert_eq!(read(&server, &profile)["status"], "APPLIED");
    let cross = server.request(
        "POST",
        "/schedule/claim",
        &[
            ("Cookie", &cookie(&profile)),
            ("Sec-Fetch-Site", "cross-site"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ],
        format!("uid={UID}").as_bytes(),
    );
    assert_eq!(cross.status, 403);
    assert_eq!(read(&server, &profile)["status"], "APPLIED");
    let claimed = send(&server, &profile, &format!("uid={UID}"));
    assert_eq!((claimed.status, claimed.header("Location")), (303, Some("/schedule")));
    assert_eq!(read(&server, &profile)["bookingId"], UID);
}

#[test]
fn the_page_takes_a_pasted_link_and_is_gentle_with_a_wrong_one() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    created(&server, UID, "sam@example.com");
    let page = visit(&server, &profile, "/schedule").text();
    assert!(page.contains("An interview was booked with your email address"), "{page}");
    let wrong = send(&server, &profile, "uid=https%3A%2F%2Fcal.com%2Fbooking%2Fnothing");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("find an interview of yours") && wrong.text().contains("booking/nothing"));
    let link = format!("uid=https%3A%2F%2Fapp.cal.com%2Fbooking%2F{UID}%3Fcancel%3Dtrue");
    assert_eq!(send(&server, &profile, &link).status, 303);
    assert_eq!(read(&server, &profile)["bookingId"], UID);
}

#[test]
fn without_a_cookie_a_seat_s_redirect_shows_its_seat() {
    let setup = Setup::new();
    let server = setup.start();
    for (seat, email, title) in [("seat-1", "a@example.com", "First"), ("seat-2", "b@example.com", "Second")]
    {
        let seat = json!({ "attendeeSeatId": seat, "title": title });
        assert_eq!(server.deliver(&body("BOOKING_CREATED", UID, email, &seat)).status, 200);
    }
    let path =
        format!("/schedule?uid={UID}&seatReferenceUid=seat-2&email=b%40example.com&bookingConfirmed=true");
    let clean = server.get(&path);
    let there = format!("/schedule?uid={UID}&seatReferenceUid=seat-2&bookingConfirmed=true");
    assert_eq!((clean.status, clean.header("Location")), (303, Some(there.as_str())));
    assert_eq!(clean.header("Referrer-Policy"), Some("same-origin"));
    let page = server.get(&there).text();
    assert!(page.contains("You’re booked") && page.contains("seatReferenceUid=seat-2"), "{page}");
    let ambiguous = server.get(&format!("/schedule?uid={UID}&bookingConfirmed=true")).text();
    assert!(ambiguous.contains("We can’t find your application"), "{ambiguous}");
}

#[test]
fn the_redirect_of_a_booking_that_was_moved_since_shows_where_it_is_now() {
    let setup = Setup::new();
    let server = setup.start();
    created(&server, "first", "sam@example.com");
    for (old, new) in [("first", "second"), ("second", "third")] {
        let more = json!({"rescheduleUid": old, "title": new});
        assert_eq!(server.deliver(&body("BOOKING_RESCHEDULED", new, "sam@example.com", &more)).status, 200);
    }
    let page = server.get("/schedule?uid=first&bookingConfirmed=true").text();
    assert!(page.contains("You’re booked") && page.contains("reschedule/third"), "{page}");
}

#[test]
fn a_circle_of_moved_bookings_shows_no_booking_and_ends() {
    let setup = Setup::new();
    let server = setup.start();
    for (old, new) in [("one", "two"), ("two", "one")] {
        let more = json!({ "rescheduleUid": old });
        assert_eq!(server.deliver(&body("BOOKING_RESCHEDULED", new, "sam@example.com", &more)).status, 200);
    }
    let page = server.get("/schedule?uid=one&bookingConfirmed=true").text();
    assert!(page.contains("We can’t find your application"), "{page}");
}

#[test]
fn claims_are_exported_imported_replayed_and_erased_with_their_profile() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    created(&server, UID, "work@example.com");
    assert_eq!(claim(&server, &profile, &json!({"uid": UID})).status, 200);
    server.stop();
    let held = dump::everything(&setup.database());
    assert_eq!(finish(setup.command(&["replay"])).0, 0);
    assert_eq!(dump::everything(&setup.database()), held);
    let (_, text, _) = finish(setup.command(&["export", "--format", "jsonl"]));
    assert!(text.contains(&format!(r#""claims":[{{"uid":"{UID}","seat":"","claimed_at":"#)), "{text}");
    let target = Setup::new();
    std::fs::write(target.database().with_file_name("all.jsonl"), &text).expect("written");
    let (code, _, problem) = finish(target.command(&["import", "all.jsonl"]));
    assert_eq!(code, 0, "{problem}");
    assert_eq!(dump::everything(&target.database()), held);
    assert_eq!(finish(setup.command(&["erase", "sam@example.com", "--yes"])).0, 0);
    assert_eq!(dump::rows(&setup.database(), "SELECT * FROM claims"), Vec::<String>::new());
    assert_eq!(
        dump::rows(&setup.database(), "SELECT profile FROM bookings WHERE profile IS NOT NULL"),
        Vec::<String>::new()
    );
}
