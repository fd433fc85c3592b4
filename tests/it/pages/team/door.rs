//! Signing in and out.

use crate::support::applicant::FORM;
use crate::support::server::Setup;
use crate::support::team::{OWN, PASSWORD, cookie, get, post, sign_in, with_owner};

const DANA: &str = "dana%40team.example.com";

#[test]
fn a_member_signs_in_and_comes_back_to_the_page_that_was_asked_for() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    let asked = get(&server, "", "/team/me?done=saved");
    let door = "/team/sign-in?to=%2Fteam%2Fme%3Fdone%3Dsaved";
    assert_eq!((asked.status, asked.header("location")), (303, Some(door)));
    assert!(get(&server, "", door).text().contains("value=\"/team/me?done=saved\""));
    let body = format!("to=%2Fteam%2Fme%3Fdone%3Dsaved&email={DANA}&password={}", PASSWORD.replace(' ', "+"));
    let answer = post(&server, "", "/team/sign-in", &body);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/team/me?done=saved")));
    assert_eq!(get(&server, &cookie(&answer), "/team/me").status, 200);
}

#[test]
fn a_sign_in_leads_to_no_other_site() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    for to in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example%2Fteam", "%2Fschedule"] {
        let body = format!("to={to}&email={DANA}&password={}", PASSWORD.replace(' ', "+"));
        let answer = post(&server, "", "/team/sign-in", &body);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/team")), "{to}");
    }
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    let wrong = sign_in(&server, DANA, "another sentence");
    let unknown = sign_in(&server, "nobody%40team.example.com", PASSWORD);
    assert_eq!((wrong.status, unknown.status), (422, 422));
    let same = wrong.text().replace("dana@", "nobody@");
    assert_eq!(same, unknown.text());
    assert!(wrong.header("set-cookie").is_none() && unknown.header("set-cookie").is_none());
}

/// Does the same several times at once.
fn at_once(times: usize, work: impl Fn(usize) -> u16 + Sync) -> Vec<u16> {
    let together = std::sync::Barrier::new(times);
    let one = &|n| {
        together.wait();
        work(n)
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..times).map(|n| scope.spawn(move || one(n))).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    })
}

#[test]
fn wrong_passwords_make_the_account_wait_whatever_is_typed_next() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    // At once, so that the wait is long enough for a slow machine to see it.
    let wrong = at_once(7, |_| sign_in(&server, DANA, "another sentence").status);
    assert!(wrong.iter().filter(|status| **status == 422).count() >= 5, "{wrong:?}");
    let right = sign_in(&server, DANA, PASSWORD);
    assert_eq!(right.status, 429);
    assert!(right.header("retry-after").is_some());
    assert_eq!(sign_in(&server, "nobody%40team.example.com", PASSWORD).status, 422, "others do not wait");
}

#[test]
fn one_client_types_ten_passwords_a_minute() {
    let setup = Setup::new();
    let server = setup.start();
    let tried = |n| sign_in(&server, &format!("nobody{n}%40team.example.com"), PASSWORD).status;
    let mut statuses = at_once(11, tried);
    statuses.sort_unstable();
    assert_eq!(statuses[..10], [422; 10]);
    assert_eq!(statuses[10], 429);
}

#[test]
fn a_form_of_another_site_or_of_no_page_signs_nobody_in() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    let body = format!("email={DANA}&password={}", PASSWORD.replace(' ', "+"));
    let send = |headers: &[(&str, &str)]| {
        server.request("POST", "/team/sign-in", &[&[FORM], headers].concat(), body.as_bytes()).status
    };
    let foreign: [&[(&str, &str)]; 4] = [
        &[],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://evil.example")],
    ];
    for headers in foreign {
        assert_eq!(send(headers), 403, "{headers:?}");
    }
    assert_eq!(send(&[OWN]), 303);
    assert_eq!(send(&[("Origin", "http://localhost:3001")]), 303);
}

#[test]
fn before_anybody_joined_the_page_names_the_command() {
    let setup = Setup::new();
    let server = setup.start();
    let page = get(&server, "", "/team/sign-in").text();
    assert!(page.contains("<code>bookhook team invite</code>"), "{page}");
}

#[test]
fn the_pages_are_cached_by_nobody_and_may_do_nothing_but_show_our_files() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for path in ["/team/sign-in", "/team/members", "/team/me", "/team/activity", "/team/nothing"] {
        let answer = get(&server, &owner, path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        if answer.status != 303 {
            let policy = answer.header("content-security-policy").expect("a policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert!(answer.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        }
        for name in answer.text().split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_eq!(server.get(&format!("/assets/{name}")).status, 200, "{name}");
        }
    }
}

#[test]
fn without_the_team_s_pages_there_are_no_addresses_and_no_key() {
    let setup = Setup::new().with("BOOKHOOK_TEAM", "false");
    let server = setup.start();
    for path in ["/team", "/team/sign-in", "/team/members"] {
        assert_eq!(server.get(path).error(), (404, "not_found".into()), "{path}");
    }
    assert!(!setup.database().with_file_name("bookhook.db.key").exists());
    let (code, _, problem) = crate::support::team::team(&setup, &["invite"]);
    assert_eq!(code, 3);
    assert!(problem.contains("the team's pages are off"), "{problem}");
}
