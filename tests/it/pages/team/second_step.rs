//! The second step of signing in.

use data_encoding::BASE32_NOPAD;

use crate::support::server::{Answer, Server, Setup};
use crate::support::team::{
    PASSWORD, app_code as code, between, get, link, post, set_up_second_step as set_up, sign_in, with_owner,
};

const DANA: &str = "dana%40team.example.com";

/// Dana's password, and then what she types for the second step.
fn show(server: &Server, typed: &str) -> Answer {
    let asked = sign_in(server, DANA, PASSWORD);
    assert_eq!((asked.status, asked.header("set-cookie")), (200, None), "{}", asked.text());
    let page = asked.text();
    let pass = between(&page, "name=\"pass\" value=\"", "\"");
    post(server, "", "/team/sign-in/code", &format!("pass={pass}&code={typed}"))
}

fn is_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("set-cookie").is_some()
}

#[test]
fn the_password_alone_signs_nobody_in_and_a_code_of_the_app_does_once() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (secret, _) = set_up(&server, &owner);
    assert_eq!(show(&server, "000000").status, 422);
    let next = code(&secret, 1);
    assert!(is_in(&show(&server, &next)));
    assert_eq!(show(&server, &next).status, 422);
}

#[test]
fn a_recovery_code_signs_in_once() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (_, codes) = set_up(&server, &owner);
    assert_eq!(codes.len(), 10);
    assert!(is_in(&show(&server, &codes[3].replace('-', "+"))));
    assert_eq!(show(&server, &codes[3]).status, 422);
    assert!(get(&server, &owner, "/team/me").text().contains("9 recovery codes are left"));
}

#[test]
fn the_database_holds_no_recovery_code() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (_, codes) = set_up(&server, &owner);
    server.stop();
    let bytes = std::fs::read(setup.database()).expect("the file");
    for code in codes {
        let raw = BASE32_NOPAD.decode(code.replace('-', "").to_uppercase().as_bytes()).expect("Base32");
        for form in [code.as_bytes(), &raw] {
            assert!(!bytes.windows(form.len()).any(|window| window == form), "{code}");
        }
    }
}

#[test]
fn a_secret_whose_code_was_not_shown_is_not_stored() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let page = get(&server, &owner, "/team/me/second-step").text();
    let secret = between(&page, "name=\"secret\" value=\"", "\"");
    let refused = post(&server, &owner, "/team/me/second-step", &format!("secret={secret}&code=12345"));
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains(secret), "the app can stay as it is: {}", refused.text());
    assert_eq!(sign_in(&server, DANA, PASSWORD).status, 303);
}

#[test]
fn a_guesser_of_codes_waits_whoever_knows_the_password() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    set_up(&server, &owner);
    let asked = sign_in(&server, DANA, PASSWORD).text();
    let pass = between(&asked, "name=\"pass\" value=\"", "\"");
    let body = format!("pass={pass}&code=000000");
    let tries: Vec<u16> = (0..6).map(|_| post(&server, "", "/team/sign-in/code", &body).status).collect();
    assert_eq!(tries, [422, 422, 422, 422, 422, 429]);
}

#[test]
fn what_proves_the_password_is_worth_nothing_once_it_has_changed() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (secret, _) = set_up(&server, &owner);
    let asked = sign_in(&server, DANA, PASSWORD).text();
    let pass = between(&asked, "name=\"pass\" value=\"", "\"");
    let change = format!("old={}&new=another+sentence+entirely", PASSWORD.replace(' ', "+"));
    assert_eq!(post(&server, &owner, "/team/me/password", &change).status, 303);
    let body = format!("pass={pass}&code={}", code(&secret, 1));
    let late = post(&server, "", "/team/sign-in/code", &body);
    assert_eq!((late.status, late.header("location")), (303, Some("/team/sign-in")));
    assert_eq!(late.header("set-cookie"), None);
}

#[test]
fn a_link_for_a_new_password_turns_it_off() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    set_up(&server, &owner);
    let link = link(&setup, &["reset", "dana@team.example.com"]);
    assert_eq!(post(&server, "", &link, "password=another+sentence+entirely").status, 303);
    assert_eq!(sign_in(&server, DANA, "another sentence entirely").status, 303);
}

#[test]
fn it_can_be_turned_off() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    set_up(&server, &owner);
    assert_eq!(post(&server, &owner, "/team/me/second-step/off", "").status, 303);
    assert_eq!(sign_in(&server, DANA, PASSWORD).status, 303);
}
