mod any_order;

use time::OffsetDateTime;

use super::*;
use crate::domain::event::Replaced;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{Digest, ProfileId};
use crate::domain::instant;
use crate::domain::text::WebUrl;

fn uid(text: &str) -> BookingUid {
    BookingUid::parse(text).expect("a uid")
}

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn minute(n: u8) -> OffsetDateTime {
    instant::parse(&format!("2026-11-12T14:{n:02}:00Z")).expect("an instant")
}

/// An event of the booking `a` at a minute, saying a status.
fn event(kind: EventKind, at: u8, status: Option<BookingStatus>) -> BookingEvent {
    BookingEvent { at: Some(minute(at)), status, ..BookingEvent::new(uid("a"), kind) }
}

fn created(at: u8) -> BookingEvent {
    event(EventKind::Created, at, Some(BookingStatus::Accepted))
}

fn cancelled(at: u8) -> BookingEvent {
    event(EventKind::Cancelled, at, Some(BookingStatus::Cancelled))
}

fn record(events: impl IntoIterator<Item = BookingEvent>) -> Vec<Recorded> {
    let digest = |n: usize| Digest([u8::try_from(n).expect("few events"); 32]);
    events.into_iter().enumerate().map(|(n, event)| Recorded { event, digest: digest(n) }).collect()
}

/// Folds the booking's own events and the last replacement of each seat.
fn fold_of(uid: &BookingUid, own: Vec<Recorded>, others: &[Recorded]) -> Vec<Booking> {
    let mut others: Vec<_> = others.to_vec();
    others.sort_by_key(Recorded::order);
    let replaces = |known: &&Recorded| {
        known.event.uid != *uid && known.event.replaces.as_ref().is_some_and(|old| old.uid == *uid)
    };
    let seat = |known: &Recorded| known.event.seat.clone();
    let last: BTreeMap<_, _> =
        others.iter().filter(replaces).map(|known| (seat(known), known.clone())).collect();
    fold(uid, &History { own: own.into(), replaced_by: last.into_values().collect(), ..History::default() })
}

/// The one booking that the events add up to.
fn state(events: impl IntoIterator<Item = BookingEvent>) -> Booking {
    let mut bookings = fold_of(&uid("a"), record(events), &[]);
    assert_eq!(bookings.len(), 1);
    bookings.remove(0)
}

fn at_seat(seat: &str, who: &str, mut event: BookingEvent) -> BookingEvent {
    event.seat = Seat::parse(seat);
    event.details.attendee_email = Some(email(who));
    event
}

fn seat_cancelled(who: &str, at: u8) -> BookingEvent {
    BookingEvent { seat: Some(Seat::Of(email(who))), ..cancelled(at) }
}

fn seats(bookings: &[Booking]) -> Vec<(&str, BookingStatus)> {
    bookings.iter().map(|booking| (booking.seat.as_ref().map_or("", Seat::as_str), booking.status)).collect()
}

fn replacing(old: &str, new: &str, at: u8) -> BookingEvent {
    let replaces = Some(Replaced { uid: uid(old), start: Some(minute(50)), end: Some(minute(55)) });
    let status = Some(BookingStatus::Accepted);
    BookingEvent {
        at: Some(minute(at)),
        status,
        replaces,
        ..BookingEvent::new(uid(new), EventKind::Rescheduled)
    }
}

#[test]
fn nothing_is_known_of_a_booking_without_events() {
    assert_eq!(fold_of(&uid("a"), Vec::new(), &record([replacing("b", "c", 1)])), []);
}

#[test]
fn the_last_event_decides_the_status_in_whatever_order_they_came() {
    assert_eq!(state([cancelled(2), created(1)]).status, BookingStatus::Cancelled);
    assert_eq!(state([created(3), cancelled(2)]).status, BookingStatus::Accepted);
}

#[test]
fn of_two_events_of_one_time_the_rank_decides() {
    assert_eq!(state([cancelled(1), created(1)]).status, BookingStatus::Cancelled);
    let requested = event(EventKind::Requested, 1, Some(BookingStatus::Pending));
    assert_eq!(state([created(1), requested]).status, BookingStatus::Accepted);
}

#[test]
fn an_event_without_a_time_comes_before_those_with_one() {
    let mut timeless = cancelled(0);
    timeless.at = None;
    assert_eq!(state([timeless, created(1)]).status, BookingStatus::Accepted);
}

#[test]
fn what_a_later_event_does_not_know_stays() {
    let mut first = created(1);
    first.details.link = WebUrl::parse("https://meet.example.com/x").ok();
    first.profile = Some(ProfileId::from_random([1; 16]));
    let booking = state([cancelled(2), first]);
    assert!(booking.details.link.is_some());
    assert!(booking.profile.is_some());
}

