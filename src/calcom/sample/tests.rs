use super::*;
use crate::calcom::decode;
use crate::domain::booking::BookingStatus;
use crate::domain::event::{BookingEvent, EventKind, Meaning, Replaced, WhyIgnored};
use crate::domain::instant;
use crate::domain::seat::Seat;
use crate::domain::text::Email;

fn at(text: &str) -> OffsetDateTime {
    instant::parse(text).expect("an instant")
}

fn uid(seed: u8) -> BookingUid {
    BookingUid::parse(&uid_from_random([seed; 16])).expect("a uid")
}

fn sample(trigger: Trigger) -> Sample {
    let mut sample = Sample::new(trigger, uid(1), at("2026-11-02T09:15:27.418Z"), at("2026-11-12T14:00:00Z"));
    sample.profile = Some(ProfileId::from_random([9; 16]));
    sample.reason = "Something came up".into();
    sample
}

fn event(sample: &Sample) -> BookingEvent {
    match decode(&sample.body()).meaning {
        Meaning::Event(event) => *event,
        other => panic!("{:?}: {other:?}", sample.trigger),
    }
}

#[test]
fn every_trigger_reads_back_as_itself() {
    for trigger in Trigger::ALL {
        let decoded = decode(&sample(*trigger).body());
        assert_eq!(decoded.trigger, trigger.name());
        match decoded.meaning {
            Meaning::Event(event) => assert_eq!(event.uid, uid(1), "{trigger:?}"),
            Meaning::Ignored(why) => assert_ne!(why, WhyIgnored::UnknownTrigger, "{trigger:?}"),
            Meaning::Unreadable(why) => panic!("{trigger:?}: {why:?}"),
        }
    }
}

#[test]
fn a_booking_tells_all_that_the_sample_holds() {
    let sample = sample(Trigger::BookingCreated);
    let event = event(&sample);
    assert_eq!((event.kind, event.at), (EventKind::Created, Some(sample.created_at)));
    assert_eq!(event.profile, sample.profile);
    assert_eq!(event.status, Some(BookingStatus::Accepted));
    let details = event.details;
    assert_eq!((details.start, details.end), (Some(sample.start), Some(at("2026-11-12T14:30:00Z"))));
    assert_eq!(details.attendee_name, Some(sample.attendee_name.into()));
    assert_eq!(details.attendee_email, Email::parse(&sample.attendee_email).ok());
    assert_eq!(details.attendee_timezone, Some(sample.attendee_timezone.into()));
    assert_eq!(details.title, Some("Interview between Dana Reyes and Zoë Okafor".into()));
    let link = details.link.expect("a link");
    assert_eq!(link.as_str(), format!("https://app.cal.com/video/{}", uid(1)));
}

#[test]
fn a_request_is_pending_and_names_its_profile() {
    let event = event(&sample(Trigger::BookingRequested));
    assert_eq!(event.status, Some(BookingStatus::Pending));
    assert!(event.profile.is_some() && event.details.link.is_none());
}

#[test]
fn a_rescheduled_booking_names_the_one_before() {
    let mut sample = sample(Trigger::BookingRescheduled);
    sample.previous = Some((uid(2), at("2026-11-11T10:00:00Z")));
    let end = Some(at("2026-11-11T10:30:00Z"));
    let start = Some(at("2026-11-11T10:00:00Z"));
    assert_eq!(event(&sample).replaces, Some(Replaced { uid: uid(2), start, end }));
}

#[test]
fn a_started_meeting_of_a_rescheduled_booking_names_the_one_before() {
    let mut sample = sample(Trigger::MeetingStarted);
    sample.previous = Some((uid(2), at("2026-11-11T10:00:00Z")));
    assert_eq!(event(&sample).replaces, Some(Replaced { uid: uid(2), start: None, end: None }));
}

#[test]
fn a_meeting_starts_and_ends_at_its_own_times() {
    assert_eq!(event(&sample(Trigger::MeetingStarted)).at, Some(at("2026-11-12T14:00:00Z")));
    assert_eq!(event(&sample(Trigger::MeetingEnded)).at, Some(at("2026-11-12T14:30:00Z")));
}

#[test]
fn a_cancelled_booking_tells_why() {
    let event = event(&sample(Trigger::BookingCancelled));
    assert_eq!(event.reason, Some("Something came up".into()));
    assert_eq!((event.seat, event.asks_for_another_time), (None, false));
}

#[test]
fn a_host_may_ask_for_another_time() {
    let mut sample = sample(Trigger::BookingCancelled);
    sample.asks_for_another_time = true;
    let event = event(&sample);
    assert!(event.asks_for_another_time);
    assert_eq!(event.reason, Some("Something came up".into()));
}

#[test]
fn a_seat_is_booked_and_cancelled_alone() {
    let mut booked = sample(Trigger::BookingCreated);
    booked.seat = Some("3be561a9".into());
    assert_eq!(event(&booked).seat, Seat::parse("3be561a9"));
    let left = Sample { trigger: Trigger::BookingCancelled, ..booked };
    assert!(matches!(event(&left).seat, Some(Seat::Of(email)) if email.as_str() == left.attendee_email));
}

#[test]
fn a_no_show_names_who_missed_it() {
    for trigger in [Trigger::BookingNoShowUpdated, Trigger::AfterGuestsNoShow] {
        let marks = event(&sample(trigger)).no_shows;
        assert!(matches!(&marks[..], [(email, true)] if email.as_str() == "sam.okafor@example.com"));
    }
}

#[test]
fn a_uid_has_22_characters_of_cal_coms_alphabet() {
    assert_eq!(uid_from_random([0; 16]), "1".repeat(22));
    assert_eq!(uid_from_random([255; 16]), "xBuEXKpA6iqZQK5Kf2TnkV");
    assert_ne!(uid_from_random([1; 16]), uid_from_random([2; 16]));
}
