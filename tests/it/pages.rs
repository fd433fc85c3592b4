//! The applicant's pages over HTTP: what a browser is given and what is refused.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use time::OffsetDateTime;

use crate::support::patience::{LONG, eventually, is_short};
use crate::support::server::{Answer, Server, Setup, UID, wire};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const APPLICATION: &str = "name=Sam+Okafor&email=sam%40example.com&answers.role=Engineer&answers.experience=1+to+3+years&answers.skills=Design&answers.skills=Product";

fn post(server: &Server, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    server.request("POST", path, &[&[FORM], headers].concat(), body.as_bytes())
}

/// Fills in the form; returns the cookie.
fn apply(server: &Server) -> String {
    let answer = post(server, "/talent-network", &[], APPLICATION);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/schedule")));
    let cookie = answer.header("set-cookie").expect("a cookie");
    cookie.split(';').next().expect("its value").to_owned()
}

/// A delivery about a booking of the profile.
fn created(profile: &str) -> Vec<u8> {
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    let now = OffsetDateTime::now_utc();
    let mut sample = Sample::new(Trigger::BookingCreated, uid, now, now + time::Duration::days(30));
    sample.profile = ProfileId::parse(profile);
    sample.body()
}

fn get_as(server: &Server, cookie: &str, path: &str) -> Answer {
    server.request("GET", path, &[("Cookie", cookie), ("Accept", "text/html")], b"")
}

#[test]
fn with_https_no_other_host_of_the_domain_can_set_the_cookie() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-bookhook_profile=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("; Path=/;") && !cookie.contains("Domain"), "{cookie}");
    let cookie = cookie.split(';').next().expect("its value");
    assert_eq!(get_as(&server, cookie, "/talent-network").header("location"), Some("/schedule"));
    let planted = cookie.trim_start_matches("__Host-");
    assert_eq!(get_as(&server, planted, "/talent-network").header("location"), None);
}

#[test]
fn an_application_is_kept_and_its_browser_remembered() {
    let setup = Setup::new();
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"));
    let rows =
        crate::support::dump::rows(&setup.database(), "SELECT name, email, answers FROM talent_profiles");
    let kept =
        r#"{\"experience\":\"1 to 3 years\",\"role\":\"Engineer\",\"skills\":[\"Design\",\"Product\"]}"#;
    assert!(rows[0].contains("sam@example.com") && rows[0].contains(kept), "{rows:?}");
    let cookie = cookie.split(';').next().expect("its value");
    assert_eq!(get_as(&server, cookie, "/talent-network").header("location"), Some("/schedule"));
    assert!(get_as(&server, cookie, "/schedule").text().contains("Pick a time to talk"));
}

#[test]
fn behind_https_the_cookie_is_for_https_only() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://talent.example.com");
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains("Secure")));
}

#[test]
fn what_is_malformed_is_refused_with_the_form() {
    let setup = Setup::new();
    let server = setup.start();
    for (body, message) in [
        ("name=&email=sam", "Please check 4 answers."),
        (&*format!("{APPLICATION}&answers.links=javascript:alert(1)"), "Enter a web address"),
        (
            &format!("{APPLICATION}&answers.note={}", "x".repeat(5000)),
            "Please use at most 4000 characters. You have 5000.",
        ),
        (&format!("{APPLICATION}&homepage=https://spam.example"), "We didn’t send that"),
    ] {
        let answer = post(&server, "/talent-network", &[], body);
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.text().contains(message), "{message}: {}", answer.text());
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(post(&server, "/talent-network", &[], &"x".repeat(65 * 1024)).status, 413);
    assert_eq!(server.request("POST", "/talent-network", &[], b"{}").status, 415);
}

const TOKEN: &str = "&token=5f2d1c1e-1d1b-4c39-9d2e-0a8f7f6b5c4d";

#[test]
fn a_form_that_is_sent_twice_makes_one_profile() {
    let setup = Setup::new();
    let server = setup.start();
    let send = || post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}"));
    let (first, second) = (send(), send());
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("set-cookie"), second.header("set-cookie"));
    let rows = crate::support::dump::rows(&setup.database(), "SELECT count(*) FROM talent_profiles");
    assert_eq!(rows, ["[Integer(1)]"]);
}

#[test]
fn other_answers_in_a_form_that_was_sent_lead_to_what_was_sent() {
    let setup = Setup::new();
    let server = setup.start();
    let first = post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}"));
    let other = post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}&answers.note=Hello"));
    assert_eq!((other.status, other.header("set-cookie")), (409, first.header("set-cookie")));
    assert!(other.text().contains("href=\"/schedule\""), "{}", other.text());
}

