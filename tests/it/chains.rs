//! Bookings whose state follows from deliveries about others: chains of reschedules and recurring
//! series, with Cal.com's own bodies and in every order; and what long ones cost.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration as Span, Instant};

use bookhook::calcom;
use bookhook::domain::ids::{BookingUid, ProfileId};
use bookhook::domain::instant;
use bookhook::domain::profile::ProfileStatus;
use bookhook::domain::questions::{Answers, Application};
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{self, Current, Store};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::support::open_store;
use crate::support::server::wire;

fn now() -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant")
}

/// A fresh store, what runs it, and its folder.
struct Stage {
    store: Store,
    runtime: Runtime,
    folder: tempfile::TempDir,
}

/// A database with a chain of ten thousand bookings.
static LONG_CHAIN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let stage = Stage::new();
    deliver_all(&stage, chain(10_000));
    let copy = stage.folder.path().join("copy.db");
    store::backup(&stage.folder.path().join("bookhook.db"), &copy, |_, _| {}).expect("proven");
    fs::read(copy).expect("read")
});

impl Stage {
    fn new() -> Self {
        Self::in_folder(tempfile::tempdir().expect("a folder"))
    }

    /// A store that has the chain of ten thousand.
    fn with_long_chain() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("bookhook.db"), &*LONG_CHAIN).expect("written");
        Self::in_folder(folder)
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let store = open_store(&folder.path().join("bookhook.db"));
        Self { store, runtime: Runtime::new().expect("a runtime"), folder }
    }

    fn deliver(&self, bodies: impl IntoIterator<Item = Vec<u8>>) {
        let kept = bodies.into_iter().map(|body| {
            let decoded = calcom::decode(&body);
            self.store.deliver(body, decoded, now())
        });
        for kept in self.runtime.block_on(join_all(kept)) {
            kept.expect("kept");
        }
    }

    fn apply(&self, id: ProfileId, email: &str) {
        let application = Application {
            name: PersonName::parse("Ana").expect("a name"),
            email: Email::parse(email).expect("an address"),
            answers: Answers::new(),
        };
        self.runtime.block_on(self.store.create_profile(id, application, now())).expect("kept");
    }

    fn current(&self, id: ProfileId) -> Current {
        self.store.current(id).expect("read").expect("a profile")
    }

    /// A profile's status, and when its current booking begins.
    fn shows(&self, id: ProfileId) -> (ProfileStatus, Option<String>) {
        let Current { profile, booking, .. } = self.current(id);
        (profile.status, booking.and_then(|booking| booking.details.start).map(instant::to_seconds))
    }
}

/// What profiles show must be the same in every order of these bodies.
fn in_every_order(bodies: &[Vec<u8>], check: impl Fn(&Stage)) {
    for order in orders(bodies.to_vec()) {
        let stage = Stage::new();
        for body in order {
            stage.deliver([body]);
        }
        check(&stage);
    }
}

fn orders(bodies: Vec<Vec<u8>>) -> Vec<Vec<Vec<u8>>> {
    if bodies.len() < 2 {
        return vec![bodies];
    }
    let first = |n: usize| {
        let mut rest = bodies.clone();
        let first = rest.remove(n);
        orders(rest).into_iter().map(move |rest| [vec![first.clone()], rest].concat())
    };
    (0..bodies.len()).flat_map(first).collect()
}

/// Whom the bodies of the moved request name in their metadata.
fn ana() -> ProfileId {
    ProfileId::parse("7d1f1e6a-52b0-4d0e-9a0c-3f0d2b8c9e11").expect("an id")
}

const REQUESTED: &str = "BOOKING_REQUESTED.cal-diy-62-first";
const CONFIRMED: &str = "BOOKING_CREATED.cal-diy-62-first-confirmed";
const MOVED: &str = "BOOKING_REQUESTED.cal-diy-62-moved";
const REJECTED: &str = "BOOKING_REJECTED.cal-diy-62-moved";

fn wires(names: &[&str]) -> Vec<Vec<u8>> {
    names.iter().map(|name| wire(name)).collect()
}

fn without_metadata(body: &[u8]) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(body).expect("JSON");
    body["payload"]["metadata"] = json!({});
    body.to_string().into_bytes()
}

#[test]
fn a_move_that_names_only_the_first_of_its_chain_replaces_it() {
    in_every_order(&wires(&[REQUESTED, CONFIRMED, MOVED]), |stage| {
        stage.apply(ana(), "other@example.com");
        let pending = (ProfileStatus::InterviewRequested, Some("2027-03-10T13:00:00Z".into()));
        assert_eq!(stage.shows(ana()), pending);
        assert_eq!(stage.current(ana()).booking.expect("a booking").details.link, None, "the old one's link");
    });
}

