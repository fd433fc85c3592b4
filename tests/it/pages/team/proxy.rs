//! Members whom a single sign-on proxy names by a header.

use crate::support::applicant::FORM;
use crate::support::server::{Answer, Server, Setup};
use crate::support::team::{OWN, get, join, link, sign_in, team};

const DANA: (&str, &str) = ("Remote-Email", "dana@team.example.com");
const KIM: (&str, &str) = ("Remote-Email", "Kim@Team.example.com");

/// The tests are the proxy: they come from this machine.
fn setup() -> Setup {
    Setup::new().with("BOOKHOOK_TEAM_HEADER", "remote-email").with("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1")
}

fn ask(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.request("GET", path, headers, b"")
}

fn join_as(server: &Server, link: &str, named: (&str, &str)) -> Answer {
    server.request("POST", link, &[FORM, OWN, named], b"name=Dana+Example&email=else%40example.com")
}

#[test]
fn whoever_joins_by_a_link_is_known_by_the_address_that_the_proxy_names() {
    let setup = setup();
    let server = setup.start();
    let link = link(&setup, &["invite"]);
    let form = ask(&server, &link, &[DANA]).text();
    assert!(form.contains("signs you in as <bdi>dana@team.example.com</bdi>"), "{form}");
    assert!(!form.contains("type=\"password\"") && !form.contains("type=\"email\""), "{form}");
    let joined = join_as(&server, &link, DANA);
    assert_eq!((joined.status, joined.header("location")), (303, Some("/team")), "{}", joined.text());
    assert_eq!(joined.header("set-cookie"), None);
    let members = ask(&server, "/team/members", &[DANA]).text();
    assert!(members.contains("Dana Example") && members.contains("Owner"), "{members}");
    assert!(!members.contains("else@example.com"), "{members}");
}

#[test]
fn without_the_proxy_s_word_there_is_nothing_to_see_and_no_form_to_sign_in() {
    let setup = setup();
    let server = setup.start();
    join_as(&server, &link(&setup, &["invite"]), DANA);
    for path in ["/team", "/team/applicants", "/team/sign-in", "/team/nothing"] {
        let answer = ask(&server, path, &[]);
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().contains("Your proxy didn’t say who you are"), "{path}: {}", answer.text());
    }
    assert_eq!(sign_in(&server, "dana@team.example.com", "a sentence is fine").status, 401);
}

#[test]
fn a_header_from_elsewhere_than_a_trusted_proxy_counts_for_nothing() {
    let setup =
        setup().with("BOOKHOOK_TRUSTED_PROXIES", "10.0.0.0/8").with("BOOKHOOK_TEAM_HEADER_CREATES", "true");
    let server = setup.start();
    // Nor does what a client says of the way that it came.
    let way = ("X-Forwarded-For", "10.0.0.1");
    assert_eq!(ask(&server, "/team/applicants", &[DANA, way]).status, 401);
}

#[test]
fn a_header_that_is_there_twice_or_is_no_address_counts_for_nothing() {
    let setup = setup().with("BOOKHOOK_TEAM_HEADER_CREATES", "true");
    let server = setup.start();
    assert_eq!(ask(&server, "/team/applicants", &[DANA, KIM]).status, 401);
    assert_eq!(ask(&server, "/team/applicants", &[("Remote-Email", "dana")]).status, 401);
    assert_eq!(ask(&server, "/team/applicants", &[("Remote-Email", "")]).status, 401);
}

#[test]
fn somebody_who_is_no_member_is_told_so() {
    let setup = setup();
    let server = setup.start();
    let answer = ask(&server, "/team/applicants", &[KIM]);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("You’re signed in as kim@team.example.com"), "{}", answer.text());
}

#[test]
fn where_the_proxy_decides_who_is_a_member_the_first_is_an_owner() {
    let setup = setup().with("BOOKHOOK_TEAM_HEADER_CREATES", "true");
    let server = setup.start();
    assert_eq!(ask(&server, "/team/applicants", &[DANA]).status, 200);
    assert_eq!(ask(&server, "/team/applicants", &[KIM]).status, 200);
    let members = ask(&server, "/team/members", &[KIM]).text();
    assert!(members.contains("<bdi>kim</bdi>") && members.contains("Last owner"), "{members}");
    assert!(!members.contains("Invite somebody"), "a member invites nobody: {members}");
}

#[test]
fn a_member_who_was_removed_sees_nothing_from_that_moment_on() {
    let setup = setup();
    let server = setup.start();
    join_as(&server, &link(&setup, &["invite"]), DANA);
    join_as(&server, &link(&setup, &["invite"]), KIM);
    assert_eq!(ask(&server, "/team/applicants", &[KIM]).status, 200);
    let removed = server.request("POST", "/team/members/2/remove", &[FORM, OWN, DANA], b"");
    assert_eq!(removed.status, 303, "{}", removed.text());
    assert_eq!(ask(&server, "/team/applicants", &[KIM]).status, 403);
}

#[test]
fn another_site_s_form_is_refused_whoever_the_proxy_names() {
    let setup = setup();
    let server = setup.start();
    join_as(&server, &link(&setup, &["invite"]), DANA);
    let other = ("Sec-Fetch-Site", "cross-site");
    let refused = server.request("POST", "/team/me", &[FORM, other, DANA], b"name=Mallory&zone=UTC");
    assert_eq!(refused.status, 403);
    assert!(ask(&server, "/team/me", &[DANA]).text().contains("Dana Example"));
}

#[test]
fn a_session_of_a_password_ends_where_the_proxy_takes_over() {
    let before = Setup::new();
    let server = before.start();
    let cookie = join(&server, &link(&before, &["invite"]), "Dana");
    assert_eq!(get(&server, &cookie, "/team/applicants").status, 200);
    drop(server);
    let after =
        before.with("BOOKHOOK_TEAM_HEADER", "Remote-Email").with("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1");
    let server = after.start();
    assert_eq!(get(&server, &cookie, "/team/applicants").status, 401);
    let page = ask(&server, "/team/me", &[DANA]).text();
    assert!(page.contains("Dana Example") && !page.contains("Password now"), "{page}");
}

#[test]
fn there_is_no_password_to_reset() {
    let (code, _, problem) = team(&setup(), &["reset", "dana@team.example.com"]);
    assert_eq!(code, 3, "{problem}");
    assert!(problem.contains("your proxy signs members in, so they have no passwords here"), "{problem}");
}

#[test]
fn passwords_can_stay_beside_the_proxy() {
    let setup = setup().with("BOOKHOOK_TEAM_PASSWORDS", "true");
    let server = setup.start();
    let cookie = join(&server, &link(&setup, &["invite"]), "Dana");
    assert_eq!(get(&server, &cookie, "/team/applicants").status, 200);
    assert_eq!(ask(&server, "/team/applicants", &[DANA]).status, 200);
}
