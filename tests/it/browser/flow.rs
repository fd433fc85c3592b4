//! From the form to the finished application.

use bookhook::calcom::trigger::Trigger;
use serde_json::json;
use time::Duration;
use time::macros::datetime;

use crate::browser::driver::{Browser, Look};
use crate::browser::stage::{Stage, next_month};
use crate::support::server::Setup;

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";
const NEXT_UID: &str = "3bT2mQzLr4VnXsKpW6cYbe";

pub(crate) fn fill_in(browser: &Browser) {
    browser.fill("#name", "Sam Okafor");
    browser.fill("#email", "sam@example.com");
    browser.fill("[name='answers.role']", "Engineer");
    browser.click("[name='answers.experience'][value='1 to 3 years']");
    browser.click("[name='answers.skills'][value='Design']");
    browser.fill("[name='answers.links']", "example.com/sam");
}

/// In the stand-in, from its first page to the slot's form.
fn choose_a_slot(browser: &Browser) {
    browser.click("[aria-label='The month after']");
    browser.click(".days a");
    browser.click(".slots a");
    browser.sees("Confirm your booking");
}

/// As the applicant, from their page to a slot's form in the stand-in, in the same tab.
fn to_a_slot(stage: &Stage, browser: &Browser) {
    stage.known_to(browser);
    stage.page(browser, "/schedule");
    let calendar = browser.attribute("[data-opens]", "href").expect("a link");
    stage.page(browser, &calendar);
    choose_a_slot(browser);
}

#[test]
fn an_applicant_applies_books_sees_it_confirmed_and_completes() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/");
    fill_in(&browser);
    browser.click("main button[type=submit]");
    browser.sees("Pick a time to talk");
    assert_eq!(browser.url(), stage.url("/schedule"));
    browser.click("[data-opens]");
    browser.sees("Pick a time in the calendar tab");
    browser.window(1);
    choose_a_slot(&browser);
    assert_eq!(browser.attribute("#name", "value").as_deref(), Some("Sam Okafor"));
    browser.click("main button[type=submit]");
    browser.sees("You’re booked");
    let address = browser.url();
    assert!(!address.contains("sam") && !address.contains("Sam"), "{address}");
    browser.window(0);
    browser.sees("You’re booked");
    assert!(browser.text("#announce").starts_with("You’re booked: "));
    browser.click("main button[type=submit]");
    browser.sees("Your application is complete");
    assert_eq!(browser.url(), stage.url("/thanks"));
    stage.page(&browser, "/talent-network");
    browser.sees("Your application is complete");
}

#[test]
fn a_redirect_that_comes_before_the_webhook_waits_for_it() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage
        .page(&browser, "/schedule?bookingConfirmed=true&uid=8hT2mQzLr4VnXsKpW6cYbe&email=sam%40example.com");
    browser.sees("Confirming your booking");
    assert!(!browser.url().contains("email"));
    stage.book(UID);
    browser.sees("You’re booked");
    stage.page(&browser, "/schedule");
    browser.sees("You’re booked");
}

#[test]
fn help_comes_after_twenty_seconds_without_the_webhook() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule?bookingConfirmed=true&uid=8hT2mQzLr4VnXsKpW6cYbe");
    browser.sees("Confirming your booking");
    // The clock of the page's animations, which the help waits for, is set by hand.
    let shown_at = |milliseconds: u32| {
        let script = "const later = document.querySelector('.later');
            for (const one of later.getAnimations()) { one.pause(); one.currentTime = arguments[0]; }
            return getComputedStyle(later).visibility;";
        browser.run(script, &json!([milliseconds]))
    };
    assert_eq!(shown_at(19_900), "hidden");
    assert_eq!(shown_at(20_200), "visible");
    browser.until("help read out", |browser| {
        browser.text("#announce").contains("taking longer than usual").then_some(())
    });
    assert_eq!(browser.attribute(".later a", "href").as_deref(), Some("/schedule"));
    stage.book(UID);
    browser.sees("You’re booked");
}

#[test]
fn the_stand_in_can_deliver_after_the_redirect_and_twice() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    to_a_slot(&stage, &browser);
    browser.click("[name=webhook][value='3']");
    browser.click("[name=twice]");
    browser.click("main button[type=submit]");
    browser.sees("Confirming your booking");
    browser.sees("You’re booked");
}

