//! The second promise: the tables are a function of the sets of deliveries, profiles, claims and links.
//!
//! Each generated history is delivered twice under two prefixes, in two orders and with different
//! repetitions, with the profiles and links made at different moments in between. Both must end the same;
//! and at the end a replay of the whole inbox must change nothing.

mod histories;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bookhook::calcom::{self, statement};
use bookhook::domain::event_types::{EventTypes, Slug};
use bookhook::domain::ids::{BookingUid, SeatRef};
use bookhook::domain::matching::BookingName;
use bookhook::domain::member::{Doer, MemberNumber};
use bookhook::domain::questions::{Answers, Application};
use bookhook::domain::search::Search;
use bookhook::domain::seat::Seat;
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{self, Erasure, Filter, OpenError, Statement, Store, Who};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use rocket::tokio::task::spawn_blocking;
use serde_json::Value;
use sha2::{Digest, Sha256};

use self::histories::{Claim, History, LISTED, Step, email, history, minute, profile_id, uid};
use crate::support::patience::eventually;
use crate::support::{RULES, add_member, dump, open_store};

/// Plays a history in its way number `way`.
async fn play(store: &Store, prefix: &str, history: &History, way: usize) {
    let mut links = BTreeMap::new();
    play_steps(store, prefix, &history.first[way], &mut links).await;
    for Claim { number, booking, seat } in &history.claims {
        let name = BookingName {
            uid: BookingUid::parse(&uid(prefix, *booking)).expect("a uid"),
            seat: seat.and_then(|seat| SeatRef::parse(&format!("seat-{seat}"))),
        };
        store.claim(profile_id(prefix, *number), name, minute(0)).await.expect("answered");
    }
    play_steps(store, prefix, &history.second[way], &mut links).await;
}

/// The event types whose bookings belong here.
fn scope() -> EventTypes {
    EventTypes::Only(vec![Slug::parse(LISTED).expect("a slug")])
}

/// Plays the steps. `links` holds the numbers of the links so far.
async fn play_steps(store: &Store, prefix: &str, steps: &[Step], links: &mut BTreeMap<usize, i64>) {
    for part in steps.chunk_by(|one, next| !is_by_hand(one) && !is_by_hand(next)) {
        match part {
            [step] if is_by_hand(step) => link(store, prefix, step, links).await,
            part => play_together(store, prefix, part).await,
        }
    }
}

fn is_by_hand(step: &Step) -> bool {
    matches!(step, Step::Link { .. } | Step::Undo { .. })
}

async fn link(store: &Store, prefix: &str, step: &Step, links: &mut BTreeMap<usize, i64>) {
    let by = Doer { member: MemberNumber(1), at: minute(0) };
    match step {
        Step::Link { number, booking, seat, profile } => {
            let profile = profile.map(|number| number_of(store, prefix, number));
            if profile.is_some_and(|profile| profile.is_none()) {
                return;
            }
            let seat = seat.and_then(|seat| Seat::parse(&format!("seat-{seat}")));
            let uid = BookingUid::parse(&uid(prefix, *booking)).expect("a uid");
            let linked = store.link(uid, seat, profile.flatten(), by).await.expect("stored");
            links.insert(*number, linked.expect("a link"));
        }
        Step::Undo { link, .. } => {
            if let Some(number) = links.get(link) {
                store.undo_link(*number, by).await.map(drop).expect("stored");
            }
        }
        Step::Delivery(_) | Step::Profile { .. } => {}
    }
}

/// The number of a profile, if it was made.
fn number_of(store: &Store, prefix: &str, number: u8) -> Option<i64> {
    let search = Filter::Search(Search::Profile(profile_id(prefix, number)));
    let found = store.applicants(&search, None, 1).expect("read");
    found.rows.first().map(|applicant| applicant.number)
}

async fn play_together(store: &Store, prefix: &str, steps: &[Step]) {
    let now = minute(0);
    join_all(steps.iter().map(|step| async move {
        match step {
            Step::Delivery(fact) if fact.is_stated() => {
                let bodies = fact.statements(prefix).into_iter().map(|event| statement::encode(&event));
                let statements = bodies.map(|body| Statement { decoded: statement::decode(&body), body });
                let statements = statements.collect();
                let store = store.clone();
                let stated = spawn_blocking(move || store.state(statements, now)).await;
                stated.expect("it ran").map(drop).expect("stored");
            }
            Step::Delivery(fact) => {
                let body = fact.body(prefix);
                let judged = scope().judge(calcom::decode(&body), || calcom::event_type(&body));
                store.deliver(body, judged, now).await.map(drop).expect("kept");
            }
            Step::Profile { number, who, minute: made } => {
                let application = Application {
                    name: PersonName::parse("Sam").expect("a name"),
                    email: Email::parse(&email(prefix, *who)).expect("an address"),
                    answers: Answers::new(),
                };
                let id = profile_id(prefix, *number);
                store.create_profile(id, application, minute(*made)).await.expect("kept");
            }
            Step::Link { .. } | Step::Undo { .. } => {}
        }
    }))
    .await;
}

