//! Whose a booking is once somebody has shown that they know it, or a member has said whose it is, in the
//! store.

use std::path::Path;

use Fact::{Booking, Claim, Link, Profile, Undo};
use bookhook::calcom;
use bookhook::domain::event_types::{EventTypes, Slug};
use bookhook::domain::ids::{BookingUid, ProfileId, SeatRef};
use bookhook::domain::instant;
use bookhook::domain::matching::BookingName;
use bookhook::domain::member::{Doer, MemberNumber};
use bookhook::domain::questions::{Answers, Application};
use bookhook::domain::search::Search;
use bookhook::domain::seat::Seat;
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{Claimed, Erasure, Filter, Store, Who};
use rocket::tokio::runtime::Runtime;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::support::{RULES, add_member, dump, open_store};

/// One thing that is known, or comes to be.
#[derive(Clone, Copy)]
enum Fact {
    /// A booking, the one that it replaces, its seat, its attendee, the profile that it names.
    Booking(&'static str, Option<&'static str>, Option<&'static str>, &'static str, Option<u8>),
    /// A profile and its address.
    Profile(u8, &'static str),
    /// A profile, a booking and a seat, in this minute.
    Claim(u8, &'static str, Option<&'static str>, i64, Claimed),
    /// A booking and a seat that a member links to a profile, or to nobody.
    Link(&'static str, Option<&'static str>, Option<u8>),
    /// The number of a link that a member undoes.
    Undo(i64),
}

fn id(n: u8) -> ProfileId {
    ProfileId::from_random([n; 16])
}

fn minute(n: i64) -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant") + Duration::minutes(n)
}

/// The member who makes the links.
const DANA: Doer = Doer { member: MemberNumber(1), at: OffsetDateTime::UNIX_EPOCH };

struct World {
    folder: tempfile::TempDir,
    store: Option<Store>,
    runtime: Runtime,
}

impl World {
    /// A database in which these things became known in this order.
    fn new(facts: &[Fact]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open_store(&folder.path().join("bookhook.db"));
        let runtime = Runtime::new().expect("a runtime");
        add_member(&store, &runtime, DANA.at);
        let world = Self { folder, store: Some(store), runtime };
        for fact in facts {
            world.learn(*fact);
        }
        world
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("bookhook.db")
    }

    fn store(&self) -> &Store {
        self.store.as_ref().expect("open")
    }

    #[track_caller]
    fn learn(&self, fact: Fact) {
        match fact {
            Booking(uid, replaces, seat, attendee, profile) => {
                let body = body(uid, replaces, seat, attendee, profile);
                let decoded = calcom::decode(&body);
                let kept = self.runtime.block_on(self.store().deliver(body, decoded, minute(0)));
                kept.expect("kept");
            }
            Profile(n, email) => {
                let application = Application {
                    name: PersonName::parse("Sam").expect("a name"),
                    email: Email::parse(email).expect("an address"),
                    answers: Answers::new(),
                };
                let made = self.store().create_profile(id(n), application, minute(n.into()));
                self.runtime.block_on(made).expect("kept");
            }
            Claim(n, uid, seat, at, expected) => {
                let name = BookingName {
                    uid: BookingUid::parse(uid).expect("a uid"),
                    seat: seat.and_then(SeatRef::parse),
                };
                let claimed = self.runtime.block_on(self.store().claim(id(n), name, minute(at)));
                assert_eq!(claimed, Ok(expected), "{n} {uid}");
            }
            Link(uid, seat, profile) => {
                let (uid, seat) = (BookingUid::parse(uid).expect("a uid"), seat.and_then(Seat::parse));
                let profile = profile.map(|n| self.number(n));
                let linked = self.runtime.block_on(self.store().link(uid, seat, profile, DANA));
                assert!(linked.expect("stored").is_some());
            }
            Undo(number) => {
                let undone = self.runtime.block_on(self.store().undo_link(number, DANA));
                assert_eq!(undone, Ok(true));
            }
        }
    }

    /// The number of a profile.
    fn number(&self, n: u8) -> i64 {
        let search = Filter::Search(Search::Profile(id(n)));
        self.store().applicants(&search, None, 1).expect("read").rows[0].number
    }

    /// Each row: the booking, its seat, its profile's number, how, and whether it was handed on.
    fn matches(&self) -> Vec<String> {
        matches(&self.path())
    }

    /// What a replay makes of it.
    fn replayed(&mut self) -> Vec<String> {
        let before = dump::tables(&self.path());
        self.store = None;
        bookhook::store::replay(&self.path(), RULES, |_, _| {}).expect("replayed");
        assert_eq!(dump::tables(&self.path()), before, "a replay changed something");
        self.matches()
    }
}

