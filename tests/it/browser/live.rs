//! Pages that change while they are open.

use bookhook::calcom::trigger::Trigger;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::browser::driver::Browser;
use crate::browser::stage::Stage;

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

fn announced(browser: &Browser, text: &str) {
    browser.until(text, |browser| browser.text("#announce").contains(text).then_some(()));
}

#[test]
fn a_guest_s_page_follows_the_booking() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.book(UID);
    stage.page(&browser, "/schedule?uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true");
    browser.sees("You’re booked");
    let mut cancelled = stage.sample(Trigger::BookingCancelled, UID);
    cancelled.created_at += Duration::SECOND;
    stage.deliver(&cancelled);
    browser.sees("Your interview was cancelled");
}

#[test]
fn the_end_of_a_meeting_is_said_without_a_reload() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    let mut booked = stage.sample(Trigger::BookingCreated, UID);
    // The samples take half an hour.
    booked.start = OffsetDateTime::now_utc() - Duration::minutes(30) + Duration::seconds(12);
    stage.deliver(&booked);
    stage.page(&browser, "/schedule");
    browser.sees("You’re booked");
    browser.sees("Thanks for talking with us");
}

#[test]
fn the_page_counts_the_days_to_the_meeting() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.book(UID);
    stage.page(&browser, "/schedule");
    // Berlin is a day ahead of UTC for an hour or two.
    browser.until("countdown", |browser| {
        ["in 30 days", "in 29 days"].contains(&&*browser.text(".chip")).then_some(())
    });
}

#[test]
fn a_calendar_that_was_closed_without_a_booking_is_noticed_and_a_reload_goes_on_waiting() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.click("[data-opens]");
    browser.window(1);
    browser.until("calendar", |browser| browser.url().contains("/simulator").then_some(()));
    assert_eq!(browser.run("return window.opener", &json!([])), json!(null));
    browser.window(0);
    // As if the calendar had been open for a while.
    browser.run("const now = Date.now; Date.now = () => now() + 60_000", &json!([]));
    browser.window(1);
    browser.close_window();
    browser.window(0);
    announced(&browser, "The calendar is closed");
    stage.page(&browser, "/schedule");
    browser.sees("Pick a time in the calendar tab");
}

/// Tells the page that it is hidden or visible, which a browser without a screen does not.
fn becomes(browser: &Browser, state: &str) {
    let script =
        "Object.defineProperty(document, 'visibilityState', {value: arguments[0], configurable: true});
        Object.defineProperty(document, 'hidden', {value: arguments[0] === 'hidden', configurable: true});
        document.dispatchEvent(new Event('visibilitychange'))";
    browser.run(script, &json!([state]));
}

#[test]
fn a_seventh_tab_loads_because_hidden_ones_give_their_connection_back() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    for tab in 1..=6 {
        browser.run("window.open('/schedule')", &json!([]));
        becomes(&browser, "hidden");
        browser.window(tab);
        browser.sees("Pick a time to talk");
    }
    becomes(&browser, "hidden");
    browser.window(0);
    becomes(&browser, "visible");
    stage.book(UID);
    browser.sees("You’re booked");
}

#[test]
fn a_tab_whose_application_another_tab_replaced_offers_the_one_with_the_interview() {
    let mut stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.sees("Pick a time to talk");
    let first = stage.replace_applicant("Sam Okafor");
    stage.known_to(&browser);
    let mut booked = stage.sample(Trigger::BookingCreated, UID);
    booked.profile = bookhook::domain::ids::ProfileId::parse(&first);
    stage.deliver(&booked);
    browser.sees("You sent two applications");
    browser.click(".alert button");
    browser.sees("You’re booked");
}

#[test]
fn the_browser_that_booked_goes_on_as_the_applicants() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(
        &browser,
        &format!("/schedule?uid={UID}&metadata[profileId]={}&bookingConfirmed=true", stage.profile),
    );
    browser.sees("Confirming your booking");
    stage.book(UID);
    browser.sees("Finish application");
    assert_eq!(browser.url(), stage.url("/schedule"));
}

#[test]
fn the_private_link_is_copied_and_drawn() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.click(".mores summary");
    browser.click("[data-copy]");
    browser.sees("Copied");
    let size = "const { width } = document.querySelector('.qr').getBoundingClientRect(); return width > 100";
    assert_eq!(browser.run(size, &json!([])), json!(true));
}

#[test]
fn a_change_is_drawn_unless_the_browser_wants_no_motion() {
    for (motion, expected) in [("no-preference", json!([1, "draw"])), ("reduce", json!([0, "none"]))] {
        let stage = Stage::set();
        let Some(browser) = Browser::open() else { return };
        let media = json!({"features": [{"name": "prefers-reduced-motion", "value": motion}]});
        browser.chromium("Emulation.setEmulatedMedia", &media);
        stage.known_to(&browser);
        stage.page(&browser, "/schedule");
        let count = "window.turns = 0; const turn = document.startViewTransition.bind(document);
            document.startViewTransition = (change) => { window.turns++; return turn(change); }";
        browser.run(count, &json!([]));
        stage.book(UID);
        browser.sees("You’re booked");
        let drawn =
            "return [window.turns, getComputedStyle(document.querySelector('.badge path')).animationName]";
        assert_eq!(browser.run(drawn, &json!([])), expected, "{motion}");
    }
}
