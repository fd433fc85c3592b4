//! The team's pages, from the first owner's link on.

use std::fs;

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use serde_json::json;
use time::OffsetDateTime;

use crate::browser::driver::{Browser, Look, NARROW};
use crate::browser::stage::next_month;
use crate::support::server::{Server, Setup, finish};
use crate::support::team::{app_code, with_owner};

const PASSWORD: &str = "a sentence is fine";
/// The widths at which somebody may work, and the narrowest.
const WIDTHS: [u32; 3] = [1440, 768, 320];
/// The windows in which each page is judged: the widest and the narrowest, then where the layout changes.
const WINDOWS: [(u32, bool); 6] =
    [(1440, false), (320, true), (1440, true), (1024, false), (768, false), (640, false)];
/// Returns what does not fit: sticks out of the window or of its card, or has a letter or two on a line.
const MISFITS: &str = "
    const parts = [...document.querySelectorAll('main :is(a, b, bdi, button, dd, input, p, select, td, time)')];
    const isOut = (part) => {
        const [box, card] = [part, part.closest('.box, .case, .meeting, .next, .panel') ?? document.body]
            .map((element) => element.getBoundingClientRect());
        return box.right > card.right + 1 || box.left < card.left - 1 || box.width < 40 && box.height > 100;
    };
    const isSeen = (part) => part.checkVisibility() && !part.closest('.unseen');
    const isShortened = (part) => getComputedStyle(part.parentElement).textOverflow === 'ellipsis'
        || part.parentElement.matches('main *') && isShortened(part.parentElement);
    const sideways = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    return [...sideways, ...parts.filter((part) => isSeen(part) && isOut(part) && !isShortened(part))
        .map((part) => part.outerHTML.slice(0, 90))]";

/// The address of a link that `bookhook team` prints, at the server under test.
fn link(setup: &Setup, server: &Server, arguments: &[&str]) -> String {
    let mut command = setup.command(&["team"]);
    command.args(arguments);
    let (code, said, problem) = finish(command);
    assert_eq!(code, 0, "{problem}");
    here(server, &said)
}

/// The same address at the server under test.
fn here(server: &Server, address: &str) -> String {
    let (_, path) = address.trim().split_once("localhost:3001").expect("a link");
    server.url(path)
}

fn join(browser: &Browser, link: &str, name: &str, email: &str) {
    browser.go(link);
    browser.fill("#name", name);
    browser.fill("#email", email);
    browser.fill("#password", PASSWORD);
    browser.click("main button[type=submit]");
    browser.sees("Applicants");
}

/// A server whose first owner is signed in, and their browser, on the team's first page.
pub(crate) fn owner(setup: &Setup) -> Option<(Server, Browser)> {
    let browser = Browser::open()?;
    let server = signed_in(&browser, setup);
    Some((server, browser))
}

/// A server whose first owner is signed in, in this browser.
fn signed_in(browser: &Browser, setup: &Setup) -> Server {
    let (server, cookie) = with_owner(setup);
    let (name, value) = cookie.split_once('=').expect("a cookie");
    let cookie = json!({"name": name, "value": value, "url": server.url("/team"), "sameSite": "Lax"});
    browser.chromium("Network.setCookie", &cookie);
    browser.go(&server.url("/team"));
    server
}

fn sign_in(browser: &Browser, server: &Server, email: &str, password: &str) {
    browser.go(&server.url("/team/sign-in"));
    browser.fill("#email", email);
    browser.fill("#password", password);
    browser.click("main button[type=submit]");
}

