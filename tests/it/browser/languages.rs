//! The pages in other languages than English, in a small window, by keyboard and without a script.

use serde_json::json;

use crate::browser::driver::{Browser, Look};
use crate::browser::stage::Stage;

const ENTER: &str = "\u{E007}";
const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

/// A language, its direction, and what the pages of the form, of the calendar and of the booking are called.
const LANGUAGES: [(&str, &str, [&str; 3]); 4] = [
    ("en", "ltr", ["Join our talent network", "Pick a time to talk", "You’re booked"]),
    (
        "de",
        "ltr",
        [
            "Werden Sie Teil unseres Talentnetzwerks",
            "Wählen Sie einen Gesprächstermin",
            "Ihr Termin ist gebucht",
        ],
    ),
    ("ar", "rtl", ["انضم إلى شبكة المواهب لدينا", "اختر موعدًا للحديث معنا", "تم حجز موعدك"]),
    ("ja", "ltr", ["タレントネットワークへの参加", "お話しする日時をお選びください", "ご予約が完了しました"]),
];

/// The page fits, has one heading, is in its language, and keeps these rules of axe-core, or all if there are none.
#[track_caller]
fn is_right(browser: &Browser, language: &str, direction: &str, rules: &[&str]) {
    let page = "const root = document.documentElement;
        return [root.scrollWidth, root.lang, root.dir, document.querySelectorAll('h1').length]";
    assert_eq!(browser.run(page, &json!([])), json!([320, language, direction, 1]));
    browser.scripts(true);
    let violations = browser.violations(rules);
    browser.scripts(false);
    assert!(violations.is_empty(), "{language}: {}", violations.join("\n"));
}

#[test]
fn keyboard_and_a_small_window_are_enough_in_every_script_without_javascript() {
    let stage = Stage::set();
    stage.book(UID);
    let Some(browser) = Browser::open() else { return };
    browser.scripts(false);
    for (language, direction, [form, calendar, booked]) in LANGUAGES {
        browser.forget();
        browser.look(Look { width: 320, language, ..Look::default() });
        stage.page(&browser, "/talent-network");
        browser.sees(form);
        is_right(&browser, language, direction, &[]);
        browser.reach("#name");
        browser.press("Sam Okafor");
        browser.reach("#email");
        browser.press("sam@example.com");
        browser.reach("[name='answers.role']");
        browser.press("Engineer");
        browser.reach("[name='answers.experience']");
        browser.press(" ");
        browser.reach("main button[type=submit]");
        browser.press(ENTER);
        browser.sees(calendar);
        is_right(&browser, language, direction, &[]);
        browser.reach("[data-opens]");
        stage.known_to(&browser);
        stage.page(&browser, "/schedule");
        browser.sees(booked);
        is_right(&browser, language, direction, &[]);
        browser.reach("#language");
    }
}

#[test]
fn the_longest_words_of_every_other_language_fit_a_small_window() {
    let stage = Stage::set();
    stage.book(UID);
    let Some(browser) = Browser::open() else { return };
    browser.scripts(false);
    for language in ["fr", "es", "pt", "it", "nl", "pl", "tr"] {
        browser.forget();
        browser.look(Look { width: 320, language, ..Look::default() });
        // What a language can break; colours are the same in all.
        let rules = ["html-lang-valid", "valid-lang", "label", "button-name", "link-name", "target-size"];
        stage.page(&browser, "/talent-network");
        is_right(&browser, language, "ltr", &rules);
        stage.known_to(&browser);
        stage.page(&browser, "/schedule");
        is_right(&browser, language, "ltr", &rules);
    }
}

#[test]
fn another_language_can_be_chosen_at_the_foot_and_stays() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    browser.sees("Join our talent network");
    browser.click("#language [value=nl]");
    browser.click(".languages button");
    browser.sees("Word deel van ons talentnetwerk");
    stage.page(&browser, "/schedule");
    browser.sees("We kunnen je sollicitatie niet vinden");
}

#[test]
fn on_a_phone_the_first_screen_of_a_booking_has_all_that_is_needed_to_come() {
    let stage = Stage::set();
    stage.book(UID);
    let Some(browser) = Browser::open() else { return };
    browser.look(Look { width: 390, zone: "America/New_York", ..Look::default() });
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.sees("On your clock");
    assert_eq!(browser.run("return document.querySelectorAll('.bar .held').length", &json!([])), 2);
    let ends = "return ['h1', '.day', '.next button', '.calendars', '.actions a', '.rows dd'].map(
        (css) => document.querySelector(css).getBoundingClientRect().bottom)";
    let ends = browser.run(ends, &json!([]));
    let ends = ends.as_array().expect("places");
    assert!(ends.iter().all(|end| end.as_f64().is_some_and(|end| end <= 844.0)), "{ends:?}");
}

#[test]
fn an_hour_that_comes_twice_names_both_offsets_on_the_visitor_s_clock() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    let mut booked = stage.sample(bookhook::calcom::trigger::Trigger::BookingCreated, UID);
    booked.attendee_timezone = "America/New_York".into();
    booked.start = time::macros::datetime!(2030-10-27 00:45 UTC);
    stage.deliver(&booked);
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    // Berlin turns its clocks back between the two.
    browser.sees("On your clock: Sunday 27 October at 02:45 GMT+2 – Sunday 27 October at 02:15 GMT+1");
    browser.look(Look { zone: "Asia/Kathmandu", ..Look::default() });
    stage.page(&browser, "/schedule");
    browser.sees("Nepal Time (GMT+5:45)");
}
