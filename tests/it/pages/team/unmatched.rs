//! Bookings that no applicant fits, and whose members say they are.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use time::{Duration, OffsetDateTime};

use crate::support::server::{Answer, Server, Setup};
use crate::support::team::{between, get, post, with_owner};

/// A delivery about a booking of somebody at an address, which begins in three days.
fn sample(trigger: Trigger, uid: &str, name: &str, email: &str) -> Sample {
    let now = OffsetDateTime::now_utc();
    let uid = BookingUid::parse(uid).expect("a uid");
    let mut sample = Sample::new(trigger, uid, now, now + Duration::days(3));
    sample.attendee_name = name.into();
    sample.attendee_email = email.into();
    sample
}

fn book(server: &Server, uid: &str, name: &str, email: &str) {
    assert_eq!(server.deliver(&sample(Trigger::BookingCreated, uid, name, email).body()).status, 200);
}

/// Links a booking to the applicant with a number, or to `nobody`.
fn link(server: &Server, owner: &str, uid: &str, applicant: &str) -> Answer {
    post(server, owner, "/team/bookings/link", &format!("uid={uid}&seat=&applicant={applicant}"))
}

fn unmatched(server: &Server, owner: &str) -> String {
    let answer = get(server, owner, "/team/unmatched");
    assert_eq!(answer.status, 200);
    answer.text()
}

fn status(server: &Server, profile: &str) -> String {
    let answer = server.get(&format!("/api/public/booking/{profile}")).json();
    answer["data"]["status"].as_str().expect("a status").to_owned()
}

#[test]
fn an_unmatched_booking_is_linked_to_an_applicant_who_sees_it_and_the_link_is_undone() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    assert!(unmatched(&server, &owner).contains("Every booking has its applicant."));
    let profile = server.apply("Maximilian Beispiel", "maximilian@example.com");
    book(&server, "u1", "Max Beispiel", "max@example.org");
    let page = unmatched(&server, &owner);
    for words in [
        "the booking names no application, and nobody applied as max@example.org.",
        "href=\"/team/applicants/1\"",
        "Similar name",
        "Another email address",
        "Has no interview yet",
        "Unmatched<b>1<span class=\"unseen\"> bookings</span></b>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let linked = link(&server, &owner, "u1", "1");
    assert_eq!((linked.status, linked.header("location")), (303, Some("/team/unmatched?link=1")));
    let page = get(&server, &owner, "/team/unmatched?link=1").text();
    assert!(page.contains("Linked the booking of <bdi>Max Beispiel</bdi>"), "{page}");
    assert!(
        page.contains("Every booking has its applicant.") && page.contains("/team/links/1/undo"),
        "{page}"
    );
    assert_eq!(status(&server, &profile), "INTERVIEW_SCHEDULED");
    let page = get(&server, &owner, "/team/applicants/1").text();
    assert!(page.contains("Linked by hand") && page.contains("By <bdi>Dana Example</bdi>"), "{page}");
    assert_eq!(post(&server, &owner, "/team/links/1/undo", "").status, 303);
    assert_eq!(status(&server, &profile), "APPLIED");
    assert!(unmatched(&server, &owner).contains("Max Beispiel"));
}

#[test]
fn a_booking_leads_to_its_deliveries_and_they_lead_back() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    book(&server, "u1", "Max Beispiel", "max@example.org");
    let cancelled = sample(Trigger::BookingCancelled, "u1", "Max Beispiel", "max@example.org");
    assert_eq!(server.deliver(&cancelled.body()).status, 200);
    let to_deliveries = "href=\"/team/deliveries/2\">Its deliveries";
    assert!(unmatched(&server, &owner).contains(to_deliveries));
    let delivery = get(&server, &owner, "/team/deliveries/2").text();
    let booking = between(&delivery, "About no applicant: <a href=\"", "\"");
    let page = get(&server, &owner, booking).text();
    assert!(page.contains(to_deliveries) && page.contains("Max Beispiel"), "{page}");
}

#[test]
fn an_applicant_is_searched_for_a_booking() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    server.apply("Zoë Ångström", "zoe@example.com");
    book(&server, "u1", "Somebody", "x@example.org");
    let page = unmatched(&server, &owner);
    assert!(page.contains("Nobody without an interview has a similar name or address."), "{page}");
    let (_, rest) = page.split_once("action=\"/team/bookings/").expect("a search");
    let number = rest.split('"').next().expect("a number");
    let found = get(&server, &owner, &format!("/team/bookings/{number}?q=angs")).text();
    assert!(found.contains("Zoë Ångström") && found.contains("name=\"applicant\" value=\"1\""), "{found}");
    let nobody = get(&server, &owner, &format!("/team/bookings/{number}?q=zzz")).text();
    assert!(nobody.contains("has a word that begins with “<bdi>zzz</bdi>”"), "{nobody}");
    assert_eq!(get(&server, &owner, "/team/bookings/99").status, 404);
}

