//! How sessions end.

use rusqlite::Connection;

use crate::support::dump;
use crate::support::server::Setup;
use crate::support::team::{PASSWORD, cookie, get, join, link, post, sign_in, with_owner};

const DANA: &str = "dana%40team.example.com";

/// Whether a browser with this cookie is signed in.
fn is_in(server: &crate::support::server::Server, cookie: &str) -> bool {
    match get(server, cookie, "/team/me").status {
        200 => true,
        303 => false,
        other => panic!("{other}"),
    }
}

#[test]
fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    assert!(is_in(&server, &owner));
    let out = post(&server, &owner, "/team/sign-out", "");
    assert_eq!((out.status, out.header("location")), (303, Some("/team/sign-in")));
    assert!(!is_in(&server, &owner));
}

#[test]
fn each_sign_in_has_a_new_session_whatever_cookie_the_browser_had() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let body = format!("email={DANA}&password={}", PASSWORD.replace(' ', "+"));
    let chosen = format!("bookhook_team={}", "a".repeat(64));
    let answer = post(&server, &chosen, "/team/sign-in", &body);
    assert_ne!(cookie(&answer), chosen);
    assert_ne!(cookie(&answer), owner);
    assert!(!is_in(&server, &chosen));
}

#[test]
fn the_database_holds_no_cookie() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    server.stop();
    let value = owner.split_once('=').expect("a value").1;
    let bytes = std::fs::read(setup.database()).expect("the file");
    let raw = hex::decode(value).expect("hexadecimal");
    for form in [value.as_bytes(), &raw] {
        assert!(!bytes.windows(form.len()).any(|part| part == form));
    }
}

#[test]
fn a_new_password_ends_all_other_sessions_and_the_old_password() {
    let setup = Setup::new();
    let (server, here) = with_owner(&setup);
    let elsewhere = cookie(&sign_in(&server, DANA, PASSWORD));
    let wrong = post(&server, &here, "/team/me/password", "old=not+it+at+all&new=another+sentence");
    assert_eq!(wrong.status, 422);
    let changed = post(&server, &here, "/team/me/password", "old=a+sentence+is+fine&new=another+sentence");
    assert_eq!(changed.header("location"), Some("/team/me?done=password"), "{}", changed.text());
    assert_eq!((is_in(&server, &here), is_in(&server, &elsewhere)), (true, false));
    assert_eq!(sign_in(&server, DANA, PASSWORD).status, 422);
    assert_eq!(sign_in(&server, DANA, "another sentence").status, 303);
}

#[test]
fn a_reset_link_gives_a_new_password_once_and_ends_all_sessions() {
    let setup = Setup::new();
    let (server, before) = with_owner(&setup);
    let link = link(&setup, &["reset", "dana@team.example.com"]);
    let page = get(&server, "", &link).text();
    assert!(page.contains("Choose a new password") && page.contains("dana@team.example.com"), "{page}");
    let answer = post(&server, "", &link, "password=another+sentence");
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!((is_in(&server, &before), is_in(&server, &cookie(&answer))), (false, true));
    assert_eq!(sign_in(&server, DANA, PASSWORD).status, 422);
    assert_eq!(post(&server, "", &link, "password=a+third+sentence").status, 404);
}

#[test]
fn other_sessions_are_ended_one_by_one_or_together() {
    let setup = Setup::new();
    let (server, here) = with_owner(&setup);
    let [one, two, three] = [(); 3].map(|()| cookie(&sign_in(&server, DANA, PASSWORD)));
    let page = get(&server, &here, "/team/me").text();
    let key =
        page.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    post(&server, &here, "/team/me/sessions", &format!("key={key}"));
    let left = [&one, &two, &three].iter().filter(|cookie| is_in(&server, cookie)).count();
    assert_eq!(left, 2);
    post(&server, &here, "/team/me/sessions", "others=all");
    assert!([&one, &two, &three].iter().all(|cookie| !is_in(&server, cookie)));
    assert!(is_in(&server, &here));
}

#[test]
fn nobody_ends_a_session_of_another_member() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let member = join(&server, &link(&setup, &["invite"]), "Kim");
    let key =
        dump::rows(&setup.database(), "SELECT lower(hex(digest)) FROM sessions WHERE member = 1").remove(0);
    let key = key.split('"').nth(1).expect("a key").to_owned();
    post(&server, &member, "/team/me/sessions", &format!("key={key}"));
    assert!(is_in(&server, &owner));
}

/// Lets time pass for the sessions in the file.
fn age(setup: &Setup, column: &str, by: &str) {
    let db = Connection::open(setup.database()).expect("a database");
    let sql = format!("UPDATE sessions SET {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-{by}')");
    assert_eq!(db.execute(&sql, []), Ok(1));
}

#[test]
fn a_session_ends_when_it_is_not_used_for_two_weeks() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    age(&setup, "seen_at", "13 days");
    assert!(is_in(&server, &owner), "and that it is used is noted");
    age(&setup, "seen_at", "15 days");
    assert!(!is_in(&server, &owner));
}

#[test]
fn an_owner_types_the_password_again_before_inviting_or_removing_anybody() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let invite = || post(&server, &owner, "/team/members/invite", "role=member");
    assert!(invite().text().contains("/team/join/"));
    age(&setup, "proved_at", "11 minutes");
    let asked = invite();
    assert_eq!((asked.status, asked.header("location")), (303, Some("/team/prove")));
    assert_eq!(post(&server, &owner, "/team/members/1/remove", "").header("location"), Some("/team/prove"));
    assert_eq!(post(&server, &owner, "/team/prove", "password=not+it+at+all").status, 422);
    let proved = post(&server, &owner, "/team/prove", "password=a+sentence+is+fine&to=%2Fteam%2Fmembers");
    assert_eq!((proved.status, proved.header("location")), (303, Some("/team/members")));
    assert!(invite().text().contains("/team/join/"));
}