#[test]
fn a_change_in_the_calendar_changes_the_open_page() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.book(UID);
    stage.page(&browser, "/schedule");
    browser.sees("You’re booked");
    let before = browser.text(".day");
    let mut moved = stage.sample(Trigger::BookingRescheduled, NEXT_UID);
    moved.created_at += Duration::SECOND;
    moved.previous = Some((stage.sample(Trigger::BookingCreated, UID).uid, next_month()));
    moved.start += Duration::days(1);
    stage.deliver(&moved);
    browser.sees("Your interview has moved");
    browser.sees("Moved from ");
    browser.until("other day", |browser| {
        let day = browser.text(".day");
        (!day.is_empty() && day != before).then_some(())
    });
    let mut cancelled = stage.sample(Trigger::BookingCancelled, NEXT_UID);
    cancelled.created_at += Duration::seconds(2);
    cancelled.reason = "I fell ill".into();
    stage.deliver(&cancelled);
    browser.sees("Your interview was cancelled");
    browser.sees("I fell ill");
    assert!(browser.text("#announce").starts_with("Your interview was cancelled"));
}

#[test]
fn the_stand_in_moves_and_cancels_at_the_addresses_of_the_links() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    to_a_slot(&stage, &browser);
    browser.click("main button[type=submit]");
    browser.sees("You’re booked");
    let link = |css: &str| browser.attribute(css, "href").expect("a link");
    browser.go(&link("[href*='/reschedule/']"));
    choose_a_slot(&browser);
    browser.click("[name=requested]");
    browser.click("main button[type=submit]");
    browser.sees("Waiting for confirmation");
    browser.go(&link("[href*='cancel=true']"));
    browser.click("[value=confirm]");
    browser.sees("It stands.");
    browser.fill("#reason", "A sick child");
    browser.click("[value=another-time]");
    browser.sees("The host asked for another time.");
    stage.page(&browser, "/schedule");
    browser.sees("Please pick another time");
    browser.sees("A sick child");
    browser.click("main .button");
    browser.window(1);
    choose_a_slot(&browser);
    browser.click("main button[type=submit]");
    browser.sees("You’re booked");
}

#[test]
fn everything_works_without_a_script() {
    let stage = Stage::set();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    browser.scripts(false);
    stage.page(&browser, "/talent-network");
    browser.fill("#name", "Sam Okafor");
    browser.click("main button[type=submit]");
    browser.sees("Please check 3 answers.");
    assert_eq!(browser.attribute("#name", "value").as_deref(), Some("Sam Okafor"));
    fill_in(&browser);
    browser.click("main button[type=submit]");
    browser.sees("Pick a time to talk");
    let calendar = browser.attribute("[data-opens]", "href").expect("a link");
    stage.page(&browser, &calendar);
    choose_a_slot(&browser);
    browser.click("[name=webhook][value='3']");
    browser.click("main button[type=submit]");
    browser.sees("Confirming your booking");
    browser.sees("You’re booked");
    browser.click("main button[type=submit]");
    browser.sees("Your application is complete");
}

/// There a browser does not say from which site a form comes, and names the page's origin only if it may.
#[test]
fn forms_are_taken_over_plain_http_at_a_name_of_the_network() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    browser.scripts(false);
    browser.go(&format!("http://talent.test:{}/", stage.server.address.port()));
    fill_in(&browser);
    browser.click("main button[type=submit]");
    browser.sees("Pick a time to talk");
}

#[test]
fn the_form_shows_its_messages_without_a_reload() {
    let stage = Stage::set();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    stage.page(&browser, "/talent-network");
    browser.run("window.sameDocument = true", &json!([]));
    browser.fill("#name", "Sam Okafor");
    browser.fill("#email", "sam");
    browser.click("main button[type=submit]");
    browser.sees("Enter an email address");
    assert_eq!(browser.run("return window.sameDocument", &json!([])), json!(true));
    assert_eq!(browser.run("return document.activeElement.id", &json!([])), json!("email"));
    assert_eq!(browser.attribute("#name", "value").as_deref(), Some("Sam Okafor"));
}

#[test]
fn a_keyboard_is_enough() {
    const ENTER: &str = "\u{E007}";
    const SPACE: &str = " ";
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    let reach = |css: &str| browser.reach(css);
    reach("#name");
    browser.press("Sam Okafor");
    reach("#email");
    browser.press("sam@example.com");
    reach("[name='answers.role']");
    browser.press("Engineer");
    reach("[name='answers.experience']");
    browser.press(SPACE);
    reach("main button[type=submit]");
    browser.press(ENTER);
    browser.sees("Pick a time to talk");
    reach("[data-opens]");
    browser.press(ENTER);
    browser.window(1);
    reach("[aria-label='The month after']");
    browser.press(ENTER);
    browser.until("month", |browser| browser.url().contains("month=").then_some(()));
    reach(".days a");
    browser.press(ENTER);
    browser.until("day", |browser| browser.url().contains("date=").then_some(()));
    reach(".slots a");
    browser.press(ENTER);
    browser.sees("Confirm your booking");
    reach("main button[type=submit]");
    browser.press(ENTER);
    browser.sees("You’re booked");
    reach("form[action='/schedule/complete'] button");
    browser.press(ENTER);
    browser.sees("Your application is complete");
}