fn body(
    uid: &str,
    replaces: Option<&str>,
    seat: Option<&str>,
    attendee: &str,
    profile: Option<u8>,
) -> Vec<u8> {
    let mut payload = json!({"uid": uid, "attendees": [{"email": attendee, "name": "Guest"}]});
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            payload[key] = value;
        }
    };
    put("rescheduleUid", replaces.map(Value::from));
    put("attendeeSeatId", seat.map(Value::from));
    put("metadata", profile.map(|n| json!({"profileId": id(n).to_string()})));
    let trigger = if replaces.is_some() { "BOOKING_RESCHEDULED" } else { "BOOKING_CREATED" };
    let created = instant::to_millis(minute(100));
    json!({"triggerEvent": trigger, "createdAt": created, "payload": payload}).to_string().into_bytes()
}

fn matches(path: &Path) -> Vec<String> {
    let sql = "SELECT uid || ifnull(nullif('/' || seat, '/'), '') || ' ' ||
                      ifnull(ifnull(substr(profile_id, 1, 2), 'nobody') || ' ' || matched_by
                             || iif(inherited, ' inherited', ''), '-')
                 FROM bookings ORDER BY uid, seat";
    dump::rows(path, sql)
        .iter()
        .map(|row| row.trim_start_matches("[Text(\"").trim_end_matches("\")]").to_owned())
        .collect()
}

/// However the facts become known, the matches are these; and a replay gives them again.
#[track_caller]
fn whose(facts: &[Fact], expected: &[&str]) {
    let mut world = World::new(facts);
    assert_eq!(world.matches(), expected);
    assert_eq!(world.replayed(), expected);
}

#[test]
fn an_address_alone_matches_a_booking_by_email() {
    whose(&[Booking("u", None, None, "x@example.com", None), Profile(1, "x@example.com")], &["u 01 email"]);
}

#[test]
fn a_booking_goes_to_the_one_who_claimed_it_rather_than_to_the_newest_profile_with_the_address() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "x@example.com"));
    let booking = Booking("u", None, None, "x@example.com", None);
    let claim = Claim(1, "u", None, 30, Claimed::Yes);
    whose(&[one, two, booking], &["u 02 email"]);
    whose(&[one, two, booking, claim], &["u 01 claim"]);
    whose(&[booking, one, claim, two], &["u 01 claim"]);
}

#[test]
fn metadata_outranks_a_claim_whenever_it_comes() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "y@example.com"));
    let named = Booking("u", None, None, "x@example.com", Some(1));
    let silent = Booking("u", None, None, "x@example.com", None);
    whose(&[one, two, named, Claim(2, "u", None, 30, Claimed::No)], &["u 01 metadata"]);
    whose(&[one, two, silent, Claim(2, "u", None, 30, Claimed::Yes), named], &["u 01 metadata"]);
}

#[test]
fn a_claim_that_wins_nothing_is_not_kept() {
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "y@example.com"),
        Booking("u", None, None, "x@example.com", None),
        Claim(1, "u", None, 30, Claimed::Yes),
        Claim(2, "u", None, 40, Claimed::No),
        Claim(2, "nothing", None, 40, Claimed::No),
        Claim(3, "u", None, 40, Claimed::UnknownProfile),
    ];
    let world = World::new(&facts);
    assert_eq!(dump::rows(&world.path(), "SELECT profile FROM claims"), ["[Integer(1)]"]);
}

#[test]
fn a_later_claim_with_the_attendees_address_takes_the_booking_back() {
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "y@example.com"),
        Booking("u", None, None, "x@example.com", None),
        Claim(2, "u", None, 30, Claimed::Yes),
        Claim(1, "u", None, 40, Claimed::Yes),
        Claim(2, "u", None, 50, Claimed::No),
    ];
    whose(&facts, &["u 01 claim"]);
}

#[test]
fn claiming_again_changes_nothing() {
    let claim = |at| Claim(1, "u", None, at, Claimed::Yes);
    let world = World::new(&[
        Profile(1, "x@example.com"),
        Booking("u", None, None, "x@example.com", None),
        claim(30),
    ]);
    let before = dump::tables(&world.path());
    world.learn(claim(40));
    assert_eq!(dump::tables(&world.path()), before);
}

#[test]
fn what_a_chain_hands_on_keeps_its_strength() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "y@example.com"));
    let first = |profile| Booking("a", None, None, "x@example.com", profile);
    let second = Booking("b", Some("a"), None, "z@example.com", None);
    whose(&[one, two, first(Some(1)), second], &["a 01 metadata", "b 01 metadata inherited"]);
    whose(
        &[one, two, first(Some(1)), second, Claim(2, "b", None, 30, Claimed::No)],
        &["a 01 metadata", "b 01 metadata inherited"],
    );
    whose(&[one, two, first(None), second], &["a 01 email", "b 01 email inherited"]);
    let claimed = Claim(2, "b", None, 30, Claimed::Yes);
    whose(&[one, two, first(None), second, claimed], &["a 01 email", "b 02 claim"]);
    let older = Claim(2, "a", None, 30, Claimed::Yes);
    whose(&[one, two, first(None), older, second], &["a 02 claim", "b 02 claim inherited"]);
    whose(&[one, two, second, first(None), older], &["a 02 claim", "b 02 claim inherited"]);
}

