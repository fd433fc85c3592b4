//! The interview on an applicant's page and in the agenda.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::BookingUid;
use time::{Duration, OffsetDateTime};

use crate::support::server::{Server, Setup};
use crate::support::team::{get, with_owner};

/// Somebody applies, and this happens to the interview, which begins so many minutes from now and takes 30.
fn story(server: &Server, number: i64, minutes: i64, triggers: &[Trigger]) {
    let email = format!("n{number}@example.com");
    server.apply(&format!("Ana {number}"), &email);
    let created = OffsetDateTime::now_utc() - Duration::days(1);
    let start = OffsetDateTime::now_utc() + Duration::minutes(minutes);
    for (step, trigger) in (0..).zip(triggers) {
        let uid = BookingUid::parse(&format!("u{number}")).expect("a uid");
        let mut sample = Sample::new(*trigger, uid, created + Duration::minutes(step), start);
        sample.attendee_email.clone_from(&email);
        sample.attendee_name = format!("Ana {number}");
        assert_eq!(server.deliver(&sample.body()).status, 200);
    }
}

#[test]
fn an_interview_can_be_joined_while_it_stands_and_is_not_over() {
    use Trigger::{
        AfterGuestsNoShow, BookingCancelled, BookingCreated, BookingRejected, BookingRequested, MeetingEnded,
    };
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let stories: [(&str, bool, i64, &[Trigger]); 8] = [
        ("to come", true, 60, &[BookingCreated]),
        ("under way", true, -10, &[BookingCreated]),
        ("requested", false, 60, &[BookingRequested]),
        ("cancelled", false, 60, &[BookingCreated, BookingCancelled]),
        ("declined", false, 60, &[BookingRequested, BookingRejected]),
        ("past", false, -60, &[BookingCreated]),
        ("ended before its time", false, -10, &[BookingCreated, MeetingEnded]),
        ("missed", false, -60, &[BookingCreated, AfterGuestsNoShow]),
    ];
    for (number, (_, _, minutes, triggers)) in (1..).zip(&stories) {
        story(&server, number, *minutes, triggers);
    }
    let agenda = get(&server, &owner, "/team/agenda").text();
    for (number, (what, joins, ..)) in (1..).zip(stories) {
        let page = get(&server, &owner, &format!("/team/applicants/{number}")).text();
        assert!(page.contains("class=\"meeting\""), "{what}: {page}");
        assert_eq!(page.contains("the interview (opens in a new window)"), joins, "{what}: {page}");
        let offered = format!("Join<span class=\"unseen\"> Ana {number} (opens");
        assert_eq!(agenda.contains(&offered), joins, "{what} in the agenda: {agenda}");
    }
}
