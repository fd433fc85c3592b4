//! The second promise: the tables are a function of the sets of deliveries and profiles.
//!
//! Each generated history is delivered twice under two prefixes, in two orders and with different
//! repetitions, with the profiles made at different moments in between. Both must end the same;
//! and at the end a replay of the whole inbox must change nothing.

use std::path::Path;

use bookhook::calcom::translate;
use bookhook::domain::ids::ProfileId;
use bookhook::domain::instant;
use bookhook::domain::profile::Application;
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::support::{dump, hooks, open_store};

/// One thing that happens: a delivery comes, or somebody applies.
#[derive(Clone, Debug)]
enum Step {
    Delivery(Fact),
    Profile { number: u8, who: u8, minute: u16 },
}

/// What one delivery says, without the prefix that its history gets.
#[derive(Clone, Debug)]
struct Fact {
    trigger: &'static str,
    booking: u8,
    replaces: Option<u8>,
    seat: Option<u8>,
    leaves_seat: bool,
    who: u8,
    profile: Option<u8>,
    minute: u16,
}

fn minute(n: u16) -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant") + Duration::minutes(n.into())
}

fn email(prefix: &str, who: u8) -> String {
    format!("w{who}.{prefix}@example.com")
}

fn profile_id(prefix: &str, number: u8) -> ProfileId {
    let mut bytes = [number; 16];
    for (place, byte) in bytes.iter_mut().zip(prefix.bytes()) {
        *place = byte;
    }
    ProfileId::from_random(bytes)
}

impl Fact {
    fn body(&self, prefix: &str) -> Vec<u8> {
        let uid = |booking: u8| format!("{prefix}-{booking}");
        let mut attendee = json!({"email": email(prefix, self.who), "name": format!("Guest {}", self.who)});
        if self.leaves_seat {
            attendee["bookingId"] = json!(7);
        }
        let mut payload = json!({
            "uid": uid(self.booking),
            "title": format!("{} {}", self.trigger, self.minute),
            "startTime": instant::to_seconds(minute(self.minute + 1000)),
            "endTime": instant::to_seconds(minute(self.minute + 1030)),
            "attendees": [attendee],
            "requestReschedule": self.minute.is_multiple_of(3),
        });
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                payload[key] = value;
            }
        };
        set("rescheduleUid", self.replaces.map(|old| json!(uid(old))));
        set(
            "attendeeSeatId",
            self.seat.filter(|_| !self.leaves_seat).map(|seat| json!(format!("seat-{seat}"))),
        );
        set("seatsPerTimeSlot", self.seat.map(|_| json!(10)));
        set("metadata", self.profile.map(|n| json!({"profileId": profile_id(prefix, n).to_string()})));
        if self.trigger == "BOOKING_NO_SHOW_UPDATED" {
            payload = json!({"bookingUid": uid(self.booking),
                             "attendees": [{"email": email(prefix, self.who), "noShow": self.minute.is_multiple_of(2)}]});
        }
        let created = instant::to_millis(minute(self.minute));
        let envelope = json!({"triggerEvent": self.trigger, "createdAt": created, "payload": payload});
        envelope.to_string().into_bytes()
    }
}

fn fact(trigger: &'static str, booking: u8, who: u8) -> Fact {
    Fact { trigger, booking, replaces: None, seat: None, leaves_seat: false, who, profile: None, minute: 0 }
}

/// A chain of three reschedules, with what may come between.
fn chain() -> impl Strategy<Value = Vec<Fact>> {
    let noise = prop::collection::vec((any_trigger(), 0_u8..4, 0_u8..3), 0..5);
    (noise, prop::option::of(0_u8..2), 0_u8..3, any::<bool>()).prop_map(
        |(noise, profile, who, first_seen)| {
            let mut facts = vec![Fact { profile, ..fact("BOOKING_CREATED", 0, who) }];
            for booking in 1..4 {
                facts.push(Fact { replaces: Some(booking - 1), ..fact("BOOKING_RESCHEDULED", booking, who) });
            }
            facts.extend(noise.into_iter().map(|(trigger, booking, who)| fact(trigger, booking, who)));
            facts.into_iter().skip(usize::from(!first_seen)).collect()
        },
    )
}

fn any_trigger() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "BOOKING_REQUESTED",
        "BOOKING_PAYMENT_INITIATED",
        "BOOKING_PAID",
        "BOOKING_CREATED",
        "BOOKING_REJECTED",
        "BOOKING_CANCELLED",
        "BOOKING_NO_SHOW_UPDATED",
        "MEETING_ENDED",
        "PING",
    ])
}

/// A seated booking that people join, leave and move away from.
fn seated() -> impl Strategy<Value = Vec<Fact>> {
    let step = (0_u8..4, 0_u8..3, 0_u8..3, prop::option::of(0_u8..2));
    prop::collection::vec(step, 1..6).prop_map(|steps| {
        let fact = |(what, seat, who, profile): (u8, u8, u8, Option<u8>)| match what {
            0 | 1 => Fact { seat: Some(seat), profile, ..fact("BOOKING_CREATED", 10, who) },
            2 => Fact { seat: Some(seat), leaves_seat: true, ..fact("BOOKING_CANCELLED", 10, who) },
            _ => Fact { seat: Some(seat), replaces: Some(10), ..fact("BOOKING_RESCHEDULED", 11, who) },
        };
        steps.into_iter().map(fact).collect()
    })
}