#[test]
fn the_first_owner_invites_a_member_who_finds_links_and_decides_and_is_removed() {
    let setup = Setup::new().with("BOOKHOOK_TEAM_NAME", "Northwind Talent");
    let server = setup.start();
    let Some(mut browser) = Browser::open() else { return };
    browser.expect("422");
    join(&browser, &link(&setup, &server, &["invite"]), "Dana Example", "dana@team.example.com");
    browser.click(".side a[href='/team/members']");
    browser.click("section[aria-labelledby=m-inv] button");
    browser.sees("A join link for a member is ready");
    let invited = here(&server, &browser.text("#link"));

    browser.click(".side a[href='/team/me']");
    browser.sees("Where you’re signed in");
    browser.click(".page button");
    browser.sees("Sign in");
    join(&browser, &invited, "Kim Example", "kim@team.example.com");
    browser.click(".side a[href='/team/members']");
    browser.sees("Members");
    assert!(!browser.has("section[aria-labelledby=m-inv]"), "a member invites nobody");
    finds_links_and_decides(&browser, &server);
    browser.forget();

    sign_in(&browser, &server, "dana@team.example.com", "not it at all");
    browser.sees("That email and password don’t go together");
    browser.fill("#password", PASSWORD);
    browser.click("main button[type=submit]");
    browser.sees("Applicants");
    browser.click(".side a[href='/team/members']");
    browser.sees("Kim Example");
    browser.click("tr:nth-child(2) .change > summary");
    browser.click("tr:nth-child(2) .change details summary");
    browser.click("tr:nth-child(2) form[action$=remove] button");
    browser.sees("Removed, and signed out everywhere.");
    assert!(!browser.text("main").contains("Kim Example"));
    browser.forget();
    sign_in(&browser, &server, "kim@team.example.com", PASSWORD);
    browser.sees("That email and password don’t go together");
}

/// Finds an applicant by the name, links an unmatched booking to them, undoes that, and decides.
fn finds_links_and_decides(browser: &Browser, server: &Server) {
    server.apply("Sam Okafor", "sam@example.com");
    let uid = BookingUid::parse("unmatched").expect("a uid");
    let mut sample = Sample::new(Trigger::BookingCreated, uid, OffsetDateTime::now_utc(), next_month());
    sample.attendee_name = "Sam O. Okafor".into();
    sample.attendee_email = "sam@example.org".into();
    assert_eq!(server.deliver(&sample.body()).status, 200);
    browser.click(".side a[href='/team/unmatched']");
    browser.sees("Similar name");
    browser.click(".suggestions button");
    browser.sees("Linked the booking of");
    browser.click(".say a");
    browser.sees("Linked by hand");
    browser.click("form[action$=undo] button");
    browser.sees("Undone: the booking of");
    browser.fill("#q", "okaf");
    browser.press("\u{e007}");
    browser.sees("Found for");
    browser.click(".go");
    browser.sees("No interview yet");
    browser.click(".decide .good");
    browser.sees("Accepted. The applicant isn’t told.");
}

#[test]
fn an_applicant_is_found_by_the_keyboard_alone() {
    let setup = Setup::new();
    let Some((server, browser)) = owner(&setup) else { return };
    server.apply("Ana Example", "ana@example.com");
    server.apply("Zoë Ångström", "zoe@example.com");
    browser.go(&server.url("/team/applicants"));
    browser.run("document.querySelector('#q').focus()", &json!([]));
    browser.press("angs\u{e007}");
    browser.until("the search", |browser| browser.url().contains("q=angs").then_some(()));
    assert!(!browser.text("main").contains("Ana Example"));
    browser.run("document.querySelector('.go').focus()", &json!([]));
    browser.press("\u{e007}");
    browser.sees("No interview yet");
    assert_eq!(browser.url(), server.url("/team/applicants/2"));
}

#[test]
fn a_decision_is_made_and_undone() {
    let setup = Setup::new();
    let Some((server, browser)) = owner(&setup) else { return };
    server.apply("Ana Example", "ana@example.com");
    browser.go(&server.url("/team/applicants"));
    browser.click(".go");
    browser.click(".decide .bad");
    browser.sees("Rejected. The applicant isn’t told.");
    assert_eq!(browser.attribute(".decide .bad", "aria-pressed").as_deref(), Some("true"));
    browser.until("the message in focus", |browser| browser.has(".say:focus").then_some(()));
    browser.click(".say button");
    browser.sees("Decision undone.");
    assert_eq!(browser.attribute(".decide .bad", "aria-pressed").as_deref(), Some("false"));
}

