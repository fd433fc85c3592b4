//! The private address of an application, and what applicants do with an application there.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use bookhook::store;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::support::RULES;
use crate::support::server::{Answer, Server, Setup, finish};

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";
const NEXT_UID: &str = "3bT2mQzLr4VnXsKpW6cYbe";

fn cookie(profile: &str) -> String {
    format!("bookhook_profile={profile}")
}

fn visit(server: &Server, profile: &str, path: &str) -> Answer {
    server.request("GET", path, &[("Cookie", &cookie(profile)), ("Accept", "text/html")], b"")
}

fn post(server: &Server, profile: &str, path: &str, form: &str) -> Answer {
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    server.request("POST", path, &[("Cookie", &cookie(profile)), kind], form.as_bytes())
}

fn sample(trigger: Trigger, uid: &str) -> Sample {
    let now = OffsetDateTime::now_utc();
    Sample::new(trigger, BookingUid::parse(uid).expect("a uid"), now, now + Duration::days(30))
}

fn book(server: &Server, profile: &str) {
    let mut booked = sample(Trigger::BookingCreated, UID);
    booked.profile = ProfileId::parse(profile);
    assert_eq!(server.deliver(&booked.body()).status, 200);
}

/// What Cal.com's redirect is answered with, in a browser that has no application.
fn returned(server: &Server, uid: &str, profile: &str) -> Answer {
    server.get(&format!("/schedule?uid={uid}&metadata%5BprofileId%5D={profile}&bookingConfirmed=true"))
}

fn status(server: &Server, profile: &str) -> Value {
    server.get(&format!("/api/public/profiles/{profile}")).json()["data"].clone()
}

#[test]
fn the_private_address_shows_whose_it_is_and_a_press_makes_the_browser_theirs() {
    let setup = Setup::new();
    let server = setup.start();
    let made = server.post_json(
        "/api/public/profiles",
        &serde_json::json!({"name": "Sam Okafor", "email": "sam@example.com"}),
    );
    let address = made.json()["data"]["scheduleUrl"].as_str().expect("an address").to_owned();
    let path = &address[address.find("/schedule").expect("its path")..];
    let shown = server.get(path);
    assert_eq!((shown.status, shown.header("set-cookie")), (200, None));
    assert!(shown.text().contains("Sam Okafor") && !shown.text().contains("sam@example.com"));
    let opened = server.request("POST", path, &[], b"");
    let profile = path.rsplit('/').next().expect("an id");
    assert!(opened.header("set-cookie").is_some_and(|set| set.starts_with(&cookie(profile))), "{opened:?}");
    assert_eq!(opened.header("location"), Some("/schedule"));
    assert_eq!(server.request("POST", path, &[("Sec-Fetch-Site", "cross-site")], b"").status, 403);
    assert_eq!(visit(&server, profile, path).header("location"), Some("/schedule"));
    assert_eq!(server.get("/schedule/07070707-0707-4707-8707-070707070707").status, 404);
}

#[test]
fn the_browser_that_booked_becomes_the_applicants() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    assert_eq!(returned(&server, UID, &profile).header("set-cookie"), None, "before the booking is known");
    book(&server, &profile);
    let back = returned(&server, UID, &profile);
    assert!(back.header("set-cookie").is_some_and(|set| set.starts_with(&cookie(&profile))), "{back:?}");
    assert_eq!(back.header("location"), Some("/schedule"));
}

#[test]
fn the_address_in_the_applicants_own_browser_opens_nothing_in_another() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let path = format!("/schedule?uid={UID}&metadata%5BprofileId%5D={profile}&bookingConfirmed=true");
    let answer = visit(&server, &profile, &path);
    let clean = format!("/schedule?uid={UID}&bookingConfirmed=true");
    assert_eq!(answer.header("location"), Some(&*clean));
}

#[test]
fn a_redirect_opens_no_application_whose_booking_it_does_not_name() {
    let setup = Setup::new();
    let server = setup.start();
    let (profile, other) = (server.apply("Sam", "sam@example.com"), server.apply("Dana", "dana@example.com"));
    book(&server, &profile);
    assert_eq!(returned(&server, UID, &other).header("set-cookie"), None);
    let path = format!("/schedule?uid={UID}&metadata%5BprofileId%5D={profile}&bookingConfirmed=true");
    let answer = visit(&server, &other, &path);
    let asks = format!("/schedule/{profile}");
    assert_eq!((answer.header("set-cookie"), answer.header("location")), (None, Some(&*asks)), "asks first");
}

#[test]
fn the_redirect_of_a_booking_that_has_moved_leads_to_the_application_as_well() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let mut moved = sample(Trigger::BookingRescheduled, NEXT_UID);
    moved.previous = Some((BookingUid::parse(UID).expect("a uid"), moved.start));
    // The deliveries of the first booking never came, and newer releases of Cal.com keep the metadata.
    let mut body: Value = serde_json::from_slice(&moved.body()).expect("JSON");
    body["payload"]["metadata"]["profileId"] = Value::from(&*profile);
    assert_eq!(server.deliver(body.to_string().as_bytes()).status, 200);
    assert!(returned(&server, UID, &profile).header("set-cookie").is_some());
}

#[test]
fn a_stranger_finds_the_way_back_by_a_link() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    book(&server, &profile);
    let find = |link: &str| post(&server, "", "/schedule/find", &format!("link={link}"));
    let private = format!("https%3A%2F%2Fbook.example.com%2Fschedule%2F{profile}");
    assert_eq!(find(&private).header("location"), Some(&*format!("/schedule/{profile}")));
    let confirmed = format!("/schedule?uid={UID}&bookingConfirmed=true");
    assert_eq!(
        find(&format!("https%3A%2F%2Fcal.com%2Fbooking%2F{UID}")).header("location"),
        Some(&*confirmed)
    );
    let wrong = find("https%3A%2F%2Fexample.com");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"https://example.com\""));
}