#[test]
fn a_browser_sends_one_application_and_another_one_is_told_nothing_of_it() {
    let setup = Setup::new();
    let server = setup.start();
    let cookie = apply(&server);
    let again = post(&server, "/talent-network", &[("Cookie", &cookie)], APPLICATION);
    assert_eq!(again.status, 409);
    assert!(again.text().contains("already applied"), "{}", again.text());
    let elsewhere = post(&server, "/talent-network", &[], APPLICATION);
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, Some("/schedule")));
}

#[test]
fn a_form_that_cannot_be_stored_keeps_what_was_typed() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "1");
    let server = setup.start();
    post(&server, "/talent-network", &[], APPLICATION);
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").is_some());
    assert!(answer.text().contains("value=\"Sam Okafor\""), "{}", answer.text());
}

#[test]
fn another_sites_page_cannot_send_a_form() {
    let setup = Setup::new();
    let server = setup.start();
    for header in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
    ] {
        for path in ["/talent-network", "/schedule/complete", "/schedule/leave"] {
            assert_eq!(post(&server, path, &[header], APPLICATION).status, 403, "{path} {header:?}");
        }
    }
    for header in [
        ("Sec-Fetch-Site", "same-origin"),
        ("Origin", "http://localhost"),
        ("Origin", "http://localhost:3001"),
    ] {
        assert_eq!(post(&server, "/talent-network", &[header], APPLICATION).status, 303, "{header:?}");
    }
}

#[test]
fn a_flood_of_applications_is_held_up() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "2");
    let server = setup.start();
    let statuses: Vec<u16> =
        (0..3).map(|_| post(&server, "/talent-network", &[], APPLICATION).status).collect();
    assert_eq!(statuses, [303, 303, 429]);
    assert!(post(&server, "/talent-network", &[], APPLICATION).header("retry-after").is_some());
}

#[test]
fn the_redirects_personal_data_does_not_stay_in_the_address() {
    let setup = Setup::new();
    let server = setup.start();
    let redirect = "/schedule?bookingConfirmed=true&isSuccessBookingPage=true&email=sam%40example.com&uid=8hT2mQzLr4VnXsKpW6cYbe&attendeeName=Sam";
    let answer = server.get(redirect);
    assert_eq!(answer.status, 303);
    let clean = "/schedule?uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true";
    assert_eq!(answer.header("location"), Some(clean));
    assert_eq!(server.get(clean).status, 200);
    assert_eq!(server.get("/schedule?utm_source=x").header("location"), Some("/schedule"));
}

#[test]
fn pages_may_do_nothing_but_show_our_files() {
    let setup = Setup::new();
    let server = setup.start();
    for path in ["/talent-network", "/schedule", "/nothing"] {
        let answer = server.request("GET", path, &[("Accept", "text/html")], b"");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        for name in answer.text().split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()) {
            let file = server.get(&format!("/assets/{name}"));
            assert_eq!(file.status, 200, "{name}");
            assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        }
    }
    assert_eq!(server.get("/assets/app.css").status, 404);
}

#[test]
fn an_unknown_address_is_a_page_for_people_and_json_for_programs() {
    let setup = Setup::new();
    let server = setup.start();
    let page = server.request("GET", "/nothing", &[("Accept", "text/html")], b"");
    assert!(page.status == 404 && page.text().contains("Page not found"));
    assert_eq!(server.get("/nothing").json()["error"]["code"], "not_found");
    let api = server.request("GET", "/api/nothing", &[("Accept", "text/html")], b"");
    assert_eq!(api.json()["error"]["code"], "not_found");
}

#[test]
fn an_applicant_completes_once_the_interview_stands_and_can_leave() {
    let setup = Setup::new();
    let server = setup.start();
    let cookie = apply(&server);
    let complete = || post(&server, "/schedule/complete", &[("Cookie", &cookie)], "");
    assert_eq!(complete().header("location"), Some("/schedule"));
    server.deliver(&created(&cookie["bookhook_profile=".len()..]));
    assert_eq!(get_as(&server, &cookie, "/thanks").header("location"), Some("/schedule"));
    assert_eq!(complete().header("location"), Some("/thanks"));
    assert_eq!(get_as(&server, &cookie, "/schedule").header("location"), Some("/thanks"));
    assert!(get_as(&server, &cookie, "/thanks").text().contains("Your application is complete"));
    let left = post(&server, "/schedule/leave", &[("Cookie", &cookie)], "");
    assert!(left.header("set-cookie").is_some_and(|cookie| cookie.starts_with("bookhook_profile=;")));
}

