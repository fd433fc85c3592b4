//! Who may read answers: the allowed origins.

use serde_json::{Value, json};

use crate::support::server::Setup;

#[test]
fn only_pages_of_allowed_origins_may_read_answers() {
    let setup = Setup::new().with("BOOKHOOK_ALLOWED_ORIGINS", "https://careers.example.com");
    let server = setup.start();
    let from = |origin: &str, method: &str| {
        server.request(method, "/api/public/profiles", &[("Origin", origin)], b"")
    };
    let preflight = from("https://careers.example.com", "OPTIONS");
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("Access-Control-Allow-Origin"), Some("https://careers.example.com"));
    assert_eq!(preflight.header("Access-Control-Allow-Headers"), Some("Content-Type"));
    assert_eq!(preflight.header("Vary"), Some("Origin"));
    assert_eq!(from("https://evil.example", "OPTIONS").header("Access-Control-Allow-Origin"), None);
    assert_eq!(from("https://evil.example", "POST").header("Access-Control-Allow-Origin"), None);
}

#[test]
fn pages_of_origins_that_fit_a_pattern_may_read_answers() {
    let setup = Setup::new().with("BOOKHOOK_ALLOWED_ORIGINS", "https://*.preview.example.com");
    let server = setup.start();
    let allowed = |origin: &str, path: &str| {
        let answer = server.request("GET", path, &[("Origin", origin)], b"");
        answer.header("Access-Control-Allow-Origin").map(str::to_owned)
    };
    let preview = "https://branch-7.preview.example.com";
    for path in ["/api/public/profiles/x", "/openapi.json"] {
        assert_eq!(allowed(preview, path).as_deref(), Some(preview));
        assert_eq!(allowed("https://a.b.preview.example.com", path), None);
    }
    assert_eq!(allowed(preview, "/readyz"), None);
}

#[test]
fn a_refused_preflight_says_why_in_one_line_of_the_log() {
    let setup = Setup::new()
        .with("BOOKHOOK_ALLOWED_ORIGINS", "https://careers.example.com")
        .with("BOOKHOOK_LOG_FORMAT", "json");
    let server = setup.start();
    let ask = |origin: &str, method: &str, headers: &str| {
        let asked = [
            ("Origin", origin),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", headers),
        ];
        assert_eq!(server.request("OPTIONS", "/api/public/profiles", &asked, b"").status, 204);
    };
    let careers = "https://careers.example.com";
    ask(careers, "POST", "content-type");
    ask("https://other.example.com", "POST", "content-type");
    ask(careers, "PUT", "content-type");
    ask(careers, "POST", "content-type, X-Requested-With");
    ask(careers, "POST", "x-canary,content-type");
    let (_, _, log) = server.stop();
    let lines: Vec<Value> = log
        .iter()
        .filter(|line| line.contains("from another origin"))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let told: Vec<_> = lines.iter().map(|line| (&line["reason"], &line["header"])).collect();
    let (none, header) = (&Value::Null, &json!("header_not_allowed"));
    let expected = [
        (&json!("origin_not_allowed"), none),
        (&json!("method_not_allowed"), none),
        (header, &json!("x-requested-with")),
        (header, &json!("another")),
    ];
    assert_eq!(told, expected);
}
