//! A run is sixteen entries here, those of eight bookings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use time::Duration;
use tokio::runtime::Builder;

use super::*;
use crate::domain::booking::BookingStatus;
use crate::domain::codec::Codec;
use crate::domain::event::{BookingEvent, Decoded, EventKind, Meaning, Source};
use crate::domain::instant;
use crate::store::plan::plans;
use crate::store::tables::deliveries::Outcome;
use crate::store::tables::{bookings, row};
use crate::store::upkeep::{copy, replay};
use crate::store::{Hooks, Rules, Store, schema};

struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn file() -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bookhook.db");
    File { _folder: folder, path }
}

fn uid(n: u32) -> BookingUid {
    BookingUid::parse(&format!("uid-{n}")).expect("a uid")
}

/// A database without bookings, and its index.
fn empty() -> (File, Connection, BookingIndex) {
    let file = file();
    let db = schema::open(&file.path).expect("a database");
    let index = BookingIndex::open(&db).expect("read");
    (file, db, index)
}

/// Adds a booking in a transaction that ends with this statement.
fn add(db: &Connection, index: &BookingIndex, n: u32, end: &str) -> i64 {
    db.execute_batch("BEGIN").expect("begun");
    let mut additions = Additions::new(index);
    let id = insert(db, &mut additions, n);
    if end == "COMMIT" {
        additions.commit(db, || db.execute_batch(end)).expect("committed");
    } else {
        db.execute_batch(end).expect("ended");
    }
    id
}

fn insert(db: &Connection, additions: &mut Additions<'_>, n: u32) -> i64 {
    let id = additions.add(&uid(n));
    let sql =
        "INSERT INTO bookings (id, uid, start_time, inherited, status, asks_for_another_time, ended, no_show)
               VALUES (?1, ?2, ?3, 0, 'ACCEPTED', 0, 0, 0)";
    db.execute(sql, params![id, uid(n).as_str(), instant::to_seconds(start(n))]).expect("inserted");
    additions.add_start(db, id, start(n)).expect("added");
    id
}

/// A time of its own for each booking, in no order.
fn start(n: u32) -> OffsetDateTime {
    begin() + Duration::minutes(i64::from(n * 37 % 101))
}

fn begin() -> OffsetDateTime {
    instant::parse("2026-11-10T00:00:00Z").expect("an instant")
}

/// The places after one and up to `minutes` after the beginning.
fn starting(db: &Connection, index: &BookingIndex, after: Place, minutes: i64, limit: usize) -> Vec<Place> {
    index.starting(db, after, begin() + Duration::minutes(minutes), limit).expect("read")
}

const FIRST: Place = (0, 0);

fn finds(db: &Connection, index: &BookingIndex, n: u32) -> bool {
    !index.find(db, &uid(n)).expect("read").is_empty()
}

#[test]
fn every_booking_is_found_however_much_is_written_and_after_a_crash_at_any_time() {
    let (_file, db, index) = empty();
    for n in 0..100 {
        add(&db, &index, n, "COMMIT");
        let again = BookingIndex::open(&db).expect("read");
        for known in 0..=n {
            assert!(finds(&db, &index, known) && finds(&db, &again, known), "{known} after {n}");
        }
        assert!(!finds(&db, &index, n + 1));
        let mut all: Vec<_> = (0..=n).map(|n| (start(n).unix_timestamp(), i64::from(n) + 1)).collect();
        all.sort_unstable();
        for index in [&index, &again] {
            assert_eq!(starting(&db, index, FIRST, 101, 200), all, "after {n}");
        }
        assert_eq!(check(&db).expect("read"), None);
    }
    assert!(Progress::load(&db).expect("read").through >= 80);
}

