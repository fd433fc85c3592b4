//! `/api/public/profiles`.

use serde_json::json;

use crate::support::api::NOBODY;
use crate::support::server::{Setup, UID, wire};

#[test]
fn a_new_profile_says_where_to_book() {
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/interview");
    let server = setup.start();
    let answer =
        server.post_json("/api/public/profiles", &json!({"name": "Sam Okafor", "email": "sam@example.com"}));
    let data = &answer.json()["data"];
    let id = data["profileId"].as_str().expect("an id");
    assert_eq!((answer.status, &data["status"]), (201, &json!("APPLIED")));
    let link = format!(
        "https://cal.com/team/interview?name=Sam+Okafor&email=sam%40example.com&metadata%5BprofileId%5D={id}"
    );
    assert_eq!(data["bookingUrl"], json!(link));
    assert_eq!(data["scheduleUrl"], json!(format!("http://localhost:3001/schedule/{id}")));
}

#[test]
fn a_refused_application_says_every_field_that_is_wrong() {
    let setup = Setup::new();
    let server = setup.start();
    let body = json!({"name": "", "email": "nobody", "role": "Engineer", "answers": {"skills": 5}});
    let refused = server.post_json("/api/public/profiles", &body);
    assert_eq!(refused.error(), (422, "invalid_field".to_owned()));
    let error = &refused.json()["error"];
    let fields: Vec<_> =
        error["fields"].as_array().expect("fields").iter().map(|wrong| &wrong["field"]).collect();
    assert_eq!(fields, ["name", "email", "answers.skills", "role"]);
    assert_eq!(error["field"], "name");
    let message = format!("name: {}", error["fields"][0]["message"].as_str().expect("a message"));
    assert_eq!(error["message"], message);
    let other = server.get("/api/nothing").json();
    assert_eq!(other["error"].as_object().expect("an error").len(), 2, "{other}");
}

#[test]
fn a_key_that_is_no_field_is_refused() {
    let setup = Setup::new();
    let server = setup.start();
    let body = json!({"name": "Sam", "email": "sam@example.com", "role": "Engineer"});
    let refused = server.post_json("/api/public/profiles", &body);
    assert_eq!((refused.status, &refused.json()["error"]["field"]), (422, &json!("role")));
}

#[test]
fn only_an_application_whose_interview_stands_can_be_completed_and_once() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam.okafor@example.com");
    let complete = || server.post_json(&format!("/api/public/profiles/{profile}/complete"), &json!({}));
    assert_eq!(complete().error(), (422, "interview_not_scheduled".to_owned()));
    server.deliver(&wire("BOOKING_CREATED"));
    assert_eq!(complete().error(), (422, "booking_not_claimed".to_owned()));
    server.claim(&profile, UID);
    let first = complete();
    assert_eq!(first.status, 200);
    assert_eq!(complete().json(), first.json());
    let unknown = server.post_json(&format!("/api/public/profiles/{NOBODY}/complete"), &json!({}));
    assert_eq!(unknown.error(), (404, "profile_not_found".to_owned()));
}

#[test]
fn one_address_may_make_only_so_many_profiles() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "2");
    let server = setup.start();
    let apply =
        || server.post_json("/api/public/profiles", &json!({"name": "Sam", "email": "sam@example.com"}));
    assert_eq!([apply().status, apply().status], [201, 201]);
    let refused = apply();
    assert_eq!(refused.error(), (429, "too_many_requests".to_owned()));
    let wait: u64 = refused.header("Retry-After").and_then(|wait| wait.parse().ok()).expect("seconds");
    assert!((1..=31).contains(&wait), "{wait}");
}
