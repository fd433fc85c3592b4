use std::future::{Pending, pending};

use rocket::tokio;
use tempfile::TempDir;

use super::*;
use crate::calcom::{self, CODEC};
use crate::store::{Hooks, Rules};

const DAY: time::Duration = time::Duration::days(1);
const RULES: Rules = Rules { codec: CODEC, match_by_email: true };
const NOTE: &str = "a note that no booking needs";

fn now() -> OffsetDateTime {
    instant::parse("2026-06-01T12:00:00Z").expect("an instant")
}

/// A store of a team that keeps notes for 30 days, with a delivery of each of these ages.
async fn retention(ages: &[time::Duration]) -> (TempDir, Retention<Pending<()>>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("bookhook.db"), RULES, Hooks::default()).expect("a store");
    for age in ages {
        deliver(&store, now() - *age, now() - *age).await;
    }
    let retention = Retention::new(store, 30, pending());
    (folder, retention)
}

async fn deliver(store: &Store, sent: OffsetDateTime, received: OffsetDateTime) {
    let at = instant::to_millis(sent);
    let body = format!(
        r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"{at}",
            "payload":{{"uid":"{at}","endTime":"{at}","additionalNotes":"{NOTE}"}}}}"#
    );
    let decoded = calcom::decode(body.as_bytes());
    store.deliver(body.into_bytes(), decoded, received).await.expect("kept");
}

/// How many deliveries still have their notes.
fn notes(retention: &Retention<Pending<()>>) -> usize {
    let far = now() + DAY * 100_000;
    let found = retention.store.old_deliveries(0, far).expect("readable");
    found.batches.concat().len()
}

#[tokio::test]
async fn old_deliveries_are_shortened_after_the_first_hour_and_then_once_a_day() {
    let (_folder, mut retention) = retention(&[DAY * 40, DAY * 29, time::Duration::ZERO]).await;
    retention.hour(now(), HOUR).await;
    assert_eq!(notes(&retention), 2);
    for hour in 2..=24 {
        retention.hour(now() + DAY + HOUR * hour, HOUR).await;
        assert_eq!(notes(&retention), 2, "in hour {hour}");
    }
    deliver(&retention.store, now() + DAY * 2, now() + DAY * 2).await;
    retention.hour(now() + DAY * 2, HOUR).await;
    assert_eq!(notes(&retention), 2, "the one of 29 days is old now, and one came");
}

#[tokio::test]
async fn a_clock_that_runs_ahead_shortens_nothing() {
    let (_folder, mut retention) = retention(&[DAY * 20, time::Duration::ZERO]).await;
    for start in 0..100 {
        retention.wait = 0;
        retention.hour(now() + DAY * 1_000 + HOUR * start, HOUR).await;
    }
    // It comes now, and is received in the future.
    deliver(&retention.store, now() + HOUR, now() + DAY * 1_004).await;
    retention.wait = 0;
    retention.hour(now() + DAY * 1_005, HOUR).await;
    assert_eq!(notes(&retention), 3);
    let counted = retention.store.counted_to().expect("readable").expect("counted");
    assert!(counted <= now() + HOUR * 102, "{counted}");
}

#[tokio::test]
async fn a_server_that_nobody_delivers_to_counts_the_hours_that_it_ran_through_all_its_starts() {
    let (_folder, mut retention) = retention(&[time::Duration::ZERO]).await;
    let half = HOUR * 12;
    for half_day in 1..=64 {
        // A start every two days.
        if half_day % 4 == 0 {
            retention = Retention::new(retention.store, 30, pending());
        }
        retention.hour(now() + half * half_day, half).await;
    }
    assert_eq!(notes(&retention), 0);
}

#[tokio::test]
async fn after_a_month_off_the_next_delivery_tells_the_time() {
    let (_folder, mut retention) = retention(&[DAY * 5]).await;
    retention.hour(now() - DAY * 5, HOUR).await;
    let later = now() + DAY * 30;
    retention.wait = 0;
    retention.hour(later, HOUR).await;
    assert_eq!(notes(&retention), 1, "the clock alone may be wrong");
    deliver(&retention.store, later, later).await;
    retention.wait = 0;
    retention.hour(later, HOUR).await;
    assert_eq!(notes(&retention), 1, "the new one");
}

#[tokio::test]
async fn without_a_delivery_that_tells_the_time_nothing_is_shortened() {
    let (_folder, mut retention) = retention(&[]).await;
    let ping = br#"{"triggerEvent":"PING","note":"old"}"#;
    let received = now() - DAY * 400;
    retention.store.deliver(ping.to_vec(), calcom::decode(ping), received).await.expect("kept");
    retention.hour(now(), HOUR).await;
    assert_eq!(notes(&retention), 1);
    assert_eq!(retention.store.counted_to().expect("readable"), None);
}

#[test]
fn a_clock_that_was_ahead_leaves_no_trace_once_it_is_right() {
    let counted = count(Some(now() + DAY * 1_000), Some(now() - DAY), HOUR, now());
    assert_eq!(counted, Some(now()));
}