#[test]
fn a_note_is_changed_in_a_form_with_exactly_its_text() {
    let setup = Setup::new();
    let Some((server, browser)) = owner(&setup) else { return };
    server.apply("Ana Example", "ana@example.com");
    browser.go(&server.url("/team/applicants/1"));
    let text = "A&B </textarea ><b>&amp; &#60; &lt &\n&";
    browser.fill("#note", text);
    browser.click("#notes > form button");
    browser.sees("Note added.");
    browser.click("#notes .note footer a");
    browser.sees("Save note");
    assert_eq!(browser.run("return edit.value", &json!([])), json!(text));
}

#[test]
fn the_browser_s_time_zone_is_the_member_s() {
    let setup = Setup::new();
    let server = setup.start();
    let Some(browser) = Browser::open() else { return };
    browser.look(Look { width: 1440, dark: false, zone: "America/New_York", language: "en-GB" });
    join(&browser, &link(&setup, &server, &["invite"]), "Dana Example", "dana@team.example.com");
    browser.go(&server.url("/team/me"));
    assert_eq!(browser.attribute("#zone", "value").as_deref(), Some("America/New_York"));
}

/// More than a page of applicants, the last with an interview, one with a hostile name.
fn applicants(server: &Server, long: &str) {
    for n in 1..58 {
        server.apply(&format!("Ana Example {n}"), &format!("ana{n}@example.com"));
    }
    server.apply("<img src=x onerror=alert(1)> \u{5e9}\u{5dc}\u{5d5}\u{5dd}", "hostile@example.com");
    let answers = json!({"role": "Engineer", "note": "I like short sentences.\n\nAnd the other kind.",
        "links": "https://portfolio.example.com/ana"});
    let body = json!({"name": long.trim_matches('\u{200f}'), "email": "noa@example.com", "answers": answers});
    server.post_json("/api/public/profiles", &body);
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    let mut sample = Sample::new(Trigger::BookingCreated, uid, OffsetDateTime::now_utc(), next_month());
    sample.profile = ProfileId::parse(&profile);
    assert_eq!(server.deliver(&sample.body()).status, 200);
}

/// A delivery in hostile words, one that cannot be read, and two that were turned away.
fn deliveries(server: &Server) {
    let title = format!("<b>{}</b> \u{5e9}\u{5dc}", "Featherstonehaugh".repeat(20));
    let body = json!({"triggerEvent": "BOOKING_CREATED", "payload": {"uid": "hostile", "title": title}});
    assert_eq!(server.deliver(body.to_string().as_bytes()).status, 200);
    assert_eq!(server.deliver(format!("not JSON {}", "x".repeat(40_000)).as_bytes()).status, 200);
    let signed =
        |headers: &[(&str, &str)]| server.request("POST", "/api/webhooks/calcom", headers, b"{}").status;
    assert_eq!(signed(&[]), 401);
    assert_eq!(signed(&[("X-Cal-Signature-256", "no-secret-provided")]), 401);
}

/// Something of each kind that waits, of people with long names.
fn waiting(server: &Server, long: &str) {
    for (n, trigger, minutes) in [
        (1, Trigger::BookingCreated, 30),
        (2, Trigger::BookingCreated, 90),
        (3, Trigger::BookingRequested, 600),
        (4, Trigger::BookingCreated, 600),
        (4, Trigger::BookingCancelled, 600),
        (5, Trigger::MeetingEnded, -600),
        (6, Trigger::BookingCreated, 600),
    ] {
        let body = json!({"name": long.trim_matches('\u{200f}'), "email": format!("waits{n}@example.com")});
        if n < 6 {
            server.post_json("/api/public/profiles", &body);
        }
        let (uid, now) = (format!("uid-{n}"), OffsetDateTime::now_utc());
        let start = now + time::Duration::minutes(minutes);
        let mut sample = Sample::new(trigger, BookingUid::parse(&uid).expect("a uid"), now, start);
        sample.attendee_email = format!("waits{n}@example.com");
        long.clone_into(&mut sample.attendee_name);
        long.clone_into(&mut sample.host_name);
        sample.asks_for_another_time = true;
        assert_eq!(server.deliver(&sample.body()).status, 200);
    }
}

