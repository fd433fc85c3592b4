//! The page of the interview.

use crate::support::applicant::{apply, created, get_as, post};
use crate::support::server::Setup;

#[test]
fn the_redirects_personal_data_does_not_stay_in_the_address() {
    let setup = Setup::new();
    let server = setup.start();
    let redirect = "/schedule?bookingConfirmed=true&isSuccessBookingPage=true&email=sam%40example.com&uid=8hT2mQzLr4VnXsKpW6cYbe&attendeeName=Sam";
    let answer = server.get(redirect);
    assert_eq!(answer.status, 303);
    let clean = "/schedule?uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true";
    assert_eq!(answer.header("location"), Some(clean));
    assert_eq!(server.get(clean).status, 200);
    assert_eq!(server.get("/schedule?utm_source=x").header("location"), Some("/schedule"));
}

#[test]
fn an_applicant_completes_once_the_interview_stands_and_can_leave() {
    let setup = Setup::new();
    let server = setup.start();
    let cookie = apply(&server);
    let complete = || post(&server, "/schedule/complete", &[("Cookie", &cookie)], "");
    assert_eq!(complete().header("location"), Some("/schedule"));
    server.deliver(&created(&cookie["bookhook_profile=".len()..]));
    assert_eq!(get_as(&server, &cookie, "/thanks").header("location"), Some("/schedule"));
    assert_eq!(complete().header("location"), Some("/thanks"));
    assert_eq!(get_as(&server, &cookie, "/schedule").header("location"), Some("/thanks"));
    assert!(get_as(&server, &cookie, "/thanks").text().contains("Your application is complete"));
    let left = post(&server, "/schedule/leave", &[("Cookie", &cookie)], "");
    assert!(left.header("set-cookie").is_some_and(|cookie| cookie.starts_with("bookhook_profile=;")));
}

#[test]
fn a_cookie_of_nobody_is_a_strangers() {
    let setup = Setup::new();
    let server = setup.start();
    for cookie in [
        "bookhook_profile=07070707-0707-4707-8707-070707070707",
        "bookhook_profile=../x",
        "bookhook_profile=",
    ] {
        assert!(
            get_as(&server, cookie, "/schedule").text().contains("We can’t find your application"),
            "{cookie}"
        );
        assert_eq!(get_as(&server, cookie, "/").header("location"), Some("/talent-network"));
    }
}
