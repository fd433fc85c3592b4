//! An applicant with the form, without a browser.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use time::OffsetDateTime;

use crate::support::server::{Answer, Server};

pub(crate) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

pub(crate) const APPLICATION: &str = "name=Sam+Okafor&email=sam%40example.com&answers.role=Engineer&answers.experience=1+to+3+years&answers.skills=Design&answers.skills=Product";

pub(crate) fn post(server: &Server, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    server.request("POST", path, &[&[FORM], headers].concat(), body.as_bytes())
}

/// Fills in the form; returns the cookie.
pub(crate) fn apply(server: &Server) -> String {
    let answer = post(server, "/talent-network", &[], APPLICATION);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/schedule")));
    let cookie = answer.header("set-cookie").expect("a cookie");
    cookie.split(';').next().expect("its value").to_owned()
}

/// A delivery about a booking of the profile.
pub(crate) fn created(profile: &str) -> Vec<u8> {
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    let now = OffsetDateTime::now_utc();
    let mut sample = Sample::new(Trigger::BookingCreated, uid, now, now + time::Duration::days(30));
    sample.profile = ProfileId::parse(profile);
    sample.body()
}

pub(crate) fn get_as(server: &Server, cookie: &str, path: &str) -> Answer {
    server.request("GET", path, &[("Cookie", cookie), ("Accept", "text/html")], b"")
}
