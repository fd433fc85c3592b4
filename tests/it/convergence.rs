//! The second promise: the tables are a function of the sets of deliveries, profiles and claims.
//!
//! Each generated history is delivered twice under two prefixes, in two orders and with different
//! repetitions, with the profiles made at different moments in between. Both must end the same; and
//! at the end a replay of the whole inbox must change nothing.

mod histories;

use std::path::Path;

use bookhook::calcom::translate;
use bookhook::domain::ids::{BookingUid, SeatRef};
use bookhook::domain::matching::BookingName;
use bookhook::domain::profile::Application;
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::Store;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;

use self::histories::{Claim, History, Step, email, history, minute, profile_id, uid};
use crate::support::{dump, hooks, open_store};

/// Plays a history in its way number `way`.
async fn play(store: &Store, prefix: &str, history: &History, way: usize) {
    play_steps(store, prefix, &history.first[way]).await;
    for Claim { number, booking, seat } in &history.claims {
        let name = BookingName {
            uid: BookingUid::parse(&uid(prefix, *booking)).expect("a uid"),
            seat: seat.and_then(|seat| SeatRef::parse(&format!("seat-{seat}"))),
        };
        store.claim(profile_id(prefix, *number), name, minute(0)).await.expect("answered");
    }
    play_steps(store, prefix, &history.second[way]).await;
}

async fn play_steps(store: &Store, prefix: &str, steps: &[Step]) {
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
        "SELECT b.uid, b.seat, p.created_at, b.matched_by, b.inherited, b.status, b.title, b.start_time, b.attendee_name,
                b.attendee_email, b.rescheduled_from, b.rescheduled_to, b.asks_for_another_time, b.no_show, b.ended,
                b.first_event_at, b.updated_at, b.cancellation_reason,
                b.named_profile_id IS NULL, b.recurring, b.rank, older.uid, older.seat
           FROM bookings b LEFT JOIN talent_profiles p ON p.number = b.profile
           LEFT JOIN bookings older ON older.id = b.predecessor
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

/// Plays `cases` histories, each in both ways, into one database, and replays that.
fn converge(cases: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bookhook.db");
    let store = open_store(&path);
    let runtime = Runtime::new().expect("a runtime");
    let case = std::cell::Cell::new(0);
    let config = Config { cases, max_shrink_iters: 100, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&history(), |history| {
        case.set(case.get() + 1);
        let (a, b) = (format!("a{:06}", case.get()), format!("b{:06}", case.get()));
        runtime.block_on(async {
            play(&store, &a, &history, 0).await;
            play(&store, &b, &history, 1).await;
        });
        differences(&outcome(&path, &a), &outcome(&path, &b)).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let before = dump::tables(&path);
    drop(store);
    bookhook::store::replay(&path, &hooks(), |_, _| {}).expect("replayed");
    assert!(before.len() > 1000, "only {} rows", before.len());
    assert_eq!(differences(&before, &dump::tables(&path)), Ok(()));
}

/// Some rows that differ, for there are many.
fn differences(one: &[String], other: &[String]) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let differ: Vec<_> = one.iter().zip(other).filter(|(one, other)| one != other).take(3).collect();
    Err(format!("{} rows, {} rows: {differ:#?}", one.len(), other.len()))
}

#[test]
fn any_order_and_repetition_gives_the_same_tables_and_replay_gives_them_again() {
    converge(200);
}

/// About a quarter of an hour: `cargo test --release --test it -- --ignored convergence`.
#[test]
#[ignore = "long: over 100,000 deliveries"]
fn a_hundred_thousand_deliveries_in_any_order_give_the_same_tables() {
    converge(6_000);
}
