//! Debug output, which ends in logs and reports, shows nothing of a person.

use std::fmt::Debug;

use bookhook::calcom;
use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::event::{Meaning, Recorded};
use bookhook::domain::fold::{History, fold};
use bookhook::domain::foreign::ForeignText;
use bookhook::domain::ids::{BookingUid, Digest, ProfileId};
use bookhook::domain::instant;
use bookhook::domain::profile::{Profile, ProfileStatus};
use bookhook::domain::questions::{Answer, Answers, Application, QuestionId};
use bookhook::domain::text::{Email, PersonName, WebUrl};

fn assert_discreet(value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.to_lowercase().contains("canary"), "{text}");
    }
}

fn email() -> Email {
    Email::parse("sam@canary.example").expect("an address")
}

fn sample() -> Sample {
    let at = instant::parse("2026-01-15T14:00:00Z").expect("an instant");
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    Sample {
        attendee_name: "Canary Sam".to_owned(),
        attendee_email: email().as_str().to_owned(),
        host_name: "Canary Dana".to_owned(),
        seat: Some("canary-seat".to_owned()),
        ..Sample::new(Trigger::BookingCancelled, uid, at, at)
    }
}

#[test]
fn texts_of_people_are_hidden() {
    assert_discreet(&ForeignText::from("canary"));
    assert_discreet(&email());
    assert_discreet(&PersonName::parse("Canary Sam").expect("a name"));
    assert_discreet(&WebUrl::parse("https://meet.example/canary").expect("a link"));
    assert_discreet(&Answer::Text("canary".into()));
}

#[test]
fn an_application_and_a_profile_are_hidden() {
    let at = instant::parse("2026-01-15T14:00:00Z").expect("an instant");
    let name = PersonName::parse("Canary Sam").expect("a name");
    let role = QuestionId::parse("role").expect("an id");
    let answers = Answers::from([(role, Answer::Text("canary".into()))]);
    assert_discreet(&Application { name, email: email(), answers });
    let profile = Profile {
        id: ProfileId::from_random([7; 16]),
        name: "Canary Sam".into(),
        email: email(),
        status: ProfileStatus::Applied,
        completed_at: None,
        withdrawn_at: None,
        created_at: at,
        updated_at: at,
    };
    assert_discreet(&profile);
    assert!(format!("{profile:?}").contains("07070707-0707-4707-8707-070707070707"));
}

#[test]
fn what_a_delivery_says_and_its_booking_are_hidden() {
    let sample = sample();
    let body = sample.body();
    assert!(String::from_utf8_lossy(&body).contains("Canary Sam"));
    let decoded = calcom::decode(&body);
    assert_discreet(&decoded);
    let Meaning::Event(event) = decoded.meaning else { panic!("no event") };
    assert_discreet(&event.details);
    assert_discreet(&event.seat);
    let bookings =
        fold(&sample.uid, &History::alone(vec![Recorded { event: *event, digest: Digest::default() }]));
    assert_eq!(bookings[0].details.attendee_name, Some("Canary Sam".into()));
    assert_discreet(&bookings);
}
