//! How bookhook is.

use crate::support::cal_api::CalApi;
use crate::support::databases::used;
use crate::support::patience::eventually;
use crate::support::server::{SECRET, Server, Setup, finish};
use crate::support::team::{between, get, with_owner};

/// What only a look from outside, or at the whole file, can say.
const OF_CHECK_ALONE: [&str; 4] = ["server", "address", "write", "integrity"];

/// A text without tags, escapes and figures, which differ from one moment to the next.
fn plain(text: &str) -> String {
    let mut tag = false;
    let visible = text.chars().filter(|c| {
        let was = tag;
        tag = (tag || *c == '<') && *c != '>';
        !was && !tag
    });
    let visible: String = visible.collect();
    let visible = visible
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#38;", "&")
        .replace('`', "")
        .replace("seconds", "second");
    let mut figures = String::new();
    for c in visible.to_lowercase().chars() {
        match c {
            c if !c.is_ascii_digit() => figures.push(c),
            _ if !figures.ends_with('#') => figures.push('#'),
            _ => {}
        }
    }
    figures
}

/// All that `bookhook check` says stands on the page.
fn agree(setup: Setup, server: &Server, owner: &str) {
    let page = get(server, owner, "/team/health");
    assert_eq!(page.status, 200);
    let page = plain(&page.text());
    let setup = setup.with("ROCKET_PORT", &server.address.port().to_string());
    let (_, said, _) = finish(setup.command(&["check"]));
    let mut compared = 0;
    for line in said.lines() {
        let (head, words) = line.split_at(20);
        let what = head.split_whitespace().nth(1).expect("a thing");
        if OF_CHECK_ALONE.contains(&what) {
            continue;
        }
        for words in words.trim().split("; ") {
            assert!(page.contains(&plain(words)), "{what}: {words} is not in {page}");
        }
        compared += 1;
    }
    assert!(compared > 8, "{said}");
}

#[test]
fn the_page_says_what_check_says() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h").with("BOOKHOOK_EVENT_TYPES", "intro-call");
    let (server, owner) = with_owner(&setup);
    eventually("a backup is made", || {
        get(&server, &owner, "/team/health").text().contains("The last proven one").then_some(())
    });
    agree(setup, &server, &owner);
}

#[test]
fn the_page_says_of_cal_com_what_check_says() {
    let api = CalApi::start();
    let setup = api.setup().with("BOOKHOOK_PUBLIC_URL", "http://localhost:3001");
    let (server, owner) = with_owner(&setup);
    eventually("a pass is made", || {
        get(&server, &owner, "/team/health").text().contains("The last pass was").then_some(())
    });
    let page = get(&server, &owner, "/team/health").text();
    assert!(
        page.contains("No webhook at Cal.com delivers to this address.")
            && page.contains("Run <code>bookhook connect</code>.")
    );
    assert!(!page.contains('`'), "{page}");
    agree(setup, &server, &owner);
}

#[test]
fn every_page_says_how_much_needs_a_look() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let alarm = |path: &str| {
        let page = get(&server, &owner, path).text();
        let needs = page.matches("<li class=\"warn\"").count() + page.matches("<li class=\"bad\"").count();
        (needs.to_string(), between(&page, "Health<b class=\"alarm\">", "<").to_owned())
    };
    let (_, first) = alarm("/team/applicants");
    let looked = alarm("/team/health");
    assert_eq!(looked.0, looked.1);
    assert_eq!(looked.1, first, "the first page had looked");
    assert_eq!(server.deliver(br#"{"triggerEvent":"PING"}"#).status, 200);
    let looked = alarm("/team/health");
    assert_ne!(looked.0, first, "a delivery came: one less");
    assert_eq!((&looked.0, &alarm("/team/me").1), (&looked.1, &looked.0));
}

#[test]
fn settings_are_shown_with_their_source_and_secrets_are_not() {
    let setup = Setup::new().with("BOOKHOOK_TEAM_NAME", "Northwind <Talent>");
    let (server, owner) = with_owner(&setup);
    let page = get(&server, &owner, "/team/health").text();
    assert!(!page.contains(SECRET));
    for words in [
        "Northwind &#60;Talent&#62;",
        "the environment variable BOOKHOOK_TEAM_NAME",
        "webhook secret</td><td role=\"cell\" class=\"full value\">set",
        "key of Cal.com’s API</td><td role=\"cell\" class=\"full value\">not set",
        "reconcile_every",
        "the default",
        "None has arrived yet.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}