#[test]
fn times_are_right_in_two_zones_on_either_side_of_their_clock_changes() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    browser.look(Look { zone: "America/New_York", ..Look::default() });
    // Berlin turns its clocks back on 27 October 2030, New York on 3 November.
    let times = [
        (
            datetime!(2030-10-25 14:00 UTC),
            "4:00 to 4:30 pm, Berlin time",
            "Friday 25 October, 10:00–10:30, Eastern Time (GMT-4)",
        ),
        (
            datetime!(2030-10-28 14:00 UTC),
            "3:00 to 3:30 pm, Berlin time",
            "Monday 28 October, 10:00–10:30, Eastern Time (GMT-4)",
        ),
        (
            datetime!(2030-11-04 14:00 UTC),
            "3:00 to 3:30 pm, Berlin time",
            "Monday 4 November, 09:00–09:30, Eastern Time (GMT-5)",
        ),
        (
            datetime!(2030-11-05 04:30 UTC),
            "5:30 to 6:00 am, Berlin time",
            "Monday 4 November, 23:30 – Tuesday 5 November, 00:00, Eastern Time (GMT-5)",
        ),
    ];
    stage.known_to(&browser);
    for (at, (start, theirs, yours)) in (0..).zip(times) {
        let mut booked = stage.sample(Trigger::BookingCreated, UID);
        booked.created_at += Duration::seconds(at);
        booked.start = start;
        stage.deliver(&booked);
        stage.page(&browser, "/schedule");
        browser.sees(theirs);
        // Browsers write "October, 10:00" or "October at 10:00", by the age of their language data.
        browser.until(yours, |browser| {
            let text = browser.text("body").replace(" at ", ", ");
            text.contains(&format!("On your clock: {yours}")).then_some(())
        });
    }
    browser.look(Look { zone: "Europe/Paris", ..Look::default() });
    stage.page(&browser, "/schedule");
    browser.sees("Berlin time");
    assert_eq!(browser.text(".yours"), "", "Paris has the same time");
}

#[test]
fn a_browser_without_the_cookie_finds_its_booking_by_the_redirects_uid() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/schedule?bookingConfirmed=true&uid=8hT2mQzLr4VnXsKpW6cYbe");
    browser.sees("Confirming your booking");
    stage.book(UID);
    browser.sees("You’re booked");
    assert!(!browser.has("form[action='/schedule/complete']"));
    stage.page(&browser, "/schedule");
    browser.sees("We can’t find your application");
}

#[test]
fn a_name_of_ten_thousand_characters_is_refused_and_a_long_one_shown() {
    let stage = Stage::with_applicant(&"Wolfeschlegelsteinhausenbergerdorff".repeat(5));
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    stage.known_to(&browser);
    browser.look(Look { width: 320, ..Look::default() });
    stage.page(&browser, "/schedule");
    browser.sees("Wolfeschlegel");
    assert_eq!(browser.run("return document.documentElement.scrollWidth", &json!([])), json!(320));
    let form = format!("name={}&email=x%40example.com", "x".repeat(10_000));
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = stage.server.request("POST", "/talent-network", &headers, form.as_bytes());
    assert_eq!(answer.status, 422);
}

#[test]
fn the_teams_own_look_is_on_its_pages() {
    let stage = Stage::with(
        Setup::new().with("BOOKHOOK_ACCENT", "#b3005e").with("BOOKHOOK_APPLY_TITLE", "Work with us").with(
            "BOOKHOOK_QUESTIONS",
            r#"[{id="pet",label="Cats or dogs?",kind="one_of",options=["Cats","Dogs"],required=true}]"#,
        ),
    );
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    browser.sees("Northwind Talent");
    browser.sees("Work with us");
    browser.sees("Cats or dogs?");
    let colour =
        "return getComputedStyle(document.querySelector('main button[type=submit]')).backgroundColor";
    assert_eq!(browser.run(colour, &json!([])), json!("rgb(179, 0, 94)"));
}