/// Occurrences of one series: bookings of their own.
fn recurring() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec((20_u8..23, 0_u8..3, prop::option::of(0_u8..2)), 0..4).prop_map(|occurrences| {
        let fact = |(booking, who, profile)| Fact { profile, ..fact("BOOKING_CREATED", booking, who) };
        occurrences.into_iter().map(fact).collect()
    })
}

fn profiles() -> impl Strategy<Value = Vec<Step>> {
    let who = prop::collection::vec(0_u8..3, 0..3);
    who.prop_map(|all| (0..).zip(all).map(|(number, who)| Step::Profile { number, who, minute: 0 }).collect())
}

/// A history whose events happen at different minutes, and two ways in which the news arrive.
fn history() -> impl Strategy<Value = (Vec<Step>, Vec<Step>)> {
    let parts = (chain(), seated(), recurring(), profiles());
    parts
        .prop_map(|(chain, seated, recurring, profiles)| {
            let facts = [chain, seated, recurring].concat().into_iter().map(Step::Delivery);
            facts.chain(profiles).collect::<Vec<_>>()
        })
        .prop_shuffle()
        .prop_map(|mut steps| {
            for (n, step) in (0..).zip(&mut steps) {
                let (Step::Delivery(Fact { minute, .. }) | Step::Profile { minute, .. }) = step;
                *minute = n;
            }
            steps
        })
        .prop_flat_map(|steps| (arrival(steps.clone()), arrival(steps)))
}

fn arrival(steps: Vec<Step>) -> impl Strategy<Value = Vec<Step>> {
    let deliveries: Vec<_> = steps.iter().filter(|step| matches!(step, Step::Delivery(_))).cloned().collect();
    let repeated = prop::collection::vec(prop::sample::select(deliveries), 0..4);
    repeated.prop_flat_map(move |repeated| Just([steps.clone(), repeated].concat()).prop_shuffle())
}

async fn play(store: &Store, prefix: &str, steps: &[Step]) {
    let now = minute(0);
    join_all(steps.iter().map(|step| async move {
        match step {
            Step::Delivery(fact) => {
                let body = fact.body(prefix);
                let reading = translate::read(&body);
                store.deliver(body, reading, now).await.map(drop).expect("kept");
            }
            Step::Profile { number, who, minute: made } => {
                let application = Application {
                    name: PersonName::parse("Sam").expect("a name"),
                    email: Email::parse(&email(prefix, *who)).expect("an address"),
                    answers: "{}".into(),
                };
                let id = profile_id(prefix, *number);
                store.create_profile(id, application, minute(*made)).await.expect("kept");
            }
        }
    }))
    .await;
}

/// What became of a history, without its prefix and without the keys that count arrivals.
fn outcome(path: &Path, prefix: &str) -> Vec<String> {
    let bookings = format!(
        "SELECT b.uid, b.seat, p.created_at, b.matched_by, b.status, b.title, b.start_time, b.attendee_name,
                b.attendee_email, b.rescheduled_from, b.rescheduled_to, b.asks_for_another_time, b.no_show, b.ended,
                b.first_event_at, b.updated_at, b.claimed_profile_id IS NULL
           FROM bookings b LEFT JOIN talent_profiles p ON p.number = b.profile
          WHERE b.uid >= '{prefix}-' AND b.uid < '{prefix}.' ORDER BY b.uid, b.seat"
    );
    let profiles = format!(
        "SELECT p.created_at, p.status, b.uid, b.seat, p.updated_at
           FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
          WHERE p.email LIKE 'w_.{prefix}@example.com' ORDER BY p.created_at"
    );
    let rows = [dump::rows(path, &bookings), dump::rows(path, &profiles)].concat();
    rows.into_iter().map(|row| row.replace(prefix, "")).collect()
}

#[test]
fn any_order_and_repetition_gives_the_same_tables_and_replay_gives_them_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bookhook.db");
    let store = open_store(&path);
    let runtime = Runtime::new().expect("a runtime");
    let case = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let result = runner.run(&history(), |(one, other)| {
        case.set(case.get() + 1);
        let (a, b) = (format!("a{:06}", case.get()), format!("b{:06}", case.get()));
        runtime.block_on(async {
            play(&store, &a, &one).await;
            play(&store, &b, &other).await;
        });
        prop_assert_eq!(outcome(&path, &a), outcome(&path, &b));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let before = dump::tables(&path);
    drop(store);
    bookhook::store::replay(&path, &hooks(), |_, _| {}).expect("replayed");
    let after = dump::tables(&path);
    assert!(before.len() > 1000, "only {} rows", before.len());
    assert!(before == after, "a replay changed {:?}", before.iter().zip(&after).find(|(a, b)| a != b));
}