#[test]
fn what_is_no_applicants_leaves_the_list_and_can_be_put_back() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    book(&server, "u1", "The Newsroom", "press@example.org");
    link(&server, &owner, "u1", "nobody");
    let page = get(&server, &owner, "/team/unmatched?link=1").text();
    assert!(page.contains("is no applicant’s.") && page.contains("Every booking has"), "{page}");
    server.apply("The Newsroom", "press@example.org");
    assert!(get(&server, &owner, "/team/applicants/1").text().contains("No interview yet"));
    let aside = get(&server, &owner, "/team/unmatched/nobodys").text();
    assert!(aside.contains("The Newsroom") && aside.contains("by <bdi>Dana Example</bdi>"), "{aside}");
    post(&server, &owner, "/team/links/1/undo", "");
    assert!(get(&server, &owner, "/team/unmatched/nobodys").text().contains("There are none."));
    assert!(get(&server, &owner, "/team/applicants/1").text().contains("By the email address alone"));
}

#[test]
fn a_booking_that_moved_is_linked_as_a_whole() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let profile = server.apply("Ana Example", "ana@example.com");
    book(&server, "u1", "A. Example", "a@example.org");
    let mut moved = sample(Trigger::BookingRescheduled, "u2", "A. Example", "a@example.org");
    moved.previous = BookingUid::parse("u1").map(|uid| (uid, moved.start));
    moved.created_at += Duration::SECOND;
    assert_eq!(server.deliver(&moved.body()).status, 200);
    let page = unmatched(&server, &owner);
    assert_eq!(page.matches("<article").count(), 1, "of a chain the last is listed");
    assert!(page.contains("name=\"uid\" value=\"u1\""), "the first is linked: {page}");
    link(&server, &owner, "u1", "1");
    assert_eq!(status(&server, &profile), "INTERVIEW_SCHEDULED");
    assert!(unmatched(&server, &owner).contains("Every booking has its applicant."));
}

#[test]
fn why_nobody_fits_is_told() {
    let setup = Setup::new().with("BOOKHOOK_MATCH_BY_EMAIL", "false");
    let (server, owner) = with_owner(&setup);
    server.apply("Ana Example", "ana@example.com");
    book(&server, "u1", "Ana Example", "ana@example.com");
    let mut named = sample(Trigger::BookingCreated, "u2", "Kim", "kim@example.org");
    named.profile = ProfileId::parse("07070707-0707-4707-8707-070707070707");
    server.deliver(&named.body());
    server.deliver(br#"{"triggerEvent":"BOOKING_CREATED","payload":{"uid":"u3"}}"#);
    let page = unmatched(&server, &owner);
    for words in [
        "the booking names no application, and matching by address is turned off (match_by_email).",
        "Same mailbox",
        "Same name",
        "the booking names an application that isn’t here, and matching",
        "the booking names no application, and has no email address.",
        "<bdi>Somebody</bdi>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_link_to_nothing_is_refused() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    book(&server, "u1", "Ana", "ana@example.com");
    assert_eq!(link(&server, &owner, "u1", "7").status, 404, "no such applicant");
    assert_eq!(link(&server, &owner, "u9", "nobody").status, 404, "no such booking");
    assert_eq!(link(&server, &owner, "u1", "").status, 422);
    assert_eq!(link(&server, &owner, "u1", "one").status, 422);
    assert_eq!(link(&server, &owner, "", "nobody").status, 422);
    assert!(unmatched(&server, &owner).contains("Ana"));
    let again = post(&server, &owner, "/team/links/7/undo", "");
    assert_eq!(again.header("location"), Some("/team/unmatched?link=7"));
    assert_eq!(get(&server, &owner, "/team/unmatched?link=7").status, 200);
}

#[test]
fn unmatched_bookings_are_listed_latest_first_each_once_and_names_are_text() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for n in 0..3 {
        server.apply("<img src=x>", &format!("suggested{n}@example.com"));
    }
    for n in 0..16 {
        book(&server, &format!("u{n}"), &format!("<img src=x> {n}\u{202e}"), &format!("x{n}@example.org"));
    }
    let page = unmatched(&server, &owner);
    assert!(page.contains("&#60;img src=x&#62; 15<") && !page.contains("<img") && !page.contains('\u{202e}'));
    let (_, older) = page.split_once("href=\"/team/unmatched?before=").expect("more");
    let before = older.split('"').next().expect("a number");
    let more = get(&server, &owner, &format!("/team/unmatched?before={before}")).text();
    assert_eq!(page.matches("<article").count() + more.matches("<article").count(), 16);
    assert!(page.len() < 60 * 1024, "{}", page.len());
}

#[test]
fn who_was_erased_waits_for_no_applicant() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    book(&server, "u1", "Ana", "ana@example.org");
    server.stop();
    let (code, _, problem) =
        crate::support::server::finish(setup.command(&["erase", "ana@example.org", "--yes"]));
    assert_eq!(code, 0, "{problem}");
    let server = setup.start();
    assert!(unmatched(&server, &owner).contains("Every booking has its applicant."));
}
