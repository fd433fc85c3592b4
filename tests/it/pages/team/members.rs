//! The list of members, and what owners do in it.

use crate::support::server::Setup;
use crate::support::team::{get, join, link, post, with_owner};

#[test]
fn an_owner_invites_a_member_on_the_page_itself() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let page = post(&server, &owner, "/team/members/invite", "role=member").text();
    let start =
        page.find("http://localhost:3001/team/join/").expect("a link") + "http://localhost:3001".len();
    let path = page[start..].split('<').next().expect("a path");
    join(&server, path, "Kim");
    let page = get(&server, &owner, "/team/members").text();
    assert!(page.contains("Kim Example") && page.contains("kim@team.example.com"), "{page}");
    assert!(!page.contains("/team/join/"), "it is shown only once");
}

#[test]
fn a_member_who_is_removed_sees_nothing_from_that_moment_on() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let member = join(&server, &link(&setup, &["invite"]), "Kim");
    let reset = link(&setup, &["reset", "kim@team.example.com"]);
    assert_eq!(get(&server, &member, "/team/members").status, 200);
    let removed = post(&server, &owner, "/team/members/2/remove", "");
    assert_eq!(removed.header("location"), Some("/team/members?done=removed"));
    assert_eq!(get(&server, &member, "/team/members").status, 303);
    assert_eq!(post(&server, "", &reset, "password=another+sentence").status, 404);
    let again =
        crate::support::team::sign_in(&server, "kim%40team.example.com", crate::support::team::PASSWORD);
    assert_eq!(again.status, 422);
    let page = get(&server, &owner, "/team/members?done=removed").text();
    assert!(page.contains("Removed, and signed out everywhere.") && !page.contains("kim@"), "{page}");
}

#[test]
fn who_was_removed_may_be_invited_again() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    post(&server, &owner, "/team/members/2/remove", "");
    let member = join(&server, &link(&setup, &["invite"]), "Kim");
    assert_eq!(get(&server, &member, "/team/members").status, 200);
}

#[test]
fn the_last_owner_stays_an_owner_and_a_member() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    for (path, body) in [("/team/members/1/role", "role=member"), ("/team/members/1/remove", "")] {
        let answer = post(&server, &owner, path, body);
        assert_eq!(answer.header("location"), Some("/team/members?done=last"), "{path}");
    }
    assert_eq!(
        post(&server, &owner, "/team/members/2/role", "role=owner").header("location"),
        Some("/team/members?done=role")
    );
    let left = post(&server, &owner, "/team/members/1/remove", "");
    assert_eq!(left.header("location"), Some("/team/sign-in"));
    assert_eq!(get(&server, &owner, "/team/members").status, 303);
}

#[test]
fn a_role_is_taken_away_at_once() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let other = join(&server, &link(&setup, &["invite", "--owner"]), "Kim");
    post(&server, &owner, "/team/members/2/role", "role=member");
    let refused = post(&server, &other, "/team/members/invite", "role=owner");
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("Only owners can do that"), "{}", refused.text());
    assert!(!get(&server, &other, "/team/members").text().contains("Invite somebody"));
}

#[test]
fn names_are_text_and_nothing_else() {
    let setup = Setup::new();
    let server = setup.start();
    let body = "name=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E&email=%3Cdana%40team.example.com&password=a+sentence+is+fine";
    assert_eq!(post(&server, "", &link(&setup, &["invite"]), body).status, 422, "no such address");
    let body = "name=%3Cimg+src%3Dx%3E&email=dana%40team.example.com&password=a+sentence+is+fine";
    let owner = crate::support::team::cookie(&post(&server, "", &link(&setup, &["invite"]), body));
    for path in ["/team/members", "/team/me"] {
        let page = get(&server, &owner, path).text();
        assert!(page.contains("&#60;img src=x&#62;") && !page.contains("<img"), "{page}");
    }
}

#[test]
fn a_member_changes_name_and_time_zone() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let saved = post(&server, &owner, "/team/me", "name=Dana+Reyes&zone=america%2Fnew_york");
    assert_eq!(saved.header("location"), Some("/team/me?done=saved"));
    let page = get(&server, &owner, "/team/me").text();
    assert!(page.contains("value=\"Dana Reyes\"") && page.contains("value=\"America/New_York\""), "{page}");
    let wrong = post(&server, &owner, "/team/me", "name=Dana&zone=Atlantis");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("There is no such time zone"), "{}", wrong.text());
}