#[test]
fn to_start_over_asks_first_and_offers_the_way_back() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    assert!(visit(&server, &profile, "/schedule").text().contains("href=\"/schedule/leave\""));
    let asked = visit(&server, &profile, "/schedule/leave");
    assert_eq!((asked.status, asked.header("set-cookie")), (200, None));
    assert!(asked.text().contains(&format!("/schedule/{profile}")), "{}", asked.text());
}

#[test]
fn a_withdrawal_has_its_time_and_can_be_taken_back() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    assert_eq!(status(&server, &profile)["withdrawnAt"], Value::Null);
    assert_eq!(post(&server, &profile, "/schedule/withdraw", "").status, 303);
    let withdrawn = status(&server, &profile);
    assert!(withdrawn["withdrawnAt"].is_string() && withdrawn["status"] == "APPLIED", "{withdrawn}");
    post(&server, &profile, "/schedule/withdraw", "");
    assert_eq!(status(&server, &profile), withdrawn, "the first time counts");
    post(&server, &profile, "/schedule/renew", "");
    assert_eq!(status(&server, &profile)["withdrawnAt"], Value::Null);
}

#[test]
fn a_withdrawal_outlives_a_replay_and_an_export() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    book(&server, &profile);
    post(&server, &profile, "/schedule/withdraw", "");
    let withdrawn = status(&server, &profile);
    server.stop();
    store::replay(&setup.database(), RULES, |_, _| {}).expect("replayed");
    let (code, lines, problem) = finish(setup.command(&["export", "--format", "jsonl"]));
    assert_eq!(code, 0, "{problem}");
    let target = Setup::new();
    std::fs::write(target.database().with_file_name("all.jsonl"), lines).expect("written");
    let (code, said, problem) = finish(target.command(&["import", "all.jsonl"]));
    assert_eq!(code, 0, "{said}{problem}");
    for setup in [setup, target] {
        assert_eq!(status(&setup.start(), &profile), withdrawn);
    }
}

#[test]
fn an_address_can_be_corrected_until_something_is_booked() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@exmaple.com");
    assert!(visit(&server, &profile, "/schedule").text().contains("goes to sam@exmaple.com"));
    assert_eq!(post(&server, &profile, "/schedule/email", "email=sam").status, 422);
    assert_eq!(post(&server, &profile, "/schedule/email", "email=sam%40example.com").status, 303);
    assert!(visit(&server, &profile, "/schedule").text().contains("goes to sam@example.com"));
    let mut booked = sample(Trigger::BookingCreated, UID);
    booked.attendee_email = "sam@example.com".into();
    server.deliver(&booked.body());
    assert_eq!(status(&server, &profile)["status"], "INTERVIEW_SCHEDULED", "the new address matches");
    post(&server, &profile, "/schedule/email", "email=other%40example.com");
    assert_eq!(status(&server, &profile)["status"], "INTERVIEW_SCHEDULED", "too late to change it");
}

#[test]
fn the_applicant_can_read_what_was_sent() {
    let setup = Setup::new();
    let server = setup.start();
    let body = serde_json::json!({"name": "Sam Okafor", "email": "sam@example.com", "answers": {
        "role": "Engineer", "skills": ["Design", "Product"],
    }});
    let made = server.post_json("/api/public/profiles", &body).json();
    let profile = made["data"]["profileId"].as_str().expect("an id");
    let page = visit(&server, profile, "/schedule").text();
    for sent in ["sam@example.com", "Which role are you looking for?", "Engineer", "Design; Product"] {
        assert!(page.contains(sent), "{sent}: {page}");
    }
}

#[test]
fn the_form_is_at_the_path_of_the_settings() {
    let setup = Setup::new().with("BOOKHOOK_APPLY_PATH", "/jobs/apply");
    let server = setup.start();
    assert_eq!(server.get("/").header("location"), Some("/jobs/apply"));
    assert!(server.get("/jobs/apply").text().contains("action=\"/jobs/apply\""));
    assert_eq!(server.get("/talent-network").status, 404);
}

#[test]
fn where_the_booking_completes_the_application_nothing_is_left_to_press() {
    let setup = Setup::new().with("BOOKHOOK_COMPLETE", "auto");
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    book(&server, &profile);
    let page = visit(&server, &profile, "/schedule").text();
    assert!(page.contains("You’re booked") && !page.contains("/schedule/complete"), "{page}");
    assert_eq!(page.matches("class=\"done\"").count(), 2, "{page}");
}

#[test]
fn every_page_names_the_contact_and_the_privacy_page() {
    let setup = Setup::new()
        .with("BOOKHOOK_CONTACT", "jobs@example.com")
        .with("BOOKHOOK_PRIVACY_URL", "https://example.com/privacy")
        .with("BOOKHOOK_NEXT_STEPS", "We write to you within a week.");
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    book(&server, &profile);
    let html = [("Accept", "text/html")];
    for path in ["/talent-network", "/schedule", "/nothing"] {
        let page = server.request("GET", path, &html, b"").text();
        assert!(
            page.contains("mailto:jobs@example.com") && page.contains("https://example.com/privacy"),
            "{path}"
        );
    }
    assert!(visit(&server, &profile, "/schedule").text().contains("We write to you within a week."));
}
