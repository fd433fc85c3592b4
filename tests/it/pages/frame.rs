//! What holds for every page.

use crate::support::server::Setup;

#[test]
fn pages_may_do_nothing_but_show_our_files() {
    let setup = Setup::new();
    let server = setup.start();
    for path in ["/talent-network", "/schedule", "/nothing"] {
        let answer = server.request("GET", path, &[("Accept", "text/html")], b"");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
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
fn an_unknown_address_is_a_page_for_people_and_json_for_programs() {
    let setup = Setup::new();
    let server = setup.start();
    let page = server.request("GET", "/nothing", &[("Accept", "text/html")], b"");
    assert!(page.status == 404 && page.text().contains("Page not found"));
    assert_eq!(server.get("/nothing").json()["error"]["code"], "not_found");
    let api = server.request("GET", "/api/nothing", &[("Accept", "text/html")], b"");
    assert_eq!(api.json()["error"]["code"], "not_found");
}