#[test]
fn a_new_place_takes_the_old_link_away() {
    let mut first = created(1);
    first.details.link = WebUrl::parse("https://meet.example.com/x").ok();
    let mut moved = event(EventKind::Updated, 2, None);
    moved.details.location = Some("12 High Street".into());
    assert_eq!(state([first, moved]).details.link, None);
}

#[test]
fn a_started_meeting_s_old_snapshot_gives_way() {
    let mut ended = event(EventKind::Ended, 59, Some(BookingStatus::Accepted));
    ended.details.title = Some("old".into());
    let mut cancelled = cancelled(2);
    cancelled.details.title = Some("new".into());
    let booking = state([ended.clone(), cancelled]);
    assert_eq!((booking.status, booking.attendance), (BookingStatus::Cancelled, Attendance::Held));
    assert_eq!(booking.details.title, Some("new".into()));
    assert_eq!(state([ended]).details.title, Some("old".into()));
}

#[test]
fn a_no_show_is_the_booker_s_and_can_be_taken_back() {
    let mut first = created(1);
    first.details.attendee_email = Some(email("sam@example.com"));
    let mark = |who: &str, at, missed| BookingEvent {
        no_shows: vec![(email(who), missed)],
        ..event(EventKind::NoShow, at, None)
    };
    let missed = mark("sam@example.com", 2, true);
    let attendance = |events: &[BookingEvent]| state(events.iter().cloned()).attendance;
    assert_eq!(attendance(&[first.clone(), mark("guest@example.com", 2, true)]), Attendance::Open);
    assert_eq!(attendance(&[first.clone(), missed.clone()]), Attendance::Missed { over: false });
    let ended = event(EventKind::Ended, 59, None);
    assert_eq!(
        attendance(&[ended.clone(), first.clone(), missed.clone()]),
        Attendance::Missed { over: true }
    );
    let taken_back = mark("sam@example.com", 3, false);
    assert_eq!(attendance(&[taken_back.clone(), missed.clone(), first.clone()]), Attendance::Open);
    assert_eq!(attendance(&[taken_back, missed, ended, first]), Attendance::Held);
}

#[test]
fn a_replaced_booking_is_rescheduled_whatever_else_came_for_it() {
    let successor = record([replacing("a", "b", 5)]);
    for own in [vec![created(1)], vec![created(1), cancelled(9)], vec![]] {
        let bookings = fold_of(&uid("a"), record(own), &successor);
        assert_eq!(bookings.len(), 1);
        assert_eq!(bookings[0].status, BookingStatus::Rescheduled);
        assert_eq!(bookings[0].rescheduled_to, Some(uid("b")));
    }
}

#[test]
fn a_replaced_booking_that_was_never_seen_knows_when_it_would_have_been() {
    let bookings = fold_of(&uid("a"), Vec::new(), &record([replacing("a", "b", 5)]));
    assert_eq!(bookings[0].details.start, Some(minute(50)));
}

#[test]
fn a_seat_s_cancellation_ends_that_seat_alone() {
    let sam = at_seat("s1", "sam@example.com", created(1));
    let ana = at_seat("s2", "ana@example.com", created(2));
    let bookings = fold_of(&uid("a"), record([seat_cancelled("sam@example.com", 3), sam, ana]), &[]);
    assert_eq!(seats(&bookings), [("s1", BookingStatus::Cancelled), ("s2", BookingStatus::Accepted)]);
}

#[test]
fn a_seat_of_which_only_its_end_is_known_goes_by_its_attendee() {
    let bookings = fold_of(&uid("a"), record([seat_cancelled("sam@example.com", 3)]), &[]);
    assert_eq!(seats(&bookings), [("sam@example.com", BookingStatus::Cancelled)]);
}

#[test]
fn a_seat_that_only_its_successor_names_is_a_seat() {
    let moved = at_seat("s9", "sam@example.com", replacing("a", "b", 3));
    let bookings = fold_of(&uid("a"), record([created(1)]), &record([moved]));
    assert_eq!(seats(&bookings), [("s9", BookingStatus::Rescheduled)]);
}

#[test]
fn who_leaves_and_comes_back_sits_on_a_new_seat() {
    let first = at_seat("s1", "sam@example.com", created(1));
    let again = at_seat("s2", "sam@example.com", created(3));
    let bookings = fold_of(&uid("a"), record([first, seat_cancelled("sam@example.com", 2), again]), &[]);
    let states: Vec<_> = bookings.iter().map(|booking| booking.status).collect();
    assert_eq!(states, [BookingStatus::Cancelled, BookingStatus::Accepted]);
}

