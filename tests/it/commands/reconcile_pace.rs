//! How fast a pass asks: in a time that passes only while somebody waits.

use bookhook::calcom::api::{ApiUrl, Refusal};
use bookhook::calcom::links::CalLink;
use bookhook::domain::event_types::EventTypes;
use bookhook::reconcile::{Access, Options, Pass, PassError, Summary};
use bookhook::remote::{ApiError, Client};
use serde_json::json;

use super::reconcile::booking;
use crate::support::cal_api::{CalApi, KEY, LINK, Limit};
use crate::support::open_store;

const COUNT: u64 = 2000;

/// A stand-in whose bookings are of another event type, so that a pass reads them and stores nothing.
fn limited(limit: Limit) -> CalApi {
    let api = CalApi::start();
    let foreign = |n: u64| {
        let mut booking = booking(&format!("b{n}"), i64::try_from(n).expect("few bookings"));
        booking["eventType"] = json!({ "id": 99, "slug": "other" });
        booking
    };
    api.state().bookings = (0..COUNT).map(foreign).collect();
    api.state().limit = Some(limit);
    api
}

fn pass_over(api: &CalApi) -> Result<Summary, PassError> {
    let folder = tempfile::tempdir().expect("a folder");
    let access = Access::to(open_store(&folder.path().join("bookhook.db")));
    let base = ApiUrl::parse(&api.url).expect("an address");
    let link = CalLink::parse(LINK).expect("a link");
    let mut client = Client::new(base, KEY, api.clock());
    let (client, link, scope) = (&mut client, &link, &EventTypes::All);
    Pass { client, link, scope, access: &access, options: Options::default() }.run(|_| {}, |_| {})
}

#[test]
fn a_pass_leaves_half_of_the_limit_to_others_and_only_reads() {
    let api = limited(Limit { whole: 12, ..Limit::default() });
    let summary = pass_over(&api).expect("a pass");
    assert_eq!((summary.read, summary.foreign), (COUNT, COUNT));
    let asked = api.take_asked();
    assert!(asked.iter().all(|asked| asked.method == "GET"), "{asked:?}");
    let limit = api.state().limit.take().expect("the limit");
    assert_eq!((limit.most, limit.refused), (6, 0));
    let minutes = asked.len().div_ceil(6) - 1;
    assert!(minutes > 2, "{minutes}");
    assert_eq!(limit.now.as_secs(), 60 * u64::try_from(minutes).expect("few minutes"), "no longer than that");
}

#[test]
fn a_pass_waits_while_others_use_up_the_limit() {
    let api = limited(Limit { whole: 12, used: 12, ..Limit::default() });
    assert_eq!(pass_over(&api).expect("a pass").read, COUNT);
    assert_eq!(api.state().limit.as_ref().map(|limit| limit.refused), Some(1));
}

#[test]
fn a_pass_that_is_refused_minute_after_minute_gives_up() {
    let api = limited(Limit::default());
    let error = pass_over(&api).expect_err("a refusal");
    let PassError::Api(ApiError::Refused { refusal, .. }) = error else { panic!("{error}") };
    assert_eq!(refusal, Refusal::TooMany);
    assert_eq!(api.take_asked().len(), 4, "one request, and three more");
}