/// A store with a member, who makes the links.
fn with_member(path: &Path, runtime: &Runtime) -> Store {
    let store = open_store(path);
    add_member(&store, runtime, minute(0));
    store
}

/// What became of a history, without its prefix and without the keys that count arrivals.
fn outcome(path: &Path, prefix: &str) -> Vec<String> {
    let of_uid = format!("b.uid >= '{prefix}-' AND b.uid < '{prefix}.'");
    let of_email = format!("p.email LIKE 'w_.{prefix}@example.com'");
    content(path, &of_uid, &of_email).into_iter().map(|row| row.replace(prefix, "")).collect()
}

/// What the tables hold of some bookings and profiles, without the keys that count arrivals.
fn content(path: &Path, of_uid: &str, of_email: &str) -> Vec<String> {
    let bookings = format!(
        "SELECT b.uid, b.seat, p.created_at, b.matched_by, b.inherited, b.status, b.title, b.start_time, b.attendee_name,
                b.attendee_email, b.rescheduled_from, b.rescheduled_to, b.asks_for_another_time, b.no_show, b.ended,
                b.first_event_at, b.updated_at, b.cancellation_reason,
                b.named_profile_id IS NULL, b.recurring, b.rank, b.other_type, b.event_type, older.uid, older.seat
           FROM bookings b LEFT JOIN talent_profiles p ON p.number = b.profile
           LEFT JOIN bookings older ON older.id = b.predecessor
          WHERE {of_uid} ORDER BY b.uid, b.seat"
    );
    let profiles = format!(
        "SELECT p.created_at, p.status, b.uid, b.seat, p.updated_at
           FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
          WHERE {of_email} ORDER BY p.email, p.created_at"
    );
    let deliveries = format!(
        "SELECT b.uid, d.trigger, d.outcome, d.reason, d.digest IS NULL, length(d.body)
           FROM deliveries d JOIN bookings b ON b.id = d.booking
          WHERE {of_uid} ORDER BY 1, 2, 3, 4, 5, 6"
    );
    [bookings, profiles, deliveries].map(|sql| dump::rows(path, &sql)).concat()
}

/// What the tables hold. Rows that a replay makes anew may have other numbers, since a delivery that was taken for
/// one of ours at first may have made some.
fn everything(path: &Path) -> Vec<String> {
    content(path, "1", "1")
}

/// Plays `cases` histories, each in both ways, into one database, and replays that.
fn converge(cases: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bookhook.db");
    let runtime = Runtime::new().expect("a runtime");
    let store = with_member(&path, &runtime);
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
    let before = everything(&path);
    drop(store);
    store::replay(&path, RULES, |_, _| {}).expect("replayed");
    assert!(before.len() > 1000, "only {} rows", before.len());
    let by_hand = dump::rows(&path, "SELECT id FROM bookings WHERE matched_by = 'hand'");
    assert!(by_hand.len() > 30, "only {} rows by hand", by_hand.len());
    assert_eq!(differences(&before, &everything(&path)), Ok(()));
}

/// Some rows that differ, for there are many.
fn differences(one: &[String], other: &[String]) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let differ: Vec<_> = one.iter().zip(other).filter(|(one, other)| one != other).take(3).collect();
    Err(format!("{} rows, {} rows: {differ:#?}", one.len(), other.len()))
}

/// How many histories the databases hold that are changed as a whole.
const SOME: u32 = 15;

/// The same histories in two databases, each played in another way.
struct Twins {
    folder: tempfile::TempDir,
    paths: [PathBuf; 2],
}

impl Twins {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = ["one.db", "other.db"].map(|name| folder.path().join(name));
        let runtime = Runtime::new().expect("a runtime");
        let mut runner = TestRunner::deterministic();
        let stores = paths.each_ref().map(|path| with_member(path, &runtime));
        for n in 0..SOME {
            let history = history().new_tree(&mut runner).expect("a history").current();
            for (way, store) in stores.iter().enumerate() {
                runtime.block_on(play(store, &prefix(n), &history, way));
            }
        }
        Self { folder, paths }
    }

    /// Both databases say the same, and so does a replay of each.
    fn agree(&self) {
        let [one, other] = self.paths.each_ref().map(|path| outcomes(path));
        assert!(one.len() > 100, "only {} rows", one.len());
        assert_eq!(differences(&one, &other), Ok(()));
        for path in &self.paths {
            let before = everything(path);
            when_free(|| store::replay(path, RULES, |_, _| {}));
            assert_eq!(differences(&before, &everything(path)), Ok(()));
        }
    }
}

