//! The errors of the API.

use crate::support::api::NOBODY;
use crate::support::server::Setup;

#[test]
fn every_error_has_the_one_envelope() {
    let setup = Setup::new();
    let server = setup.start();
    let json = [("Content-Type", "application/json")];
    let post = |body: &[u8]| server.request("POST", "/api/public/profiles", &json, body).error();
    let cases = [
        (server.get(&format!("/api/public/booking/{NOBODY}")).error(), 404, "profile_not_found"),
        (server.get("/api/public/booking/1").error(), 404, "profile_not_found"),
        (server.get(&format!("/api/public/profiles/{NOBODY}")).error(), 404, "profile_not_found"),
        (server.get("/api/nothing").error(), 404, "not_found"),
        (server.get("/api/public/booking/").error(), 404, "not_found"),
        (server.get("/api/public").error(), 404, "not_found"),
        (server.get("/api/public/nothing/at/all").error(), 404, "not_found"),
        (server.request("PUT", "/api/public/nothing", &[], b"").error(), 404, "not_found"),
        (post(b"{"), 400, "malformed_json"),
        (post(b"[]"), 400, "malformed_json"),
        (post(br#"{"name":"Sam"}"#), 422, "invalid_field"),
        (server.get("/api/public/booking").error(), 404, "not_found"),
        (server.get("/api/public/nothing").error(), 404, "not_found"),
        (post(br#"{"name":"","email":"sam@example.com"}"#), 422, "invalid_field"),
        (post(br#"{"name":"Sam","email":"nobody"}"#), 422, "invalid_field"),
        (post(&vec![b' '; 70_000]), 413, "body_too_large"),
        (
            server.request("POST", "/api/public/profiles", &[("Content-Type", "text/plain")], b"{}").error(),
            415,
            "not_json",
        ),
        (server.request("POST", "/api/public/booking/x", &[], b"").error(), 405, "method_not_allowed"),
    ];
    for ((status, code), expected_status, expected_code) in cases {
        assert_eq!((status, code.as_str()), (expected_status, expected_code));
    }
}
