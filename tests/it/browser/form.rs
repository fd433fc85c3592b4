//! The form: nothing that was typed is lost, and nothing is sent twice.

use serde_json::json;

use crate::browser::driver::Browser;
use crate::browser::flow::fill_in;
use crate::browser::stage::Stage;
use crate::support::server::Setup;

const SEND: &str = "main button[type=submit]";

/// The form in an empty browser, filled in.
fn filled_in(browser: &Browser, stage: &Stage) {
    stage.page(browser, "/talent-network");
    fill_in(browser);
}

/// What a field holds now.
fn value(browser: &Browser, css: &str) -> String {
    let held = browser.run("return document.querySelector(arguments[0])?.value", &json!([css]));
    held.as_str().unwrap_or_default().to_owned()
}

/// Takes the connection away, until `window.reconnect` is called.
const DISCONNECT: &str = "const real = window.fetch;
    Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true });
    window.fetch = () => Promise.reject(new TypeError('offline'));
    window.reconnect = () => {
        delete navigator.onLine;
        window.fetch = real;
        dispatchEvent(new Event('online'));
    };";

#[test]
fn without_a_connection_the_form_stays_and_is_sent_when_it_is_back() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    filled_in(&browser, &stage);
    browser.run(DISCONNECT, &json!([]));
    browser.click(SEND);
    browser.sees("You’re offline");
    assert_eq!(value(&browser, "#name"), "Sam Okafor");
    browser.run("window.reconnect()", &json!([]));
    browser.sees("Pick a time to talk");
    assert_eq!(stage.forms(), 1);
}

#[test]
fn an_application_whose_answer_was_lost_is_sent_again_and_stored_once() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    filled_in(&browser, &stage);
    let lose = "const real = window.fetch;
        window.fetch = async (...all) => { await real(...all); window.fetch = real; throw new TypeError('reset'); };";
    browser.run(lose, &json!([]));
    browser.click(SEND);
    browser.sees("We can’t reach the server");
    browser.chromium("Network.clearBrowserCookies", &json!({}));
    browser.click("#unsent button");
    browser.sees("Pick a time to talk");
    assert_eq!(stage.forms(), 1);
}

#[test]
fn a_refusal_is_shown_in_the_form_which_keeps_the_answers() {
    let setup =
        Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "1").with("ROCKET_LIMITS", "{form=\"1 KiB\"}");
    let stage = Stage::with(setup);
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("429");
    browser.expect("413");
    filled_in(&browser, &stage);
    browser.click(SEND);
    browser.sees("Please wait a moment");
    assert_eq!(value(&browser, "#name"), "Sam Okafor");
    browser.fill("[name='answers.note']", &"x".repeat(1024));
    browser.click(SEND);
    browser.until("refusal", |browser| (!browser.text("#unsent").is_empty()).then_some(()));
    assert_eq!(value(&browser, "#name"), "Sam Okafor");
}

#[test]
fn an_error_goes_when_its_field_is_corrected() {
    let stage = Stage::set();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    stage.page(&browser, "/talent-network");
    browser.click(SEND);
    browser.sees("Please check 4 answers.");
    assert!(browser.has("#summary [href='#answers.experience']"));
    assert_eq!(browser.violations(&[]), Vec::<String>::new());
    browser.click("[name='answers.experience'][value='1 to 3 years']");
    browser.sees("Please check 3 answers.");
    assert!(!browser.has("fieldset [aria-invalid]"));
    browser.fill("#name", "Sam Okafor");
    browser.fill("#email", "sam@example.com");
    browser.fill("[name='answers.role']", "Engineer");
    assert!(!browser.has("#summary") && !browser.has("[aria-invalid]") && !browser.has(".error"));
}

#[test]
fn a_draft_survives_a_closed_tab_until_it_is_cleared() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    filled_in(&browser, &stage);
    browser.sees("saved on this device");
    let token = value(&browser, "[name=token]");
    stage.page(&browser, "/talent-network");
    assert_eq!(value(&browser, "#name"), "Sam Okafor");
    assert_eq!(value(&browser, "[name=token]"), token);
    assert!(browser.has("[name='answers.skills'][value='Design']:checked"));
    browser.click("#draft button");
    browser.until("empty form", |browser| value(browser, "#name").is_empty().then_some(()));
    assert_ne!(value(&browser, "[name=token]"), token);
}

#[test]
fn a_second_application_from_the_same_browser_leads_to_the_first() {
    let stage = Stage::set();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("409");
    stage.page(&browser, "/talent-network");
    browser.run("window.open(location.href)", &json!([]));
    browser.window(1);
    fill_in(&browser);
    // As a tab that was opened before the other one had a draft.
    browser.run("document.querySelector('[name=token]').value = crypto.randomUUID()", &json!([]));
    browser.window(0);
    fill_in(&browser);
    browser.click(SEND);
    browser.sees("Pick a time to talk");
    browser.window(1);
    browser.click(SEND);
    browser.sees("You’ve already applied");
    browser.click("#unsent a");
    browser.sees("Pick a time to talk");
    assert_eq!(stage.forms(), 1);
}

#[test]
fn a_hidden_field_that_was_filled_in_holds_the_form_up_once_and_says_so() {
    let stage = Stage::set();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    filled_in(&browser, &stage);
    browser.run("document.querySelector('[name=homepage]').value = 'https://example.com'", &json!([]));
    browser.click(SEND);
    browser.sees("a hidden field was filled in");
    let seen = "const { top, bottom } = document.activeElement.getBoundingClientRect();
        return document.activeElement.matches('.alert') && top >= 0 && bottom <= innerHeight";
    assert_eq!(browser.run(seen, &json!([])), json!(true));
    browser.click(SEND);
    browser.sees("Pick a time to talk");
}

#[test]
fn a_counter_is_shown_from_four_fifths_of_a_limit() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    browser.fill("#name", &"x".repeat(159));
    assert!(!browser.has(".count"));
    browser.fill("#name", &"x".repeat(160));
    assert_eq!(browser.text(".count"), "160 / 200");
    browser.fill("#name", &"x".repeat(201));
    assert_eq!(browser.text(".count.over"), "201 / 200");
}