#[test]
fn metadata_that_a_chain_hands_on_outranks_a_claim_also_when_it_comes_late() {
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "y@example.com"),
        Booking("b", Some("a"), None, "y@example.com", None),
        Claim(2, "b", None, 30, Claimed::Yes),
        Booking("a", None, None, "x@example.com", Some(1)),
    ];
    whose(&facts, &["a 01 metadata", "b 01 metadata inherited"]);
}

#[test]
fn of_a_seated_booking_a_claim_wins_the_seat_that_it_names_or_that_has_the_address() {
    let seats = [
        Booking("u", None, Some("s1"), "x@example.com", None),
        Booking("u", None, Some("s2"), "y@example.com", None),
    ];
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "other@example.com"),
        seats[0],
        seats[1],
        Claim(1, "u", None, 30, Claimed::Yes),
        Claim(2, "u", None, 30, Claimed::No),
        Claim(2, "u", Some("s3"), 30, Claimed::No),
        Claim(2, "u", Some("s2"), 30, Claimed::Yes),
    ];
    whose(&facts, &["u/s1 01 claim", "u/s2 02 claim"]);
}

#[test]
fn a_late_profile_gets_what_its_address_on_an_older_booking_decides() {
    let bookings = [
        Booking("n", None, Some("s1"), "x@example.com", None),
        Booking("n", None, Some("s2"), "y@example.com", None),
        Booking("o", Some("n"), Some("s1"), "z@example.com", None),
        Booking("r", Some("o"), None, "y@example.com", None),
    ];
    let profiles = [Profile(1, "x@example.com"), Profile(2, "z@example.com")];
    let mut late = World::new(&[&bookings[..], &profiles].concat());
    let live = late.matches();
    assert_eq!(late.replayed(), live);
}

#[test]
fn a_profile_keeps_no_more_claims_than_anybody_books() {
    let world = World::new(&[Profile(1, "x@example.com")]);
    for n in 0..65 {
        let uid: &'static str = Box::leak(format!("u{n}").into_boxed_str());
        world.learn(Booking(uid, None, None, "y@example.com", None));
        world.learn(Claim(1, uid, None, 30, if n < 64 { Claimed::Yes } else { Claimed::No }));
    }
}

#[test]
fn once_the_occurrence_that_a_profile_shows_is_of_another_event_type_it_shows_the_next_one() {
    let mut world = World::new(&[Profile(1, "x@example.com")]);
    let ours = EventTypes::Only(vec![Slug::parse("interview").expect("a slug")]);
    let deliver = |world: &World, uid: &str, at: i64, start: &str, slug: Option<&str>| {
        let body = json!({"triggerEvent": "BOOKING_CREATED", "createdAt": instant::to_millis(minute(at)), "payload": {
            "uid": uid, "type": slug, "eventTypeId": 5, "startTime": start, "recurringEvent": {"freq": 2, "count": 3},
            "attendees": [{"email": "x@example.com"}]}});
        let body = body.to_string().into_bytes();
        let judged = ours.judge(calcom::decode(&body), || calcom::event_type(&body));
        world.runtime.block_on(world.store().deliver(body, judged, minute(at))).map(drop).expect("kept");
    };
    let shown = |world: &World| {
        dump::rows(&world.path(), "SELECT b.uid FROM talent_profiles p JOIN bookings b ON b.id = p.booking")
    };
    deliver(&world, "b", 30, "2026-03-02T10:00:00Z", None);
    deliver(&world, "a", 10, "2026-03-01T10:00:00Z", None);
    world.learn(Claim(1, "a", None, 31, Claimed::Yes));
    world.learn(Claim(1, "b", None, 31, Claimed::Yes));
    assert_eq!(shown(&world), ["[Text(\"a\")]"]);
    deliver(&world, "a", 20, "2026-03-01T10:00:00Z", Some("private"));
    let first = shown(&world);
    world.replayed();
    assert_eq!((first, shown(&world)), (vec!["[Text(\"b\")]".to_owned()], vec!["[Text(\"b\")]".to_owned()]));
}

