//! What holds for every page.

use crate::support::applicant::post;
use crate::support::server::{Answer, Server, Setup};

#[test]
fn pages_may_do_nothing_but_show_our_files() {
    let setup = Setup::new();
    let server = setup.start();
    for path in ["/talent-network", "/schedule", "/nothing"] {
        let answer = server.request("GET", path, &[("Accept", "text/html")], b"");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        for name in answer.text().split("\"/assets/").skip(1).filter_map(|rest| rest.split('"').next()) {
            let file = server.get(&format!("/assets/{name}"));
            assert_eq!(file.status, 200, "{name}");
            assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        }
    }
    assert_eq!(server.get("/assets/app.css").status, 404);
}

#[test]
fn a_file_is_sent_in_gzip_to_browsers_that_take_it() {
    let setup = Setup::new();
    let server = setup.start();
    let page = server.get("/talent-network").text();
    let name = page.split("\"/assets/").nth(1).and_then(|rest| rest.split('"').next()).expect("a file");
    let file =
        |coding: &str| server.request("GET", &format!("/assets/{name}"), &[("Accept-Encoding", coding)], b"");
    let (plain, short) = (file("gzip;q=0, br"), file("br, gzip"));
    assert_eq!((plain.header("content-encoding"), short.header("content-encoding")), (None, Some("gzip")));
    assert_eq!(
        (plain.header("vary"), short.header("vary")),
        (Some("Accept-Encoding"), Some("Accept-Encoding"))
    );
    assert!(short.body.len() * 2 < plain.body.len(), "{} of {}", short.body.len(), plain.body.len());
}

#[test]
fn an_unknown_address_is_a_page_for_people_and_json_for_programs() {
    let setup = Setup::new();
    let server = setup.start();
    let page = server.request("GET", "/nothing", &[("Accept", "text/html")], b"");
    assert!(page.status == 404 && page.text().contains("Page not found"));
    assert_eq!(server.get("/nothing").json()["error"]["code"], "not_found");
    let api = server.request("GET", "/api/nothing", &[("Accept", "text/html")], b"");
    assert_eq!(api.json()["error"]["code"], "not_found");
}

/// The page with the form, as a browser with these headers gets it.
fn form_for(server: &Server, headers: &[(&str, &str)]) -> Answer {
    server.request("GET", "/talent-network", &[&[("Accept", "text/html")], headers].concat(), b"")
}

#[test]
fn a_page_is_in_the_language_that_the_browser_prefers() {
    let setup = Setup::new();
    let server = setup.start();
    let german = form_for(&server, &[("Accept-Language", "de-AT,de;q=0.9,en;q=0.8")]);
    assert!(german.text().contains("<html lang=\"de\" dir=\"ltr\">") && german.text().contains("Ihr Name"));
    assert_eq!(german.header("content-language"), Some("de"));
    assert_eq!(german.header("vary"), Some("Accept-Language, Cookie"));
    let arabic = form_for(&server, &[("Accept-Language", "ar")]);
    assert!(arabic.text().contains("<html lang=\"ar\" dir=\"rtl\">"));
    let other = form_for(&server, &[("Accept-Language", "sv")]);
    assert_eq!(other.header("content-language"), Some("en"));
    let missing = [("Accept", "text/html"), ("Accept-Language", "ja")];
    assert!(server.request("GET", "/nothing", &missing, b"").text().contains("ページが見つかりません"));
}

#[test]
fn a_visitor_s_choice_is_remembered_and_leads_back() {
    let setup = Setup::new();
    let server = setup.start();
    let chosen = post(&server, "/language", &[], "language=pl&to=%2Ftalent-network");
    assert_eq!((chosen.status, chosen.header("location")), (303, Some("/talent-network")));
    let cookie = chosen.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
    let page = form_for(&server, &[("Cookie", cookie), ("Accept-Language", "de")]);
    assert_eq!(page.header("content-language"), Some("pl"));
    let elsewhere = post(&server, "/language", &[], "language=xx&to=%2F%2Fevil.example");
    assert_eq!((elsewhere.header("location"), elsewhere.header("set-cookie")), (Some("/"), None));
}

#[test]
fn a_team_can_have_one_language_and_texts_in_several() {
    let setup = Setup::new()
        .with("BOOKHOOK_LANGUAGE", "de")
        .with("BOOKHOOK_APPLY_TITLE", r#"{en="Work with us",de="Arbeiten Sie mit uns"}"#)
        .with(
            "BOOKHOOK_QUESTIONS",
            r#"[{id="pet",label={en="Cats or dogs?",de="Katzen oder Hunde?"},kind="one_of",options={en=["Cats","Dogs"],de=["Katzen","Hunde"]}}]"#,
        );
    let server = setup.start();
    let page = form_for(&server, &[("Accept-Language", "fr"), ("Cookie", "bookhook_language=it")]);
    for text in ["Arbeiten Sie mit uns", "Katzen oder Hunde?", "value=\"Cats\"> Katzen"] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    assert!(!page.text().contains("action=\"/language\""));
    assert_eq!((page.header("content-language"), page.header("vary")), (Some("de"), None));
}

#[test]
fn an_api_error_is_in_english_for_every_browser() {
    let setup = Setup::new();
    let server = setup.start();
    let headers = [("Content-Type", "application/json"), ("Accept-Language", "de")];
    let refused = server.request("POST", "/api/public/profiles", &headers, br#"{"name":"","email":"x"}"#);
    assert_eq!(refused.json()["error"]["fields"][0]["message"], "Please fill this in.");
}