/// Three bookings that fit nobody: one like an applicant's, and one with a hostile name and no other text.
fn unmatched(server: &Server, long: &str) {
    for (n, name) in
        ["Sam O. Okafor", "<img src=x onerror=alert(1)> \u{202e}evil", long].into_iter().enumerate()
    {
        let uid = BookingUid::parse(&format!("unmatched{n}")).expect("a uid");
        let mut sample = Sample::new(Trigger::BookingCreated, uid, OffsetDateTime::now_utc(), next_month());
        sample.attendee_name = name.into();
        sample.attendee_email = format!("nobody{n}@example.org");
        assert_eq!(server.deliver(&sample.body()).status, 200);
    }
}

/// What is done with each page of a walk, by its name.
type See<'a> = &'a mut dyn FnMut(&str, &Browser);

/// A name that is long, in two directions of writing.
fn long_name() -> String {
    format!("Nōa ‏שלום‎ {}", "Featherstonehaugh".repeat(10))
}

fn team(setup: Setup) -> Setup {
    setup.with("BOOKHOOK_TEAM_NAME", "Northwind Talent").with("BOOKHOOK_PROFILES_PER_MINUTE", "1000")
}

/// Opens each page on which people join, sign in and change themselves, in each of its states.
fn walk_members(browser: &Browser, see: See<'_>) {
    let setup = team(Setup::new());
    let server = setup.start();
    let page = |path: &str, says: &str| {
        browser.go(&server.url(path));
        browser.sees(says);
    };
    page("/team/sign-in", "Nobody has joined the team yet");
    see("sign-in-nobody", browser);
    let first = link(&setup, &server, &["invite"]);
    browser.go(&first);
    browser.sees("Join the team");
    see("join", browser);
    browser.run("document.querySelector('form').noValidate = true", &json!([]));
    browser.fill("#email", "nobody");
    browser.click("main button[type=submit]");
    browser.sees("Please fill this in.");
    see("join-wrong", browser);
    join(browser, &first, "Dana Example", "dana@team.example.com");
    page("/team/members", "Invite somebody");
    see("members-one", browser);
    browser.click("section[aria-labelledby=m-inv] button");
    browser.sees("A join link for a member is ready");
    see("members-link", browser);
    let invited = here(&server, &browser.text("#link"));
    browser.forget();
    join(browser, &invited, &long_name(), "noa@team.example.com");
    page("/team/members", "These people can use");
    see("members-as-member", browser);
    page("/team/me", "Where you’re signed in");
    see("me-long-name", browser);
    browser.forget();
    sign_in(browser, &server, "dana@team.example.com", "not it at all");
    browser.sees("don’t go together");
    see("sign-in-wrong", browser);
    sign_in(browser, &server, "dana@team.example.com", PASSWORD);
    browser.sees("Applicants");
    page("/team/members", "Invite somebody");
    browser.click("tr:nth-child(2) .change > summary");
    browser.click("tr:nth-child(2) .change details summary");
    see("members", browser);
    page("/team/me?done=saved", "Saved.");
    see("me", browser);
    page("/team/prove", "Confirm your password");
    see("prove", browser);
    page("/team/nothing", "There’s nothing here");
    see("nothing", browser);
    walk_second_step(browser, &server, see);
    // While the server still runs.
    browser.forget();
}

/// Sets up the second step of one who is signed in, and signs in with it.
fn walk_second_step(browser: &Browser, server: &Server, see: See<'_>) {
    browser.go(&server.url("/team/me/second-step"));
    browser.sees("Set up a second step");
    see("second-step", browser);
    browser.fill("#code", "000000");
    browser.click("main button[type=submit]");
    browser.sees("That isn’t the code of this secret");
    see("second-step-wrong", browser);
    browser.fill("#code", &app_code(&browser.text("#secret"), 0));
    browser.click("main button[type=submit]");
    browser.sees("Save your recovery codes");
    see("second-step-codes", browser);
    browser.go(&server.url("/team/me"));
    browser.sees("10 recovery codes are left");
    see("me-second-step", browser);
    browser.forget();
    sign_in(browser, server, "dana@team.example.com", PASSWORD);
    browser.sees("One more step");
    see("code", browser);
}