#[test]
fn a_link_by_hand_outranks_all_else_whenever_it_comes() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "y@example.com"));
    let named = Booking("u", None, None, "x@example.com", Some(1));
    let link = Link("u", None, Some(2));
    whose(&[one, two, named, link], &["u 02 hand"]);
    whose(&[one, two, link, named], &["u 02 hand"]);
    whose(&[two, link, named, one], &["u 02 hand"]);
    let silent = Booking("u", None, None, "x@example.com", None);
    whose(&[one, two, silent, Claim(1, "u", None, 30, Claimed::Yes), link], &["u 02 hand"]);
}

#[test]
fn a_link_to_nobody_keeps_a_booking_from_every_application() {
    let facts = [
        Profile(1, "x@example.com"),
        Booking("u", None, None, "x@example.com", Some(1)),
        Link("u", None, None),
        Claim(1, "u", None, 30, Claimed::No),
        Profile(2, "x@example.com"),
    ];
    whose(&facts, &["u nobody hand"]);
}

#[test]
fn the_latest_link_counts_and_one_that_was_undone_does_not() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "y@example.com"));
    let named = Booking("u", None, None, "x@example.com", Some(1));
    let links = [Link("u", None, Some(2)), Link("u", None, None), Link("u", None, Some(1))];
    whose(&[one, two, named, links[0], links[1]], &["u nobody hand"]);
    whose(&[one, two, named, links[0], links[1], links[2]], &["u 01 hand"]);
    whose(&[one, two, named, links[0], links[1], Undo(2)], &["u 02 hand"]);
    whose(&[one, two, named, links[0], links[1], Undo(1)], &["u nobody hand"]);
    whose(&[one, two, named, links[0], links[1], Undo(2), Undo(1)], &["u 01 metadata"]);
}

#[test]
fn saying_the_same_again_makes_no_other_link() {
    let facts = [Profile(1, "x@example.com"), Link("u", None, Some(1)), Link("u", None, Some(1))];
    let world = World::new(&facts);
    assert_eq!(dump::rows(&world.path(), "SELECT id FROM booking_links"), ["[Integer(1)]"]);
}

#[test]
fn the_bookings_that_replace_a_linked_one_follow_it() {
    let (one, two) = (Profile(1, "x@example.com"), Profile(2, "y@example.com"));
    let first = Booking("a", None, None, "x@example.com", None);
    let second = Booking("b", Some("a"), None, "x@example.com", Some(1));
    let third = Booking("c", Some("b"), None, "x@example.com", None);
    let link = Link("a", None, Some(2));
    let all = ["a 02 hand", "b 02 hand inherited", "c 02 hand inherited"];
    whose(&[one, two, first, second, third, link], &all);
    whose(&[one, two, link, third, second, first], &all);
    whose(&[one, two, first, link, second, third], &all);
    let nobody = [one, two, first, second, third, link, Link("b", None, None)];
    whose(&nobody, &["a 02 hand", "b nobody hand", "c nobody hand inherited"]);
    let undone = ["a 01 email", "b 01 metadata", "c 01 metadata inherited"];
    whose(&[one, two, first, second, third, link, Undo(1)], &undone);
}

#[test]
fn of_a_seated_booking_a_link_is_to_the_seat_that_it_names() {
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "other@example.com"),
        Booking("u", None, Some("s1"), "x@example.com", None),
        Booking("u", None, Some("s2"), "y@example.com", None),
        Link("u", Some("s2"), Some(2)),
        Link("u", Some("s3"), None),
        Link("u", None, None),
    ];
    whose(&facts, &["u/s1 01 email", "u/s2 02 hand"]);
}

#[test]
fn a_claim_to_what_was_linked_to_another_is_refused_and_one_to_ones_own_is_not() {
    let facts = [
        Profile(1, "x@example.com"),
        Profile(2, "y@example.com"),
        Booking("u", None, None, "x@example.com", None),
        Link("u", None, Some(2)),
        Claim(1, "u", None, 30, Claimed::No),
        Claim(2, "u", None, 30, Claimed::Yes),
    ];
    whose(&facts, &["u 02 hand"]);
}

#[test]
fn without_an_erased_person_an_older_link_counts_no_more() {
    let mut world = World::new(&[
        Profile(1, "x@example.com"),
        Profile(2, "y@example.com"),
        Booking("u", None, None, "z@example.com", None),
        Booking("v", None, None, "z@example.com", None),
        Link("u", None, Some(1)),
        Link("u", None, Some(2)),
        Link("v", None, Some(2)),
        Link("v", None, Some(1)),
    ]);
    world.store = None;
    let who = Who::Email(Email::parse("y@example.com").expect("an address"));
    let path = world.path();
    let erasure = Erasure::find(&path, &who, RULES).expect("found");
    erasure.run([7; 32], world.folder.path(), |_, _| {}).expect("erased");
    assert_eq!(world.matches(), ["u -", "v 01 hand"]);
    assert_eq!(world.replayed(), ["u -", "v 01 hand"]);
}
