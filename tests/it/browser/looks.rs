//! How pages look where a stylesheet easily fails: on paper, in colours that are not ours, with long names.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bookhook::calcom::trigger::Trigger;
use serde_json::{Value, json};

use crate::browser::driver::{Browser, Look};
use crate::browser::stage::Stage;
use crate::support::server::Setup;

const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

/// The page of a booking, in a browser.
fn booked(stage: &Stage) -> Option<Browser> {
    stage.book(UID);
    let browser = Browser::open()?;
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.sees("You’re booked");
    Some(browser)
}

fn emulate(browser: &Browser, medium: &str, feature: &str, value: &str) {
    let media = json!({"media": medium, "features": [{"name": feature, "value": value}]});
    browser.chromium("Emulation.setEmulatedMedia", &media);
}

/// What the browser makes of a property of the first element that matches, or of what stands before or
/// after its content.
fn style(browser: &Browser, css: &str, place: &str, property: &str) -> Value {
    let script = "return getComputedStyle(document.querySelector(arguments[0]), arguments[1])[arguments[2]]";
    browser.run(script, &json!([css, place, property]))
}

#[test]
fn a_booking_is_printed_on_one_sheet_with_its_links_in_words() {
    let stage = Stage::set();
    let Some(browser) = booked(&stage) else { return };
    let printed = browser.chromium("Page.printToPDF", &json!({"paperWidth": 8.27, "paperHeight": 11.69}));
    let file = BASE64_STANDARD.decode(printed["data"].as_str().expect("a file")).expect("base64");
    let sheets = String::from_utf8_lossy(&file).matches("/Type /Page\n").count();
    assert_eq!(sheets, 1);
    emulate(&browser, "print", "prefers-color-scheme", "light");
    let shown = style(&browser, ".actions a", "::after", "content");
    let link = browser.attribute(".actions a", "href").expect("a link");
    assert!(shown.as_str().is_some_and(|shown| shown.contains(&link)), "{shown}");
    for gone in [".next", ".steps", ".foot", ".who"] {
        assert_eq!(style(&browser, gone, "", "display"), "none", "{gone}");
    }
}

#[test]
fn in_forced_colours_what_waits_is_chosen_or_done_can_be_told_apart() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    browser.click(".choice input");
    emulate(&browser, "", "forced-colors", "active");
    assert_eq!(style(&browser, ".choice:has(:checked)", "", "borderTopWidth"), "2px");
    stage.known_to(&browser);
    stage.page(&browser, "/schedule?bookingConfirmed=true&uid=8hT2mQzLr4VnXsKpW6cYbe");
    browser.sees("Confirming your booking");
    assert_eq!(style(&browser, ".bone", "", "borderTopStyle"), "solid");
    let [done, current] = [".steps .done", ".steps [aria-current]"]
        .map(|step| style(&browser, step, "::before", "backgroundColor"));
    assert_ne!(done, current);
}

#[test]
fn dark_letters_of_a_logo_stay_readable_and_a_long_name_stays_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("logo.svg");
    let mark = r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="80"><rect width="640" height="80"/></svg>"#;
    std::fs::write(&file, mark).expect("written");
    let setup = Setup::new().with("BOOKHOOK_LOGO", file.to_str().expect("a path"));
    let stage = Stage::named(setup, "International Rescue Committee");
    let Some(browser) = Browser::open() else { return };
    browser.look(Look { dark: true, ..Look::default() });
    stage.page(&browser, "/talent-network");
    browser.sees("International Rescue Committee");
    assert_eq!(style(&browser, ".brand img", "", "backgroundColor"), "rgb(255, 255, 255)");
    let lines = "const name = document.querySelector('.brand bdi').firstChild, word = document.createRange();
        word.setStart(name, 0); word.setEnd(name, 'International'.length); return word.getClientRects().length";
    assert_eq!(browser.run(lines, &json!([])), 1);
}

#[test]
fn with_the_longest_name_an_applicant_can_still_start_over() {
    let stage = Stage::with_applicant(&"Wolfeschlegel ".repeat(11));
    let Some(browser) = Browser::open() else { return };
    stage.known_to(&browser);
    stage.page(&browser, "/schedule");
    browser.sees("Wolfeschlegel");
    browser.click(".who a");
    browser.sees("Start over?");
}

#[test]
fn where_both_clocks_agree_there_is_no_empty_line() {
    let stage = Stage::set();
    let Some(browser) = booked(&stage) else { return };
    assert_eq!(style(&browser, ".yours", "", "display"), "none");
}

#[test]
fn to_skip_to_the_content_draws_no_frame_around_it() {
    let stage = Stage::set();
    let Some(browser) = Browser::open() else { return };
    stage.page(&browser, "/talent-network");
    browser.press("\u{E004}");
    browser.press("\u{E007}");
    browser.until("skip", |browser| browser.url().ends_with("#main").then_some(()));
    assert_eq!(browser.run("return document.activeElement.id", &json!([])), "main");
    assert_eq!(style(&browser, "#main", "", "outlineStyle"), "none");
}

#[test]
fn the_time_of_one_who_did_not_come_is_not_struck_through() {
    let stage = Stage::set();
    let Some(browser) = booked(&stage) else { return };
    stage.deliver(&stage.sample(Trigger::BookingNoShowUpdated, UID));
    browser.sees("Sorry we missed each other");
    assert_eq!(style(&browser, ".day", "", "textDecorationLine"), "none");
}

#[test]
fn an_open_page_says_that_a_meeting_has_moved_and_from_when() {
    let stage = Stage::set();
    let Some(browser) = booked(&stage) else { return };
    stage.reschedule(UID, "3bT2mQzLr4VnXsKpW6cYbe");
    browser.sees("Your interview has moved");
    browser.sees("Moved from");
    browser.until("said", |browser| browser.text("#announce").contains("Moved from").then_some(()));
}