#[test]
fn the_host_s_cancellation_ends_every_seat() {
    let sam = at_seat("s1", "sam@example.com", created(1));
    let ana = at_seat("s2", "ana@example.com", created(2));
    let bookings = fold_of(&uid("a"), record([sam, ana, cancelled(3)]), &[]);
    assert!(bookings.iter().all(|booking| booking.status == BookingStatus::Cancelled));
}

#[test]
fn who_left_before_the_host_cancelled_keeps_their_own_reason() {
    let because = |reason: &str, event| BookingEvent { reason: Some(reason.into()), ..event };
    let sam = at_seat("s1", "sam@example.com", created(1));
    let ana = at_seat("s2", "ana@example.com", created(2));
    let left = because("cannot", seat_cancelled("sam@example.com", 3));
    let bookings = fold_of(&uid("a"), record([sam, ana, left, because("closed", cancelled(4))]), &[]);
    let reasons: Vec<_> =
        bookings.iter().map(|booking| booking.reason.as_ref().map(ForeignText::as_str)).collect();
    assert_eq!(reasons, [Some("cannot"), Some("closed")]);
}

#[test]
fn the_end_of_its_series_ends_an_occurrence_unless_it_had_ended_before() {
    let end = |at, reason: &str| Recorded {
        event: BookingEvent { uid: uid("z"), reason: Some(reason.into()), ..cancelled(at) },
        digest: Digest([9; 32]),
    };
    let ended = |own: Vec<BookingEvent>| {
        let history =
            History { own: record(own).into(), ended_by: Some(end(5, "all off")), ..History::default() };
        let booking = fold(&uid("a"), &history).remove(0);
        (booking.uid.to_string(), booking.status, booking.reason)
    };
    let all_off = ("a".to_owned(), BookingStatus::Cancelled, Some("all off".into()));
    assert_eq!(ended(vec![created(1)]), all_off);
    let own = BookingEvent { reason: Some("ill".into()), ..cancelled(3) };
    assert_eq!(ended(vec![created(1), own]).2, Some("ill".into()));
}

#[test]
fn a_booking_follows_the_one_before_it_in_its_chain_unless_it_names_another() {
    let from = |own: BookingEvent| {
        let history = History { own: record([own]).into(), follows: Some(uid("x")), ..History::default() };
        fold(&uid("b"), &history).remove(0).rescheduled_from
    };
    assert_eq!(from(BookingEvent { uid: uid("b"), ..created(1) }), Some(uid("x")));
    assert_eq!(from(replacing("a", "b", 1)), Some(uid("a")));
}

#[test]
fn a_link_that_may_be_made_up_never_takes_the_place_of_a_true_one() {
    let linked = |at, link: &str, is_unproven| {
        let mut event = created(at);
        event.details.link = WebUrl::parse(link).ok();
        event.link_is_unproven = is_unproven;
        event
    };
    let (made_up, real) = ("https://evil.example/", "https://meet.example.com/");
    for (first, second) in [((made_up, true), (real, false)), ((real, false), (made_up, true))] {
        let booking = state([linked(1, first.0, first.1), linked(2, second.0, second.1)]);
        assert_eq!(booking.details.link.as_ref().map(WebUrl::as_str), Some(real));
    }
}

#[test]
fn a_moved_seat_leaves_the_others_where_they_are() {
    let sam = at_seat("s1", "sam@example.com", created(1));
    let ana = at_seat("s2", "ana@example.com", created(2));
    let moved = at_seat("s9", "sam@example.com", replacing("a", "b", 3));
    let bookings = fold_of(&uid("a"), record([sam, ana]), &record([moved]));
    let states: Vec<_> = bookings.iter().map(|booking| booking.status).collect();
    assert_eq!(states, [BookingStatus::Rescheduled, BookingStatus::Accepted]);
}

/// The API's word on the booking `a` at a minute.
fn stated(at: u8, status: BookingStatus) -> BookingEvent {
    event(EventKind::Stated, at, Some(status))
}

#[test]
fn a_statement_changes_the_status_only_if_it_is_later_than_what_spoke_last() {
    assert_eq!(state([stated(3, BookingStatus::Cancelled), created(2)]).status, BookingStatus::Cancelled);
    assert_eq!(state([stated(1, BookingStatus::Cancelled), created(2)]).status, BookingStatus::Accepted);
    assert_eq!(
        state([stated(2, BookingStatus::Accepted), cancelled(2)]).status,
        BookingStatus::Cancelled,
        "a tie"
    );
}