#[test]
fn the_bookings_of_some_days_come_in_order_and_as_many_as_asked_for() {
    let (_file, db, index) = empty();
    for n in 0..50 {
        add(&db, &index, n, "COMMIT");
    }
    let all = starting(&db, &index, FIRST, 101, 200);
    assert_eq!(starting(&db, &index, all[9], 101, 5), all[10..15]);
    let early = starting(&db, &index, FIRST, 30, 200);
    assert!(early.len() > 5 && early == all[..early.len()], "{early:?}");
    assert!(all[early.len()].0 >= begin().unix_timestamp() + 30 * 60);
    assert_eq!(starting(&db, &index, all[9], 0, 5), []);
}

#[test]
fn starts_are_read_by_their_key_in_order() {
    for (_, steps) in plans([STARTING]) {
        assert_eq!(steps, ["SEARCH booking_index USING PRIMARY KEY ((key,booking)>(?,?) AND key<?)"]);
    }
}

/// Changes the start of a row.
fn change(db: &Connection, index: &BookingIndex, id: i64, start: OffsetDateTime) {
    db.execute_batch("BEGIN").expect("begun");
    let sql = "UPDATE bookings SET start_time = ?2 WHERE id = ?1";
    db.execute(sql, params![id, instant::to_seconds(start)]).expect("changed");
    let mut additions = Additions::new(index);
    additions.add_start(db, id, start).expect("added");
    additions.commit(db, || db.execute_batch("COMMIT")).expect("committed");
}

#[test]
fn a_changed_start_is_found_whatever_the_age_of_its_row_and_after_a_crash_at_any_time() {
    let (_file, db, index) = empty();
    let mut starts = BTreeMap::new();
    for n in 0..60 {
        let id = add(&db, &index, n, "COMMIT");
        starts.insert(id, start(n));
        let changed = i64::from(n * 31 % (n + 1)) + 1;
        starts.insert(changed, begin() + Duration::minutes(200 + i64::from(n * 37 % 101)));
        change(&db, &index, changed, starts[&changed]);
        let truth: BTreeSet<_> = starts.iter().map(|(id, start)| (start.unix_timestamp(), *id)).collect();
        for index in [&index, &BookingIndex::open(&db).expect("read")] {
            // Some are where they were, which the rows tell.
            let found = starting(&db, index, FIRST, 400, 200).into_iter().collect::<BTreeSet<_>>();
            assert!(found.is_superset(&truth), "after {n}: {found:?}");
        }
        assert_eq!(check(&db).expect("read"), None, "after {n}");
    }
}

#[test]
fn no_more_than_two_runs_are_left_to_write_however_often_it_starts_again() {
    for lifetime in [1, 3, 5, 7, 1000] {
        let (_file, db, index) = empty();
        for n in 0..200 {
            add(&db, &index, n, "COMMIT");
            if n % lifetime == 0 {
                index.reopen(&db).expect("read");
            }
            let memory = index.0.read();
            assert!(memory.fresh.len() + memory.run.len() < 2 * RUN, "{n} with {lifetime}");
        }
    }
}

#[test]
fn a_transaction_that_adds_more_than_a_run_leaves_nothing_to_write() {
    let (_file, db, index) = empty();
    for n in 0..11 {
        add(&db, &index, n, "COMMIT");
    }
    db.execute_batch("BEGIN").expect("begun");
    let mut additions = Additions::new(&index);
    let last = (100..130).map(|n| insert(&db, &mut additions, n)).last().expect("some");
    additions.commit(&db, || db.execute_batch("COMMIT")).expect("committed");
    assert_eq!(Progress::load(&db).expect("read").through, last);
    assert_eq!(check(&db).expect("read"), None);
    for n in (0..11).chain(100..130) {
        assert!(finds(&db, &index, n), "{n}");
    }
}

#[test]
fn what_is_rolled_back_is_neither_found_nor_in_the_way() {
    let (_file, db, index) = empty();
    for n in 0..100 {
        let given_up = add(&db, &index, 1000 + n, "ROLLBACK");
        assert_eq!(add(&db, &index, n, "COMMIT"), given_up);
    }
    for n in 0..100 {
        assert!(finds(&db, &index, n) && !finds(&db, &index, 1000 + n), "{n}");
    }
}