/// Opens each of the other pages, in each of its states.
fn walk_inbox(browser: &Browser, see: See<'_>) {
    let setup = team(Setup::new());
    let server = signed_in(browser, &setup);
    let page = |path: &str, says: &str| {
        browser.go(&server.url(path));
        browser.sees(says);
    };
    see("today-first", browser);
    page("/team/applicants", "No applicants yet");
    see("applicants-none", browser);
    page("/team/deliveries", "Nothing has been delivered yet");
    see("deliveries-first", browser);
    page("/team/refused", "Nothing was turned away");
    see("refused-none", browser);
    applicants(&server, &long_name());
    waiting(&server, &long_name());
    walk_applicants(browser, &server, see);
    walk_deliveries(browser, &server, see);
    walk_bookings(browser, &server, see);
    // While the server still runs.
    browser.forget();
}

/// The bookings that fit nobody, and the agenda.
fn walk_bookings(browser: &Browser, server: &Server, see: See<'_>) {
    let page = |path: &str, says: &str| {
        browser.go(&server.url(path));
        browser.sees(says);
    };
    unmatched(server, &long_name());
    page("/team/unmatched", "Why no applicant matches");
    see("unmatched", browser);
    browser.fill(".case:last-of-type [type=search]", "sam");
    browser.click(".case:last-of-type form[method=get] button");
    browser.sees("Whose booking is it?");
    see("booking-found", browser);
    browser.click(".case .suggestions button");
    browser.sees("Linked the booking of");
    browser.click(".case:last-of-type [value=nobody]");
    browser.sees("is no applicant’s.");
    see("unmatched-undo", browser);
    page("/team/unmatched/nobodys", "Bookings that members marked");
    see("nobodys", browser);
    page(&format!("/team/agenda?from={}", next_month().date()), "no applicant yet");
    see("agenda", browser);
    page("/team/unmatched?before=1", "No more");
    see("unmatched-none", browser);
    page("/team/agenda", "Agenda");
    see("agenda-today", browser);
}

/// Opens the pages of the applicants, to one that has just signed in.
fn walk_applicants(browser: &Browser, server: &Server, see: See<'_>) {
    let page = |path: &str, says: &str| {
        browser.go(&server.url(path));
        browser.sees(says);
    };
    page("/team", "Over, no decision yet");
    see("today", browser);
    page("/team/applicants", "Older");
    browser.click("tr:nth-child(2) .tick input");
    browser.click("tr:nth-child(4) .tick input");
    see("applicants", browser);
    browser.click(".bulk button[value=on_hold]");
    browser.sees("Put 2 applicants on hold.");
    see("applicants-done", browser);
    browser.click(".say button");
    browser.sees("Undone: 2 applicants.");
    page("/team/applicants?tab=withdrawn", "Nobody here");
    see("applicants-empty-tab", browser);
    page("/team/applicants?q=nobody", "Nobody found");
    see("applicants-nobody", browser);
    page("/team/applicants/60", "Scheduled");
    see("applicant-scheduled", browser);
    browser.click(".decide .good");
    browser.sees("Accepted. The applicant isn’t told.");
    see("applicant-accepted", browser);
    browser.fill("#note", &format!("Clear about trade-offs.\n\n{} <b>yes</b>", "Wonderful".repeat(30)));
    browser.click("#notes > form button");
    browser.sees("Note added.");
    browser.click("#notes .note footer a");
    browser.sees("Save note");
    browser.click("#notes .note summary");
    see("applicant-note", browser);
    browser.fill("#edit", "</textarea>&lt;&\n");
    browser.run("edit.value = edit.value.repeat(450)", &json!([]));
    browser.click("#notes .note form button");
    browser.sees("Note saved.");
    browser.click("#notes .note footer a");
    browser.sees("nothing else fits on this page");
    see("applicant-long-note", browser);
    page("/team/activity", "What members did");
    see("activity", browser);
    page("/team/applicants?tab=decided", "Accepted");
    see("applicants-decided", browser);
    page("/team/applicants/59", "No interview yet");
    see("applicant-to-book", browser);
}

