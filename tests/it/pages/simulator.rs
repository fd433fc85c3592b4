//! The stand-in for Cal.com.

use crate::support::applicant::{apply, get_as};
use crate::support::server::Setup;

#[test]
fn the_stand_in_is_for_this_computer() {
    let setup = Setup::new();
    let server = setup.start();
    assert_eq!(server.get("/simulator").status, 200);
    for header in [
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "for=127.0.0.1"),
        ("Via", "1.1 proxy"),
    ] {
        for path in ["/simulator", "/booking/x", "/reschedule/x"] {
            let answer = server.request("GET", path, &[header], b"");
            assert_eq!(answer.status, 403, "{path} {header:?}");
        }
    }
    let elsewhere = b"GET /simulator HTTP/1.1\r\nHost: book.example.com\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(elsewhere).status, 403);
}

#[test]
fn with_a_real_calendar_there_is_no_stand_in() {
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/acme/interview");
    let server = setup.start();
    let cookie = apply(&server);
    assert!(
        get_as(&server, &cookie, "/schedule").text().contains("href=\"https://cal.com/acme/interview?name=")
    );
    assert_eq!(server.get("/simulator").status, 404);
}