#[test]
fn a_rejected_move_leaves_no_interview_at_the_old_time() {
    in_every_order(&wires(&[REQUESTED, CONFIRMED, MOVED, REJECTED]), |stage| {
        stage.apply(ana(), "other@example.com");
        let declined = (ProfileStatus::InterviewDeclined, Some("2027-03-10T13:00:00Z".into()));
        assert_eq!(stage.shows(ana()), declined);
    });
}

#[test]
fn a_move_without_metadata_finds_its_chain_too() {
    let bodies = [wire(REQUESTED), without_metadata(&wire(MOVED)), wire(REJECTED)];
    in_every_order(&bodies, |stage| {
        stage.apply(ana(), "other@example.com");
        assert_eq!(stage.shows(ana()).0, ProfileStatus::InterviewDeclined);
    });
}

#[test]
fn a_move_whose_first_booking_never_came_stands_for_itself() {
    in_every_order(&wires(&[MOVED, REJECTED]), |stage| {
        stage.apply(ana(), "other@example.com");
        assert_eq!(stage.shows(ana()).0, ProfileStatus::InterviewDeclined);
        let first = BookingUid::parse("kT9vQm2LxRw4ZcYb7HdNea").expect("a uid");
        assert!(stage.store.bookings(&first).expect("read").is_empty(), "a booking was made up");
    });
}

#[test]
fn the_second_move_replaces_the_first_one_and_not_the_beginning() {
    let moved = |uid: &str, sequence: u8, minute: u8| {
        let mut body: Value = serde_json::from_slice(&wire(MOVED)).expect("JSON");
        body["createdAt"] = json!(format!("2027-02-20T11:{minute:02}:00.000Z"));
        body["payload"]["uid"] = json!(uid);
        body["payload"]["iCalSequence"] = json!(sequence);
        body.to_string().into_bytes()
    };
    let bodies = [wire(REQUESTED), moved("one", 1, 1), moved("two", 2, 2)];
    in_every_order(&bodies, |stage| {
        let replaced_by = |uid: &str| {
            let uid = BookingUid::parse(uid).expect("a uid");
            let booking = stage.store.bookings(&uid).expect("read").remove(0).booking;
            booking.rescheduled_to.map(|uid| uid.to_string())
        };
        assert_eq!(replaced_by("kT9vQm2LxRw4ZcYb7HdNea").as_deref(), Some("one"));
        assert_eq!(replaced_by("one").as_deref(), Some("two"));
        assert_eq!(replaced_by("two"), None);
    });
}

/// Whom the occurrences of the series name in their metadata.
fn of_series() -> ProfileId {
    ProfileId::parse("00000000-0000-4000-8000-000000380000").expect("an id")
}

const SERIES: [&str; 3] =
    ["BOOKING_CREATED.series-1-of-3", "BOOKING_CREATED.series-2-of-3", "BOOKING_CREATED.series-3-of-3"];

#[test]
fn the_end_of_a_series_ends_what_remains_of_it_and_nothing_before() {
    let bodies = [wires(&SERIES), wires(&["BOOKING_CANCELLED.series-all-remaining"])].concat();
    in_every_order(&bodies, |stage| {
        let status = |uid: &str| {
            let uid = BookingUid::parse(uid).expect("a uid");
            let booking = stage.store.bookings(&uid).expect("read").remove(0).booking;
            (booking.status.as_str(), booking.reason)
        };
        assert_eq!(status("s1AaQw3ErTy7UiOp5LkJhg"), ("ACCEPTED", None));
        assert_eq!(status("s2BbZx4CvBn8MqWe6RtYui"), ("CANCELLED", Some("all off".into())));
        assert_eq!(status("s3CcDf5GhJk9LpOi7UyTre"), ("CANCELLED", Some("all off".into())));
    });
}

#[test]
fn of_a_series_a_profile_shows_the_first_occurrence_that_is_still_to_come() {
    let ended = |uid: &str, end: &str| json!({"triggerEvent": "MEETING_ENDED", "uid": uid, "endTime": end, "status": "ACCEPTED"});
    let over = ended("s1AaQw3ErTy7UiOp5LkJhg", "2027-03-08T09:30:00Z").to_string().into_bytes();
    in_every_order(&wires(&SERIES), |stage| {
        stage.apply(of_series(), "other@example.com");
        let first = (ProfileStatus::InterviewScheduled, Some("2027-03-08T09:00:00Z".into()));
        assert_eq!(stage.shows(of_series()), first);
        stage.deliver([over.clone()]);
        let second = (ProfileStatus::InterviewScheduled, Some("2027-03-15T09:00:00Z".into()));
        assert_eq!(stage.shows(of_series()), second);
    });
}