/// Opens the pages of the deliveries.
fn walk_deliveries(browser: &Browser, server: &Server, see: See<'_>) {
    let page = |path: &str, says: &str| {
        browser.go(&server.url(path));
        browser.sees(says);
    };
    deliveries(server);
    page("/team/deliveries", "Everything Cal.com sent");
    see("deliveries", browser);
    page("/team/deliveries?show=OOO_CREATED", "No delivery matches");
    see("deliveries-none-such", browser);
    page("/team/deliveries/1", "Decides the status");
    browser.click("form[action$=again] button");
    browser.sees("Nothing changed");
    see("delivery-again", browser);
    page("/team/deliveries/10", "not readable");
    see("delivery-unreadable", browser);
    page("/team/refused", "Look at this");
    see("refused", browser);
    page("/team/health", "Of secrets, this shows only");
    see("health", browser);
}

fn open() -> Option<Browser> {
    let mut browser = Browser::open()?;
    browser.expect("404");
    browser.expect("422");
    Some(browser)
}

const fn look(width: u32, dark: bool) -> Look {
    Look { width, dark, zone: "Europe/Berlin", language: "en-GB" }
}

/// What is wrong with the pages of a walk, for somebody, in one of these windows, or on a slow line.
fn flaws(walk: fn(&Browser, See<'_>), windows: &[(u32, bool)]) -> Vec<String> {
    let Some(mut browser) = open() else { return Vec::new() };
    browser.with_axe();
    if windows.len() == WINDOWS.len() {
        browser.judge_every_row();
    }
    let mut wrong = Vec::new();
    walk(&browser, &mut |page, browser| {
        let script = "const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            return parts.reduce((sum, part) => sum + part.encodedBodySize, 0)";
        let weight = browser.run(script, &json!([])).as_u64();
        if weight.is_none_or(|bytes| bytes > 60 * 1024) {
            wrong.push(format!("{page} weighs {weight:?}"));
        }
        for &(width, dark) in windows {
            browser.look(look(width, dark));
            let misfits = browser.run(MISFITS, &json!([]));
            if misfits != json!([]) {
                wrong.push(format!("{page} at {width}: {misfits}"));
            }
            // Themes differ in colours alone.
            let rules: &[&str] = match (width, dark) {
                (1440, false) => &[],
                (1440, true) => &["color-contrast"],
                (320, true) => &NARROW,
                _ => continue,
            };
            wrong
                .extend(browser.violations(rules).into_iter().map(|text| format!("{page}, {width}: {text}")));
        }
        browser.look(look(1440, false));
    });
    wrong
}

#[test]
fn every_page_of_the_inbox_is_for_everybody_fits_each_window_and_is_light() {
    assert_eq!(flaws(walk_inbox, &WINDOWS[..2]), Vec::<String>::new());
}

#[test]
fn every_page_of_the_members_is_for_everybody_fits_each_window_and_is_light() {
    assert_eq!(flaws(walk_members, &WINDOWS[..2]), Vec::<String>::new());
}

#[test]
#[ignore = "the long run: cargo test --test it every_window -- --ignored"]
fn every_page_of_the_team_fits_every_window() {
    let wrong = [flaws(walk_inbox, &WINDOWS), flaws(walk_members, &WINDOWS)].concat();
    assert_eq!(wrong, Vec::<String>::new());
}

/// Pictures of every page to look at, in `target/screenshots`.
#[test]
#[ignore = "makes pictures: cargo test --test it team_screenshots -- --ignored"]
fn team_screenshots() {
    let folder = std::path::Path::new("target/screenshots");
    fs::create_dir_all(folder).expect("a folder");
    let Some(browser) = open() else { return };
    let mut picture = |page: &str, browser: &Browser| {
        for (width, dark) in WIDTHS.into_iter().flat_map(|width| [(width, false), (width, true)]) {
            browser.look(look(width, dark));
            let theme = if dark { "dark" } else { "light" };
            let picture = browser.picture(look(width, dark));
            fs::write(folder.join(format!("team-{page}-{width}-{theme}.png")), picture).expect("written");
        }
        browser.look(look(1440, false));
    };
    walk_members(&browser, &mut picture);
    walk_inbox(&browser, &mut picture);
}
