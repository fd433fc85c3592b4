//! Joining by a link.

use crate::support::dump;
use crate::support::server::Setup;
use crate::support::team::{application, get, join, link, post, with_owner};

#[test]
fn whoever_joins_first_is_an_owner_and_the_next_what_their_link_says() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    join(&server, &link(&setup, &["invite", "--owner"]), "Ravi");
    let roles = dump::rows(&setup.database(), "SELECT role FROM members ORDER BY number");
    assert_eq!(roles, ["[Text(\"owner\")]", "[Text(\"member\")]", "[Text(\"owner\")]"]);
}

#[test]
fn to_open_a_link_changes_nothing_and_to_use_it_uses_it_up() {
    let setup = Setup::new();
    let server = setup.start();
    let link = link(&setup, &["invite"]);
    for _ in 0..3 {
        let page = get(&server, "", &link);
        assert!(page.status == 200 && page.text().contains("Join the team"), "{}", page.text());
    }
    join(&server, &link, "Dana");
    assert_eq!(get(&server, "", &link).status, 404);
    assert_eq!(post(&server, "", &link, &application("Kim")).status, 404);
    assert_eq!(dump::rows(&setup.database(), "SELECT count(*) FROM members"), ["[Integer(1)]"]);
}

#[test]
fn a_link_that_was_changed_is_refused_whatever_is_sent_to_it() {
    let setup = Setup::new();
    let server = setup.start();
    let link = link(&setup, &["invite"]);
    let changed = if link.ends_with('0') { "1" } else { "0" };
    for forged in
        [format!("{}{changed}", &link[..link.len() - 1]), "/team/join/00".into(), "/team/join/x".into()]
    {
        assert_eq!(get(&server, "", &forged).status, 404, "{forged}");
        assert_eq!(post(&server, "", &forged, &application("Kim")).status, 404, "{forged}");
    }
}

#[test]
fn what_is_wrong_with_the_form_is_said_beside_what_was_typed() {
    let setup = Setup::new();
    let server = setup.start();
    let link = link(&setup, &["invite"]);
    let cases = [
        ("name=&email=dana%40team.example.com&password=a+sentence+is+fine", "Please fill this in."),
        ("name=Dana&email=dana&password=a+sentence+is+fine", "Please enter an e-mail address"),
        ("name=Dana&email=dana%40team.example.com&password=short", "Use 12 characters or more"),
        ("name=Dana&email=dana%40team.example.com&password=Password1234", "one of the first passwords"),
    ];
    for (body, words) in cases {
        let answer = post(&server, "", &link, body);
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
        assert!(!answer.text().contains("a sentence is fine"), "a password is not sent back");
    }
    join(&server, &link, "Dana");
}

#[test]
fn two_members_cannot_have_one_address() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    let link = link(&setup, &["invite"]);
    let answer = post(&server, "", &link, &application("DANA"));
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("has this address already"), "{}", answer.text());
    join(&server, &link, "Kim");
}

#[test]
fn a_page_that_was_reached_by_another_name_than_links_have_says_so() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    let server = setup.start();
    let (_, said, _) = crate::support::team::team(&setup, &["invite"]);
    let path = said.trim_end().strip_prefix("https://book.example.com").expect("a link");
    let page = get(&server, "", path).text();
    assert!(
        page.contains("You’re at localhost, but bookhook thinks it lives at https://book.example.com"),
        "{page}"
    );
}

#[test]
fn with_https_the_cookie_is_for_this_host_alone() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    let server = setup.start();
    let (_, said, _) = crate::support::team::team(&setup, &["invite"]);
    let path = said.trim_end().strip_prefix("https://book.example.com").expect("a link");
    let answer = post(&server, "", path, &application("Dana"));
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-bookhook_team="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
}