#[test]
fn a_cookie_of_nobody_is_a_strangers() {
    let setup = Setup::new();
    let server = setup.start();
    for cookie in [
        "bookhook_profile=07070707-0707-4707-8707-070707070707",
        "bookhook_profile=../x",
        "bookhook_profile=",
    ] {
        assert!(
            get_as(&server, cookie, "/schedule").text().contains("We can’t find your application"),
            "{cookie}"
        );
        assert_eq!(get_as(&server, cookie, "/").header("location"), Some("/talent-network"));
    }
}

#[test]
fn the_calendar_file_is_for_download() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Zoë Okafor", "sam.okafor@example.com");
    let path = format!("/api/public/booking/{profile}/calendar.ics");
    assert_eq!(server.get(&path).json()["error"]["code"], "no_booking");
    server.deliver(&wire("BOOKING_CREATED"));
    server.claim(&profile, UID);
    let file = server.get(&path);
    assert_eq!(file.header("content-type"), Some("text/calendar; charset=utf-8"));
    let calendar: icalendar::Calendar = file.text().parse().expect("a calendar");
    assert_eq!(calendar.iter().count(), 1);
}

#[test]
fn the_stand_in_is_for_this_computer() {
    let setup = Setup::new();
    let server = setup.start();
    assert_eq!(server.get("/simulator").status, 200);
    for header in [
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "for=127.0.0.1"),
        ("Via", "1.1 proxy"),
    ] {
        for path in ["/simulator", "/booking/x", "/reschedule/x"] {
            let answer = server.request("GET", path, &[header], b"");
            assert_eq!(answer.status, 403, "{path} {header:?}");
        }
    }
    let elsewhere = b"GET /simulator HTTP/1.1\r\nHost: book.example.com\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(elsewhere).status, 403);
}

#[test]
fn with_a_real_calendar_there_is_no_stand_in() {
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/acme/interview");
    let server = setup.start();
    let cookie = apply(&server);
    assert!(
        get_as(&server, &cookie, "/schedule").text().contains("href=\"https://cal.com/acme/interview?name=")
    );
    assert_eq!(server.get("/simulator").status, 404);
}

/// Opens the event stream; returns it after its head. In HTTP/1.0 it is not cut into chunks.
fn follow(server: &Server, profile: &str) -> (u16, BufReader<TcpStream>) {
    let mut stream = server.connect();
    let request = format!("GET /api/public/booking/{profile}/events HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).expect("a status");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    while line != "\r\n" {
        line.clear();
        lines.read_line(&mut line).expect("a header");
    }
    (status, lines)
}

/// The status in the next message, before which there is no heartbeat.
fn next_status(lines: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).expect("a line") > 0, "the stream ended");
        assert!(!line.starts_with(':'), "a heartbeat came first");
        if let Some(data) = line.strip_prefix("data:") {
            let data: Value = serde_json::from_str(data).expect("JSON");
            return data["status"].as_str().expect("a status").to_owned();
        }
    }
}

#[test]
fn the_stream_begins_with_the_present_state_and_follows_before_its_next_heartbeat() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Zoë Okafor", "sam.okafor@example.com");
    let (status, mut stream) = follow(&server, &profile);
    assert_eq!((status, next_status(&mut stream).as_str()), (200, "APPLIED"));
    server.deliver(&wire("BOOKING_CREATED"));
    assert_eq!(next_status(&mut stream), "INTERVIEW_SCHEDULED");
    assert_eq!(follow(&server, "07070707-0707-4707-8707-070707070707").0, 404);
}

#[test]
fn streams_are_bounded_per_address_and_their_places_free_again() {
    let setup = Setup::new().with("BOOKHOOK_STREAMS_PER_ADDRESS", "3");
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let open: Vec<_> = (0..3).map(|_| follow(&server, &profile)).collect();
    assert!(open.iter().all(|(status, _)| *status == 200));
    let refused = server.get(&format!("/api/public/booking/{profile}/events"));
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("15")));
    drop(open);
    // The next writing finds that they are gone.
    server.deliver(&created(&profile));
    eventually("a place", || (follow(&server, &profile).0 == 200).then_some(()));
}

#[test]
fn open_streams_do_not_hold_up_the_end() {
    let setup = Setup::new().with("ROCKET_SHUTDOWN__MERCY", LONG);
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let open: Vec<_> = (0..500).map(|_| follow(&server, &profile)).collect();
    let (status, took, _) = server.stop();
    assert!(status.success(), "{status}");
    assert!(is_short(took), "{took:?}");
    drop(open);
}
