//! The team's pages while something happens, and by keys.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::browser::driver::Browser;
use crate::browser::stage::next_month;
use crate::browser::team;
use crate::support::server::{Server, Setup};

/// The browser of the first owner, on the list of Ana and Zoë, who applied.
fn owner() -> Option<(Setup, Server, String, Browser)> {
    let setup = Setup::new();
    let (server, browser) = team::owner(&setup)?;
    let ana = server.apply("Ana Example", "ana@example.com");
    server.apply("Zoë Ångström", "zoe@example.com");
    browser.go(&server.url("/team/applicants"));
    Some((setup, server, ana, browser))
}

fn book(server: &Server, profile: &str) {
    deliver(server, profile, OffsetDateTime::now_utc(), next_month());
}

fn deliver(server: &Server, profile: &str, at: OffsetDateTime, start: OffsetDateTime) {
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    let mut sample = Sample::new(Trigger::BookingCreated, uid, at, start);
    sample.profile = ProfileId::parse(profile);
    assert_eq!(server.deliver(&sample.body()).status, 200);
}

fn rows(browser: &Browser) -> i64 {
    browser.run("return document.querySelectorAll('tr .go').length", &json!([])).as_i64().expect("a number")
}

#[test]
fn rows_change_in_place_and_new_ones_wait_behind_a_link() {
    let Some((_setup, server, ana, browser)) = owner() else { return };
    browser.run("window.sameDocument = true; document.querySelectorAll('.go')[1].focus()", &json!([]));
    book(&server, &ana);
    browser
        .until("status", |browser| browser.text("tbody tr:nth-child(2)").contains("Scheduled").then_some(()));
    assert_eq!(browser.run("return document.activeElement.textContent", &json!([])), json!("Ana Example"));
    server.apply("Noor Example", "noor@example.com");
    browser.until("link", |browser| (browser.text(".fresh a") == "1 new").then_some(()));
    assert_eq!((rows(&browser), browser.text("#announce")), (2, "1 new".to_owned()));
    assert_eq!(browser.run("return window.sameDocument", &json!([])), json!(true));
    browser.click(".fresh a");
    browser.sees("Noor Example");
}

#[test]
fn a_page_of_an_applicant_follows_and_keeps_what_is_being_written() {
    let Some((_setup, server, ana, browser)) = owner() else { return };
    browser.go(&server.url("/team/applicants/1"));
    browser.fill("#note", "Ask about Lisbon");
    book(&server, &ana);
    browser.until("status", |browser| browser.text(".standing-now").contains("Scheduled").then_some(()));
    let note = "return document.querySelector('#note').value";
    assert_eq!(browser.run(note, &json!([])), json!("Ask about Lisbon"));
    assert!(!browser.has(".fresh"), "all that changed is there");
}

#[test]
fn a_page_whose_parts_would_move_says_that_it_has_changed_and_not_that_time_passes() {
    let Some((_setup, server, ana, browser)) = owner() else { return };
    let now = OffsetDateTime::now_utc();
    deliver(&server, &ana, now, now + Duration::minutes(49));
    browser.go(&server.url("/team"));
    browser.sees("in 4");
    let aged = "window.sameDocument = true; document.querySelector('.clock small').textContent = 'in 59 min'";
    browser.run(aged, &json!([]));
    assert_eq!(server.deliver(br#"{"triggerEvent":"PING"}"#).status, 200);
    browser.until("time", |browser| browser.text(".clock").contains("in 4").then_some(()));
    assert!(!browser.has(".fresh"), "only the time is another");
    server.apply("Noor Example", "noor@example.com");
    browser.until("link", |browser| (browser.text(".fresh a") == "This page has changed").then_some(()));
    assert_eq!(browser.run("return window.sameDocument", &json!([])), json!(true));
}

#[test]
fn the_answer_to_a_form_does_not_ask_for_its_address() {
    let Some((_setup, server, ana, browser)) = owner() else { return };
    book(&server, &ana);
    let asks = "const asked = [];
        window.fetch = (address) => { asked.push(address); return Promise.reject(new Error()); };
        document.dispatchEvent(new Event('visibilitychange'));
        return new Promise((done) => setTimeout(() => done(asked.length), 400))";
    browser.go(&server.url("/team/deliveries/1"));
    assert_eq!(browser.run(asks, &json!([])), json!(1), "a page that is read follows");
    browser.click("form[action$=again] button");
    browser.sees("Nothing changed");
    assert_eq!(browser.run(asks, &json!([])), json!(0));
}

#[test]
fn an_applicant_is_opened_and_the_next_one_and_decided_about_by_keys() {
    let Some((_setup, server, _, browser)) = owner() else { return };
    browser.press("jj\u{e007}");
    browser.sees("No interview yet");
    assert_eq!(browser.url(), server.url("/team/applicants/1"));
    browser.press("[");
    browser.until("one before", |browser| browser.url().ends_with("/applicants/2").then_some(()));
    browser.sees("Zoë Ångström");
    browser.press("e");
    assert_eq!(browser.run("return document.activeElement.name", &json!([])), json!("decision"));
    browser.press("ga");
    browser.until("list", |browser| browser.url().ends_with("/team/applicants").then_some(()));
    browser.press("/jk");
    let typed = "return [document.activeElement.id, document.activeElement.value]";
    assert_eq!(browser.run(typed, &json!([])), json!(["q", "jk"]));
}

#[test]
fn keys_are_listed_and_can_be_turned_off() {
    let Some((_setup, server, _, browser)) = owner() else { return };
    browser.press("?");
    browser.sees("Use these keys in this browser");
    browser.click("#keys-on");
    browser.go(&server.url("/team/applicants"));
    browser.press("j");
    assert_eq!(browser.run("return document.activeElement === document.body", &json!([])), json!(true));
}