/// A booking of a generated chain.
fn link(n: usize, replaces: Option<usize>, profile: Option<ProfileId>) -> Vec<u8> {
    let at = now() + Duration::seconds(i64::try_from(n).expect("a number"));
    let mut payload = json!({
        "uid": format!("u{n}"),
        "startTime": instant::to_seconds(at + Duration::days(30)),
        "endTime": instant::to_seconds(at + Duration::days(31)),
        "attendees": [{"email": "ana@example.com", "name": "Ana", "timeZone": "Europe/Berlin"}],
    });
    let trigger = if replaces.is_some() { "BOOKING_RESCHEDULED" } else { "BOOKING_CREATED" };
    if let Some(old) = replaces {
        payload["rescheduleUid"] = json!(format!("u{old}"));
    }
    if let Some(profile) = profile {
        payload["metadata"] = json!({"profileId": profile.to_string()});
    }
    let body = json!({"triggerEvent": trigger, "createdAt": instant::to_millis(at), "payload": payload});
    body.to_string().into_bytes()
}

fn chain(length: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..length).map(|n| link(n, n.checked_sub(1), None))
}

fn deliver_all(stage: &Stage, bodies: impl Iterator<Item = Vec<u8>>) {
    for batch in bodies.collect::<Vec<_>>().chunks(400) {
        stage.deliver(batch.to_vec());
    }
}

/// Something about a booking that changes nothing of others.
fn noted(uid: &str, title: &str) -> Vec<u8> {
    let payload = json!({"uid": uid, "title": title, "location": "Room 1"});
    let body = json!({"triggerEvent": "BOOKING_LOCATION_UPDATED", "createdAt": "2026-06-01T00:00:00Z", "payload": payload});
    body.to_string().into_bytes()
}

fn ended(uid: &str) -> Vec<u8> {
    let body = json!({"triggerEvent": "MEETING_ENDED", "uid": uid, "endTime": "2026-03-08T09:30:00Z"});
    body.to_string().into_bytes()
}

/// What the cheapest of some deliveries costs, which a busy machine changes least.
fn cheapest(stage: &Stage, bodies: impl Iterator<Item = Vec<u8>>) -> Span {
    let cost = |body| {
        let begun = Instant::now();
        stage.deliver([body]);
        begun.elapsed()
    };
    bodies.map(cost).min().expect("a delivery")
}

/// The next delivery after `many` others must not cost much more than the next one after few.
fn costs_the_same(few: (&Stage, Vec<Vec<u8>>), many: (&Stage, Vec<Vec<u8>>)) {
    let few = cheapest(few.0, few.1.into_iter());
    let many = cheapest(many.0, many.1.into_iter());
    assert!(many < few * 20, "{many:?} after many, {few:?} after few");
}

#[test]
fn the_next_link_of_a_long_chain_costs_what_one_of_a_short_chain_does() {
    let (short, long) = (Stage::new(), Stage::with_long_chain());
    deliver_all(&short, chain(20));
    let next = |from: usize| (from..from + 10).map(|n| link(n, Some(n - 1), None)).collect();
    costs_the_same((&short, next(20)), (&long, next(10_000)));
    let news = |at: &str| (0..10).map(|n| noted("u0", &format!("{at}{n}"))).collect();
    costs_the_same((&short, news("short")), (&long, news("long")));
}

#[test]
fn the_next_of_many_that_replace_one_booking_costs_what_the_first_does() {
    let (short, long) = (Stage::new(), Stage::new());
    let fork = |from: usize, to: usize| (from..to).map(|n| link(n, Some(0), None));
    deliver_all(&short, fork(1, 10));
    deliver_all(&long, fork(1, 1200));
    costs_the_same((&short, fork(10, 20).collect()), (&long, fork(1200, 1210).collect()));
}

#[test]
fn the_next_booking_of_a_profile_with_many_costs_what_its_first_do() {
    let (short, long) = (Stage::new(), Stage::new());
    let booked = |from: usize, to: usize| (from..to).map(|n| link(n, None, Some(ana())));
    for (stage, many) in [(&short, 10), (&long, 5000)] {
        stage.apply(ana(), "ana@example.com");
        deliver_all(stage, booked(0, many));
    }
    costs_the_same((&short, booked(10, 20).collect()), (&long, booked(5000, 5010).collect()));
}

#[test]
fn an_owner_that_comes_late_reaches_the_end_of_a_chain_of_ten_thousand() {
    let stage = Stage::with_long_chain();
    let late = link(0, None, Some(ana()));
    stage.apply(ana(), "other@example.com");
    stage.deliver([late, ended("u0")]);
    assert_eq!(stage.current(ana()).booking.expect("a booking").uid.as_str(), "u9999");
}