#[test]
fn a_row_is_taken_for_no_other_booking_s() {
    let (_file, db, index) = empty();
    let id = add(&db, &index, 1, "COMMIT");
    assert!(bookings::of_uid(&db, &uid(2), BTreeSet::from([id])).expect("read").is_empty());
}

#[test]
fn an_id_that_a_removed_row_had_can_be_given_again() {
    let (_file, db, index) = empty();
    for n in 0..100 {
        let id = add(&db, &index, 1000 + n, "COMMIT");
        bookings::remove(&db, id).expect("removed");
        index.reopen(&db).expect("read");
        add(&db, &index, n, "COMMIT");
        let again = BookingIndex::open(&db).expect("read");
        for known in 0..=n {
            assert!(finds(&db, &index, known) && finds(&db, &again, known), "{known} after {n}");
        }
    }
}

#[test]
fn a_booking_that_is_not_where_the_index_should_have_it_is_damage() {
    let (_file, db, index) = empty();
    for n in 0..30 {
        add(&db, &index, n, "COMMIT");
    }
    assert_eq!(copy::problem(&db).expect("read"), None);
    db.execute("UPDATE booking_index SET key = key + 1 WHERE booking = 3", []).expect("damaged");
    assert_eq!(
        copy::problem(&db).expect("read").as_deref(),
        Some("a booking cannot be found by its uid or its start")
    );
}

/// A body is a uid's number and the minute that it is about.
fn read(_: Source, body: &[u8]) -> Decoded {
    let text = String::from_utf8_lossy(body);
    let (number, minute) = text.split_once(' ').expect("two words");
    let mut event = BookingEvent::new(uid(number.parse().expect("a number")), EventKind::Created);
    event.status = Some(BookingStatus::Accepted);
    event.at = instant::parse(&format!("2026-01-15T14:{minute:0>2}:00Z"));
    Decoded { trigger: "BOOKING_CREATED".into(), meaning: Meaning::Event(Box::new(event)) }
}

const RULES: Rules = Rules {
    codec: Codec { decode: read, encode: |_| Vec::new(), mentions: |_, _| false },
    match_by_email: true,
};

fn deliver(store: &Store, body: &str) -> Outcome {
    let at = instant::parse("2026-01-15T14:00:00Z").expect("an instant");
    let body = body.as_bytes().to_vec();
    let decoded = read(Source::Webhook, &body);
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(store.deliver(body, decoded, at)).expect("kept").outcome
}

fn count(path: &Path, sql: &str) -> i64 {
    schema::open(path).expect("a database").query_row(sql, [], row::only).expect("a count")
}

#[test]
fn a_booking_is_known_again_at_any_age_across_restarts_and_a_replay() {
    let file = file();
    for round in 0..3 {
        let store = Store::open(&file.path, RULES, Hooks::default()).expect("a store");
        for n in 0..20 {
            assert_eq!(deliver(&store, &format!("{} {}", round * 20 + n, n)), Outcome::Applied);
        }
        for n in 0..round * 20 + 20 {
            assert_eq!(deliver(&store, &format!("{n} {}", n % 20)), Outcome::Duplicate, "{n} in {round}");
            assert_eq!(deliver(&store, &format!("{n} {}", 20 + round)), Outcome::Applied);
            assert_eq!(store.bookings(&uid(n)).expect("read").len(), 1);
        }
        drop(store);
        replay::run(&schema::open(&file.path).expect("a database"), RULES, |_, _| {}).expect("replayed");
    }
    assert_eq!(count(&file.path, "SELECT count(*) FROM bookings"), 60);
    assert_eq!(count(&file.path, "SELECT count(DISTINCT uid) FROM bookings"), 60);
    assert_eq!(count(&file.path, "SELECT count(*) FROM deliveries"), 60 + 20 + 40 + 60);
}
