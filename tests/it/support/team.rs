//! Members of the team, without a browser.

use std::fs;
use std::sync::LazyLock;
use std::time::SystemTime;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::support::applicant::FORM;
use crate::support::server::{Answer, Server, Setup, finish};

/// What a browser sends with a form of its own page.
pub(crate) const OWN: (&str, &str) = ("Sec-Fetch-Site", "same-origin");
/// A password that may be chosen.
pub(crate) const PASSWORD: &str = "a sentence is fine";

/// Runs `bookhook team`.
pub(crate) fn team(setup: &Setup, arguments: &[&str]) -> (i32, String, String) {
    let mut command = setup.command(&["team"]);
    command.args(arguments);
    finish(command)
}

/// The path of a link that `bookhook team` prints.
pub(crate) fn link(setup: &Setup, arguments: &[&str]) -> String {
    let (code, said, problem) = team(setup, arguments);
    assert_eq!(code, 0, "{problem}");
    let (_, path) = said.trim_end().split_once("localhost:3001").expect("a link");
    path.to_owned()
}

/// Sends a form of the team's pages.
pub(crate) fn post(server: &Server, cookie: &str, path: &str, body: &str) -> Answer {
    server.request("POST", path, &[FORM, OWN, ("Cookie", cookie)], body.as_bytes())
}

/// Opens a page of the team.
pub(crate) fn get(server: &Server, cookie: &str, path: &str) -> Answer {
    server.request("GET", path, &[("Cookie", cookie), ("Accept", "text/html")], b"")
}

/// The cookie that an answer gives.
pub(crate) fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("no cookie: {}", answer.head));
    cookie.split(';').next().expect("its value").to_owned()
}

/// The form of somebody who joins.
pub(crate) fn application(name: &str) -> String {
    let address = name.to_lowercase();
    format!(
        "name={name}+Example&email={address}%40team.example.com&password={}&zone=Europe%2FBerlin",
        PASSWORD.replace(' ', "+")
    )
}

/// Has somebody join by a link; returns their cookie.
pub(crate) fn join(server: &Server, link: &str, name: &str) -> String {
    let answer = post(server, "", link, &application(name));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/team")), "{}", answer.text());
    cookie(&answer)
}

/// The database of a team whose first owner, Dana, joined and is signed in, and her cookie. Made once:
/// a password's hash takes longer than most tests do.
static JOINED: LazyLock<(Vec<u8>, String)> = LazyLock::new(|| {
    let setup = Setup::new();
    let server = setup.start();
    let owner = join(&server, &link(&setup, &["invite"]), "Dana");
    server.stop();
    (fs::read(setup.database()).expect("the database"), owner)
});

/// A server whose first owner, Dana, is signed in.
pub(crate) fn with_owner(setup: &Setup) -> (Server, String) {
    if setup.database().exists() {
        let server = setup.start();
        let owner = join(&server, &link(setup, &["invite"]), "Dana");
        return (server, owner);
    }
    let (database, owner) = &*JOINED;
    setup.put_database(database);
    (setup.start(), owner.clone())
}

/// Signs in.
pub(crate) fn sign_in(server: &Server, address: &str, password: &str) -> Answer {
    let body = format!("email={address}&password={}", password.replace(' ', "+"));
    post(server, "", "/team/sign-in", &body)
}

/// What an authenticator app shows in so many steps of 30 s from now (RFC 6238).
pub(crate) fn app_code(secret: &str, ahead: u64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time").as_secs();
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).expect("Base32");
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).expect("a key");
    mac.update(&(now / 30 + ahead).to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let at = usize::from(tag[19] & 15);
    let four = u32::from_be_bytes(tag[at..at + 4].try_into().expect("four bytes"));
    format!("{:06}", (four & 0x7fff_ffff) % 1_000_000)
}

/// What stands between two texts.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).expect("its end").0
}

/// Sets up the second step of whoever this cookie is; returns the secret and the recovery codes.
pub(crate) fn set_up_second_step(server: &Server, owner: &str) -> (String, Vec<String>) {
    let page = get(server, owner, "/team/me/second-step").text();
    let secret = between(&page, "name=\"secret\" value=\"", "\"").to_owned();
    let done = post(
        server,
        owner,
        "/team/me/second-step",
        &format!("secret={secret}&code={}", app_code(&secret, 0)),
    );
    assert_eq!(done.status, 200, "{}", done.text());
    let codes = between(&done.text(), "aria-label=\"Recovery codes\">", "</pre>")
        .lines()
        .map(str::to_owned)
        .collect();
    (secret, codes)
}