#[test]
fn a_statement_of_the_same_status_keeps_the_reason_and_the_wish_for_another_time() {
    let wish =
        BookingEvent { asks_for_another_time: true, reason: Some("travelling".into()), ..cancelled(1) };
    let later = BookingEvent { reason: Some("other".into()), ..stated(2, BookingStatus::Cancelled) };
    let booking = state([wish, later.clone()]);
    assert!(booking.asks_for_another_time);
    assert_eq!(booking.reason, Some("travelling".into()));
    assert_eq!(state([cancelled(1), later]).reason, Some("other".into()), "what is unknown is added");
}

#[test]
fn a_statement_that_a_booking_was_moved_names_its_successor_until_it_stands_again() {
    let moved = BookingEvent { moved_to: Some(uid("b")), ..stated(2, BookingStatus::Rescheduled) };
    let booking = state([created(1), moved.clone()]);
    assert_eq!((booking.status, booking.rescheduled_to), (BookingStatus::Rescheduled, Some(uid("b"))));
    let booking = state([created(1), moved, stated(3, BookingStatus::Accepted)]);
    assert_eq!((booking.status, booking.rescheduled_to), (BookingStatus::Accepted, None));
}

#[test]
fn a_statement_without_a_link_or_with_an_unproven_one_takes_no_true_link_away() {
    let mut first = created(1);
    first.details.link = WebUrl::parse("https://meet.example.com/x").ok();
    let mut other = stated(2, BookingStatus::Accepted);
    other.details.link = WebUrl::parse("https://evil.example/").ok();
    other.link_is_unproven = true;
    let booking = state([first, other, stated(3, BookingStatus::Accepted)]);
    assert_eq!(booking.details.link.as_ref().map(WebUrl::as_str), Some("https://meet.example.com/x"));
}

#[test]
fn a_statement_of_the_whole_booking_brings_no_seat_back_that_was_left() {
    let sam = at_seat("s1", "sam@example.com", created(1));
    let ana = at_seat("s2", "ana@example.com", created(2));
    let whole = stated(9, BookingStatus::Accepted);
    let bookings = fold_of(&uid("a"), record([sam, ana, seat_cancelled("sam@example.com", 3), whole]), &[]);
    let states: Vec<_> = bookings.iter().map(|booking| booking.status).collect();
    assert_eq!(states, [BookingStatus::Cancelled, BookingStatus::Accepted]);
}

#[test]
fn a_booking_is_as_old_as_the_api_says_that_it_was_made() {
    let late = BookingEvent { made_at: Some(minute(1)), ..stated(9, BookingStatus::Accepted) };
    let booking = state([late]);
    assert_eq!((booking.first_event_at, booking.last_event_at), (Some(minute(1)), Some(minute(9))));
}

/// Which of these events decides where the booking stands.
fn deciding(events: impl IntoIterator<Item = BookingEvent>) -> Option<EventKind> {
    let history = History::alone(record(events));
    decider(&uid("a"), &history, None).map(|recorded| recorded.event.kind)
}

#[test]
fn the_event_that_decides_is_the_one_without_which_the_booking_would_stand_elsewhere() {
    let ended = || event(EventKind::Ended, 30, None);
    let missed = BookingEvent {
        no_shows: vec![(email("sam@example.com"), true)],
        ..event(EventKind::NoShow, 40, None)
    };
    assert_eq!(deciding([cancelled(2), created(1)]), Some(EventKind::Cancelled));
    assert_eq!(deciding([created(1), event(EventKind::Updated, 2, None)]), Some(EventKind::Created));
    assert_eq!(deciding([created(1), ended()]), Some(EventKind::Ended));
    assert_eq!(deciding([created(1), ended(), missed.clone()]), Some(EventKind::NoShow));
    assert_eq!(deciding([created(1), missed, cancelled(50)]), Some(EventKind::Cancelled));
    assert_eq!(deciding([event(EventKind::Updated, 2, None)]), None);
}

#[test]
fn what_replaces_a_booking_decides_where_it_stands() {
    let mut moved = record([event(EventKind::Rescheduled, 1, Some(BookingStatus::Accepted))]);
    moved[0].event.uid = uid("b");
    moved[0].event.replaces = Some(Replaced { uid: uid("a"), start: None, end: None });
    let history = History { own: record([cancelled(9)]).into(), replaced_by: moved, ..History::default() };
    let decides = decider(&uid("a"), &history, None).map(|recorded| recorded.event.uid.to_string());
    assert_eq!(decides, Some("b".to_owned()));
}
