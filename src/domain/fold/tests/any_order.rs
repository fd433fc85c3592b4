//! Generated histories: the order and the repetition of events change nothing.

use proptest::prelude::*;

use super::*;

fn any_kind() -> impl Strategy<Value = EventKind> {
    use EventKind::{
        Cancelled, Created, Ended, NoShow, Paid, PaymentInitiated, Rejected, Requested, Rescheduled, Started,
        Stated, Updated,
    };
    prop::sample::select(vec![
        Requested,
        PaymentInitiated,
        Paid,
        Created,
        Rescheduled,
        Updated,
        Rejected,
        Cancelled,
        NoShow,
        Started,
        Ended,
        Stated,
    ])
}

fn any_seat() -> impl Strategy<Value = Option<Seat>> {
    prop_oneof![
        4 => Just(None),
        2 => "s[1-3]".prop_map(|reference| Seat::parse(&reference)),
        1 => "[abc]@x\\.de".prop_map(|who| Seat::parse(&who)),
    ]
}

prop_compose! {
    fn any_event()(
        kind in any_kind(),
        at in prop::option::weighted(0.95, 0_u8..6),
        seat in any_seat(),
        made in prop::option::weighted(0.3, 0_u8..6),
        status in prop::option::of(prop::sample::select(BookingStatus::ALL[..4].to_vec())),
        new in prop::option::weighted(0.3, "[a-d]"),
        reason in prop::option::weighted(0.3, "[a-z]"),
        who in prop::option::of("[abc]@x\\.de"),
        title in prop::option::of("[a-z]"),
        link in prop::option::of("https://[a-c]\\.de/"),
        old in prop::option::weighted(0.3, "[a-d]"),
        profile in prop::option::of(0_u8..3),
        missed in prop::option::of(any::<bool>()),
    ) -> BookingEvent {
        let mut event = BookingEvent { at: at.map(minute), seat, status, ..BookingEvent::new(uid("a"), kind) };
        if kind == EventKind::Stated {
            event.made_at = made.map(minute);
            event.moved_to = new.as_deref().map(uid);
            event.status = if new.is_some() { Some(BookingStatus::Rescheduled) } else { status };
        }
        event.reason = reason.map(ForeignText::from);
        event.details.title = title.map(ForeignText::from);
        event.details.link = link.and_then(|link| WebUrl::parse(&link).ok());
        event.details.attendee_email = who.as_deref().map(email);
        event.replaces = old.map(|old| Replaced { uid: uid(&old), start: Some(minute(7)), end: None });
        event.profile = profile.map(|n| ProfileId::from_random([n; 16]));
        event.no_shows = who.as_deref().map(email).into_iter().zip(missed).collect();
        event
    }
}

/// A history, and the same with repetitions in another order.
fn history_and_shuffle() -> impl Strategy<Value = (Vec<Recorded>, Vec<Recorded>)> {
    prop::collection::vec(any_event(), 1..9).prop_flat_map(|events| {
        let history = record(events);
        let repeated = prop::collection::vec(prop::sample::select(history.clone()), 0..5);
        (Just(history.clone()), repeated).prop_flat_map(move |(history, repeated)| {
            let all = [history.clone(), repeated].concat();
            (Just(history), Just(all).prop_shuffle())
        })
    })
}

/// Bookings `a` to `d` that replace one another three times, `r` and `s` of a series, seats and
/// everything else in between; and the same with repetitions in another order.
fn interleaved_and_shuffle() -> impl Strategy<Value = (Vec<Recorded>, Vec<Recorded>)> {
    let others = prop::collection::vec((any_event(), "[a-drs]"), 0..9);
    (others, 0_u8..6, any::<usize>()).prop_flat_map(|(others, first, repeated)| {
        let chain = [("a", "b"), ("b", "c"), ("c", "d")];
        let moves = (0..).zip(chain).map(|(n, (old, new))| replacing(old, new, first + n));
        let others = others.into_iter().map(|(event, other)| BookingEvent { uid: uid(&other), ..event });
        let history = record(moves.chain(others));
        let again = history[repeated % history.len()].clone();
        let all = [history.clone(), vec![again]].concat();
        (Just(history), Just(all).prop_shuffle())
    })
}

/// The state of every booking, each folded from its own events and those of the others.
fn states(events: &[Recorded]) -> Vec<Booking> {
    let uids: BTreeSet<_> = events.iter().map(|recorded| recorded.event.uid.clone()).collect();
    let fold_one = |uid: &BookingUid| {
        let (own, others): (Vec<_>, Vec<_>) =
            events.iter().cloned().partition(|known| known.event.uid == *uid);
        fold_of(uid, own, &others)
    };
    uids.iter().flat_map(fold_one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    #[test]
    fn any_order_of_interleaved_chains_seats_and_series_gives_the_same_bookings(
        (history, shuffled) in interleaved_and_shuffle(),
    ) {
        let bookings = states(&history);
        prop_assert_eq!(&bookings, &states(&shuffled));
        let replaced = |booking: &&Booking| ["a", "b", "c"].contains(&booking.uid.as_str()) && booking.seat.is_none();
        for booking in bookings.iter().filter(replaced) {
            prop_assert_eq!(booking.status, BookingStatus::Rescheduled);
            prop_assert!(booking.rescheduled_to.is_some());
        }
    }

    #[test]
    fn any_order_and_repetition_of_deliveries_gives_the_same_bookings(
        (own, shuffled) in history_and_shuffle(),
        (successors, shuffled_successors) in history_and_shuffle(),
    ) {
        let moved = |events: Vec<Recorded>| -> Vec<Recorded> {
            events.into_iter().map(|mut recorded| { recorded.event.uid = uid("z"); recorded }).collect()
        };
        let one = fold_of(&uid("a"), own, &moved(successors));
        let other = fold_of(&uid("a"), shuffled, &moved(shuffled_successors));
        prop_assert!(!one.is_empty());
        prop_assert_eq!(one, other);
    }

    #[test]
    fn every_seat_is_one_booking((own, _) in history_and_shuffle()) {
        let bookings = fold_of(&uid("a"), own, &[]);
        let seats: BTreeSet<_> = bookings.iter().map(|booking| booking.seat.clone()).collect();
        prop_assert_eq!(seats.len(), bookings.len());
        prop_assert!(bookings.len() == 1 || !seats.contains(&None));
    }
}
