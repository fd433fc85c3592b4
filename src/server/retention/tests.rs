use std::future::{Pending, pending};

use rocket::tokio;
use tempfile::TempDir;

use super::*;
use crate::calcom::{self, CODEC};
use crate::domain::activity::Action;
use crate::domain::member::{Doer, MemberNumber, Role};
use crate::domain::text::{Email, PersonName};
use crate::store::{Hooks, NewMember, NewSession, OneTimeLink, Rules, SessionKey};

const DAY: time::Duration = time::Duration::days(1);
const RULES: Rules = Rules { codec: CODEC, match_by_email: true };
const NOTE: &str = "a note that no booking needs";

fn now() -> OffsetDateTime {
    instant::parse("2026-06-01T12:00:00Z").expect("an instant")
}

/// Notes for 30 days, activity for 60.
fn kept() -> RetentionSettings {
    let days = |days| NonZeroU32::new(days).expect("a number");
    RetentionSettings { deliveries: Some(days(30)), activity: days(60) }
}

/// A store of a team that keeps notes for 30 days, with a delivery of each of these ages.
async fn retention(ages: &[time::Duration]) -> (TempDir, Retention<Pending<()>>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("bookhook.db"), RULES, Hooks::default()).expect("a store");
    for age in ages {
        deliver(&store, now() - *age, now() - *age).await;
    }
    let retention = Retention::new(store, &kept(), pending());
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

/// A member of the team.
async fn member(store: &Store) -> MemberNumber {
    if let Some(listed) = store.reader().members().expect("readable").first() {
        return listed.member.number;
    }
    let new = NewMember {
        email: Email::parse("dana@team.example.com").expect("an address"),
        name: PersonName::parse("Dana").expect("a name"),
        role: Role::Owner,
        password: Some("none".into()),
        zone: None,
    };
    let session = NewSession { key: SessionKey([0; 32]), browser: "A browser".into() };
    store
        .join(OneTimeLink { nonce: [0; 16], until: now() }, new, Some(session), now())
        .await
        .expect("joined");
    MemberNumber(1)
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
            retention = Retention::new(retention.store, &kept(), pending());
        }
        retention.hour(now() + half * half_day, half).await;
    }
    assert_eq!(notes(&retention), 0);
}

#[tokio::test]
async fn old_activity_is_removed_by_the_time_that_is_known_and_not_by_the_clock() {
    let (_folder, mut retention) = retention(&[time::Duration::ZERO]).await;
    for age in [61, 59] {
        let doer = Doer { member: member(&retention.store).await, at: now() - DAY * age };
        retention.store.note_export(doer).await.expect("recorded");
    }
    let exports = |retention: &Retention<Pending<()>>| {
        let all = retention.store.activity(None, 10).expect("readable").rows;
        all.into_iter().filter(|one| one.action == Action::Exported).count()
    };
    retention.hour(now() + DAY * 1_000, HOUR).await;
    assert_eq!(exports(&retention), 1);
    deliver(&retention.store, now() + DAY * 2, now() + DAY * 2).await;
    retention.wait = 0;
    retention.hour(now() + DAY * 2, HOUR).await;
    assert_eq!(exports(&retention), 0);
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
