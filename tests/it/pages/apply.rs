//! The application form.

use crate::support::applicant::{APPLICATION, apply, get_as, post};
use crate::support::server::Setup;

#[test]
fn with_https_no_other_host_of_the_domain_can_set_the_cookie() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-bookhook_profile=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("; Path=/;") && !cookie.contains("Domain"), "{cookie}");
    let cookie = cookie.split(';').next().expect("its value");
    assert_eq!(get_as(&server, cookie, "/talent-network").header("location"), Some("/schedule"));
    let planted = cookie.trim_start_matches("__Host-");
    assert_eq!(get_as(&server, planted, "/talent-network").header("location"), None);
}

#[test]
fn an_application_is_kept_and_its_browser_remembered() {
    let setup = Setup::new();
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"));
    let rows =
        crate::support::dump::rows(&setup.database(), "SELECT name, email, answers FROM talent_profiles");
    let kept =
        r#"{\"experience\":\"1 to 3 years\",\"role\":\"Engineer\",\"skills\":[\"Design\",\"Product\"]}"#;
    assert!(rows[0].contains("sam@example.com") && rows[0].contains(kept), "{rows:?}");
    let cookie = cookie.split(';').next().expect("its value");
    assert_eq!(get_as(&server, cookie, "/talent-network").header("location"), Some("/schedule"));
    assert!(get_as(&server, cookie, "/schedule").text().contains("Pick a time to talk"));
}

#[test]
fn behind_https_the_cookie_is_for_https_only() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://talent.example.com");
    let server = setup.start();
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains("Secure")));
}

#[test]
fn what_is_malformed_is_refused_with_the_form() {
    let setup = Setup::new();
    let server = setup.start();
    for (body, message) in [
        ("name=&email=sam", "Please check 4 answers."),
        (&*format!("{APPLICATION}&answers.links=javascript:alert(1)"), "Enter a web address"),
        (
            &format!("{APPLICATION}&answers.note={}", "x".repeat(5000)),
            "Please use at most 4000 characters. You have 5000.",
        ),
        (&format!("{APPLICATION}&homepage=https://spam.example"), "We didn’t send that"),
    ] {
        let answer = post(&server, "/talent-network", &[], body);
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.text().contains(message), "{message}: {}", answer.text());
        assert_eq!(answer.header("set-cookie"), None);
    }
    assert_eq!(post(&server, "/talent-network", &[], &"x".repeat(65 * 1024)).status, 413);
    assert_eq!(server.request("POST", "/talent-network", &[], b"{}").status, 415);
}

const TOKEN: &str = "&token=5f2d1c1e-1d1b-4c39-9d2e-0a8f7f6b5c4d";

#[test]
fn a_form_that_is_sent_twice_makes_one_profile() {
    let setup = Setup::new();
    let server = setup.start();
    let send = || post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}"));
    let (first, second) = (send(), send());
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("set-cookie"), second.header("set-cookie"));
    let rows = crate::support::dump::rows(&setup.database(), "SELECT count(*) FROM talent_profiles");
    assert_eq!(rows, ["[Integer(1)]"]);
}

#[test]
fn other_answers_in_a_form_that_was_sent_lead_to_what_was_sent() {
    let setup = Setup::new();
    let server = setup.start();
    let first = post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}"));
    let other = post(&server, "/talent-network", &[], &format!("{APPLICATION}{TOKEN}&answers.note=Hello"));
    assert_eq!((other.status, other.header("set-cookie")), (409, first.header("set-cookie")));
    assert!(other.text().contains("href=\"/schedule\""), "{}", other.text());
}

#[test]
fn a_browser_sends_one_application_and_another_one_is_told_nothing_of_it() {
    let setup = Setup::new();
    let server = setup.start();
    let cookie = apply(&server);
    let again = post(&server, "/talent-network", &[("Cookie", &cookie)], APPLICATION);
    assert_eq!(again.status, 409);
    assert!(again.text().contains("already applied"), "{}", again.text());
    let elsewhere = post(&server, "/talent-network", &[], APPLICATION);
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, Some("/schedule")));
}

#[test]
fn a_form_that_cannot_be_stored_keeps_what_was_typed() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "1");
    let server = setup.start();
    post(&server, "/talent-network", &[], APPLICATION);
    let answer = post(&server, "/talent-network", &[], APPLICATION);
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").is_some());
    assert!(answer.text().contains("value=\"Sam Okafor\""), "{}", answer.text());
}

#[test]
fn another_sites_page_cannot_send_a_form() {
    let setup = Setup::new();
    let server = setup.start();
    for header in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
    ] {
        for path in ["/talent-network", "/schedule/complete", "/schedule/leave"] {
            assert_eq!(post(&server, path, &[header], APPLICATION).status, 403, "{path} {header:?}");
        }
    }
    for header in [
        ("Sec-Fetch-Site", "same-origin"),
        ("Origin", "http://localhost"),
        ("Origin", "http://localhost:3001"),
    ] {
        assert_eq!(post(&server, "/talent-network", &[header], APPLICATION).status, 303, "{header:?}");
    }
}

#[test]
fn a_flood_of_applications_is_held_up() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "2");
    let server = setup.start();
    let statuses: Vec<u16> =
        (0..3).map(|_| post(&server, "/talent-network", &[], APPLICATION).status).collect();
    assert_eq!(statuses, [303, 303, 429]);
    assert!(post(&server, "/talent-network", &[], APPLICATION).header("retry-after").is_some());
}