/// A server that another test starts has this process's locks until it runs.
fn when_free<T>(mut open: impl FnMut() -> Result<T, OpenError>) -> T {
    eventually("nobody has it open", || match open() {
        Err(OpenError::InUse { .. }) => None,
        opened => Some(opened.expect("opened")),
    })
}

/// What became of all histories.
fn outcomes(path: &Path) -> Vec<String> {
    (0..SOME).flat_map(|n| outcome(path, &prefix(n))).collect()
}

fn prefix(n: u32) -> String {
    format!("p{n:06}")
}

fn export(path: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let export = store::Export::open(path, |_, _| {}).expect("an export");
    export.json_lines(&mut lines, |_, _| {}).expect("written");
    String::from_utf8(lines).expect("text").lines().map(str::to_owned).collect()
}

/// The export with its deliveries the other way round.
fn reversed(lines: &[String]) -> String {
    let mut lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let is_delivery = |line: &Value| line["kind"] == "delivery";
    let first = lines.iter().position(is_delivery).expect("a delivery");
    let end = first + lines.iter().filter(|line| is_delivery(line)).count();
    let ids: Vec<Value> = lines[first..end].iter().map(|line| line["id"].clone()).collect();
    lines[first..end].reverse();
    for (line, id) in lines[first..end].iter_mut().zip(ids) {
        line["id"] = id;
    }
    let mut last = lines.pop().expect("an end");
    let text: String = lines.iter().flat_map(|line| [line.to_string(), "\n".to_owned()]).collect();
    last["sha256"] = hex::encode(Sha256::digest(&text)).into();
    format!("{text}{last}\n")
}

#[test]
fn an_export_gives_the_same_tables_in_whatever_order_it_is_imported() {
    let mut twins = Twins::new();
    for path in &mut twins.paths {
        let before = outcomes(path);
        let lines = reversed(&export(path));
        path.set_extension("imported.db");
        store::import(path, lines.as_bytes(), RULES, |_| {}).expect("imported");
        assert_eq!(differences(&before, &outcomes(path)), Ok(()));
    }
    twins.agree();
}

#[test]
fn a_restored_backup_gives_the_same_tables() {
    let twins = Twins::new();
    for path in &twins.paths {
        let copy = twins.folder.path().join("copy.db");
        store::backup(path, &copy, |_, _| {}).expect("proven");
        store::restore(&copy, path, minute(0), |_, _| {}).expect("restored");
        std::fs::remove_file(&copy).expect("removed");
    }
    twins.agree();
}

#[test]
fn without_one_person_the_tables_are_the_same_in_any_order() {
    let twins = Twins::new();
    for path in &twins.paths {
        for n in 0..3 {
            let who = Who::Email(Email::parse(&email(&prefix(n), 0)).expect("an address"));
            let erasure = when_free(|| Erasure::find(path, &who, RULES));
            erasure.run([7; 32], twins.folder.path(), |_, _| {}).expect("erased");
        }
        assert!(!export(path).concat().contains("w0.p000000"), "somebody is still there");
    }
    twins.agree();
}

#[test]
fn what_retention_leaves_gives_the_same_tables() {
    let twins = Twins::new();
    let runtime = Runtime::new().expect("a runtime");
    for path in &twins.paths {
        let store = open_store(path);
        let before = dump::rows(path, "SELECT * FROM bookings ORDER BY id");
        let late = minute(u16::MAX);
        let mut after = Some(0);
        let mut shortened = 0;
        while let Some(from) = after {
            let found = store.old_deliveries(from, late).expect("looked");
            for batch in found.batches {
                shortened += batch.len();
                runtime.block_on(store.shorten(batch)).expect("shortened");
            }
            after = found.next;
        }
        assert!(shortened > 50, "only {shortened}");
        assert_eq!(differences(&before, &dump::rows(path, "SELECT * FROM bookings ORDER BY id")), Ok(()));
    }
    twins.agree();
}

#[test]
fn any_order_and_repetition_gives_the_same_tables_and_replay_gives_them_again() {
    converge(40);
}

/// About a quarter of an hour: `cargo test --release --test it -- --ignored convergence`.
#[test]
#[ignore = "long: over 100,000 deliveries"]
fn a_hundred_thousand_deliveries_in_any_order_give_the_same_tables() {
    converge(6_000);
}
