//! Generated histories: what is delivered, who applies and claims, and what members link, and in which
//! orders the news arrive.

use bookhook::calcom::api::{ApiBooking, bookings};
use bookhook::domain::event::BookingEvent;
use bookhook::domain::ids::ProfileId;
use bookhook::domain::instant;
use bookhook::domain::seat::Seat;
use bookhook::domain::text::Email;
use proptest::prelude::*;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// One thing that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Delivery(Fact),
    /// Somebody applies.
    Profile {
        number: u8,
        who: u8,
        minute: u16,
    },
    /// A member links a booking to a profile, or to nobody. Links happen in the order of their numbers.
    Link {
        number: usize,
        booking: u8,
        seat: Option<u8>,
        profile: Option<u8>,
    },
    /// A member undoes the link of this number, if it was made.
    Undo {
        number: usize,
        link: usize,
    },
}

impl Step {
    /// Where a step is among those of which the order counts: links come after all profiles.
    fn place(&self) -> Option<usize> {
        match self {
            Self::Delivery(_) => None,
            Self::Profile { .. } => Some(0),
            Self::Link { number, .. } | Self::Undo { number, .. } => Some(1 + number),
        }
    }
}

/// What one delivery says, without the prefix that its history gets.
#[derive(Clone, Debug, Default)]
pub(super) struct Fact {
    trigger: &'static str,
    booking: u8,
    replaces: Option<u8>,
    chain: Option<Chain>,
    recurring: bool,
    seat: Option<u8>,
    leaves_seat: bool,
    /// It names its booking and nothing else.
    is_empty: bool,
    who: u8,
    profile: Option<u8>,
    /// The slug of the event type, if it names one.
    event_type: Option<&'static str>,
    /// What only a row of the API's says.
    told: Told,
    pub(super) minute: u16,
}

/// What only a row of the API's says.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// The booking that replaced it.
    moved_to: Option<u8>,
    /// It never changed, so it has no time of a change.
    is_unchanged: bool,
    /// So many seats further, who sits there.
    beside: Option<(u8, u8)>,
    /// What a pass finds that moves no time, in place of how the booking stands.
    found: Option<Found>,
}

/// What a pass finds by comparing a row with what is known.
#[derive(Clone, Copy, Debug)]
enum Found {
    /// The attendee missed the meeting, or the mark was taken back.
    Missed(bool),
    /// The seat is not taken any more.
    Left,
}

/// A chain's first booking, and how often that was moved.
#[derive(Clone, Copy, Debug)]
struct Chain {
    first: u8,
    sequence: u8,
    /// Named by the first booking's uid, else by the calendar's.
    by_root: bool,
}

/// The event type whose bookings belong here.
pub(super) const LISTED: &str = "interview";
/// Another one.
const OTHER: &str = "private";

/// The trigger of a row of the API's.
const STATED: &str = "API_BOOKING";

pub(super) fn minute(n: u16) -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant") + Duration::minutes(n.into())
}

pub(super) fn email(prefix: &str, who: u8) -> String {
    format!("w{who}.{prefix}@example.com")
}

pub(super) fn uid(prefix: &str, booking: u8) -> String {
    format!("{prefix}-{booking}")
}

pub(super) fn profile_id(prefix: &str, number: u8) -> ProfileId {
    let mut bytes = [number; 16];
    for (place, byte) in bytes.iter_mut().zip(prefix.bytes()) {
        *place = byte;
    }
    ProfileId::from_random(bytes)
}

impl Fact {
    /// It is a row of the API's, not a webhook.
    pub(super) fn is_stated(&self) -> bool {
        self.trigger == STATED
    }

    /// What a row of the API's states.
    pub(super) fn statements(&self, prefix: &str) -> Vec<BookingEvent> {
        let page = bookings(self.row(prefix).to_string().as_bytes()).expect("a page");
        let seat = self.seat.and_then(|seat| Seat::parse(&format!("seat-{seat}")));
        let state = |row: &ApiBooking| match (self.told.found, &seat) {
            (Some(Found::Missed(missed)), _) => {
                let who = Email::parse(&email(prefix, self.who)).expect("an address");
                vec![row.no_show(seat.as_ref(), &who, missed, minute(self.minute))]
            }
            (Some(Found::Left), Some(seat)) => vec![row.seat_left(seat, minute(self.minute))],
            (Some(Found::Left), None) | (None, _) => row.statements(),
        };
        let events = page.rows.iter().flat_map(state);
        if self.event_type == Some(OTHER) && self.profile.is_none() {
            return events.filter_map(BookingEvent::without_people).collect();
        }
        events.collect()
    }

    /// A page with the one row.
    fn row(&self, prefix: &str) -> Value {
        let Told { moved_to, is_unchanged, beside, .. } = self.told;
        let uid = |booking: u8| uid(prefix, booking);
        let start = if self.recurring { 2000 + 100 * u16::from(self.booking) } else { self.minute + 1000 };
        let attendee = |seat: Option<u8>, who: u8| {
            let mut attendee = json!({"email": email(prefix, who), "name": format!("Guest {who}")});
            if let Some(seat) = seat {
                attendee["seatUid"] = json!(format!("seat-{seat}"));
            }
            attendee
        };
        let beside = self.seat.zip(beside).map(|(seat, (by, who))| attendee(Some((seat + by) % 3), who));
        let attendees: Vec<Value> = std::iter::once(attendee(self.seat, self.who)).chain(beside).collect();
        let made = if is_unchanged { self.minute } else { self.minute / 2 };
        let status = ["accepted", "cancelled", "pending", "rejected"][usize::from(self.minute % 4)];
        let mut row = json!({
            "uid": uid(self.booking),
            "status": status,
            "eventType": { "id": 5, "slug": self.event_type },
            "title": format!("{} {}", self.trigger, self.minute),
            "createdAt": instant::to_millis(minute(made)),
            "updatedAt": (!is_unchanged).then(|| instant::to_millis(minute(self.minute))),
            "start": instant::to_millis(minute(start)),
            "end": instant::to_millis(minute(start + 30)),
            "location": format!("https://app.cal.com/video/{}", uid(self.booking)),
            "attendees": attendees,
            "rescheduledFromUid": self.replaces.map(uid),
            "rescheduledToUid": moved_to.map(uid),
            "cancellationReason": if self.is_empty { String::new() } else { format!("stated at {}", self.minute) },
            "metadata": self.profile.map(|n| json!({"profileId": profile_id(prefix, n).to_string()})),
        });
        if self.recurring {
            row["recurringBookingUid"] = json!("series");
        }
        json!({ "status": "success", "data": [row] })
    }

    pub(super) fn body(&self, prefix: &str) -> Vec<u8> {
        let created = instant::to_millis(minute(self.minute));
        let payload = match self.trigger {
            _ if self.is_empty => json!({ "uid": uid(prefix, self.booking), "type": self.event_type }),
            "BOOKING_NO_SHOW_UPDATED" => {
                let missed = self.minute.is_multiple_of(2);
                json!({"bookingUid": uid(prefix, self.booking),
                       "attendees": [{"email": email(prefix, self.who), "noShow": missed}]})
            }
            _ => self.payload(prefix),
        };
        let envelope = json!({"triggerEvent": self.trigger, "createdAt": created, "payload": payload});
        envelope.to_string().into_bytes()
    }

    fn payload(&self, prefix: &str) -> Value {
        let uid = |booking: u8| uid(prefix, booking);
        let mut attendee = json!({"email": email(prefix, self.who), "name": format!("Guest {}", self.who)});
        if self.leaves_seat {
            attendee["bookingId"] = json!(7);
        }
        // Occurrences begin in the order of their numbers, and all after everything was said.
        let start = if self.recurring { 2000 + 100 * u16::from(self.booking) } else { self.minute + 1000 };
        let mut payload = json!({
            "uid": uid(self.booking),
            "eventTypeId": 5,
            "title": format!("{} {}", self.trigger, self.minute),
            "startTime": instant::to_seconds(minute(start)),
            "endTime": instant::to_seconds(minute(start + 30)),
            "attendees": [attendee],
            "requestReschedule": self.minute.is_multiple_of(3),
            "cancellationReason": format!("because of {}", self.minute),
        });
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                payload[key] = value;
            }
        };
        set("type", self.event_type.map(|slug| json!(slug)));
        set("rescheduleUid", self.replaces.map(|old| json!(uid(old))));
        if let Some(Chain { first, sequence, by_root }) = self.chain {
            let in_calendar = || json!(format!("{}@Cal.diy", uid(first)));
            set("rootBookingUid", by_root.then(|| json!(uid(first))));
            set("iCalUID", (!by_root).then(in_calendar));
            set("iCalSequence", Some(json!(sequence)));
        }
        set("recurringEvent", self.recurring.then(|| json!({"freq": 2, "count": 3, "interval": 1})));
        set(
            "attendeeSeatId",
            self.seat.filter(|_| !self.leaves_seat).map(|seat| json!(format!("seat-{seat}"))),
        );
        set("seatsPerTimeSlot", self.seat.map(|_| json!(10)));
        set("metadata", self.profile.map(|n| json!({"profileId": profile_id(prefix, n).to_string()})));
        payload
    }
}

fn fact(trigger: &'static str, booking: u8, who: u8) -> Fact {
    Fact { trigger, booking, who, ..Fact::default() }
}

/// A chain of three reschedules that name what they replace, with what may come between.
fn chain() -> impl Strategy<Value = Vec<Fact>> {
    let noise = prop::collection::vec((any_trigger(), 0_u8..4, 0_u8..3, any::<bool>()), 0..5);
    (noise, prop::option::of(0_u8..2), 0_u8..3, any::<bool>()).prop_map(
        |(noise, profile, who, first_seen)| {
            let mut facts = vec![Fact { profile, ..fact("BOOKING_CREATED", 0, who) }];
            for booking in 1..4 {
                facts.push(Fact { replaces: Some(booking - 1), ..fact("BOOKING_RESCHEDULED", booking, who) });
            }
            let other = |(trigger, booking, who, is_empty)| Fact { is_empty, ..fact(trigger, booking, who) };
            facts.extend(noise.into_iter().map(other));
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

/// Bookings that say of their chain only which is its first and how often it moved, in part or in
/// disorder, and in between some that name what they replace.
fn nameless() -> impl Strategy<Value = Vec<Fact>> {
    let link = (0_u8..5, 0_u8..4, any::<bool>(), prop::option::weighted(0.2, 40_u8..45), 0_u8..3);
    let requests = prop::collection::vec((link, prop::option::weighted(0.2, 0_u8..2), any_trigger()), 0..5);
    requests.prop_map(|requests| {
        let fact = |((booking, sequence, by_root, replaces, who), profile, trigger)| Fact {
            chain: Some(Chain { first: 40, sequence, by_root }),
            replaces,
            profile,
            ..fact(trigger, 40 + booking, who)
        };
        requests.into_iter().map(fact).collect()
    })
}

/// Bookings that replace any other, themselves too: forks and cycles.
fn tangle() -> impl Strategy<Value = Vec<Fact>> {
    let moved = (0_u8..4, 0_u8..4, prop::option::of(0_u8..2), 0_u8..3, prop::option::weighted(0.15, 0_u8..2));
    prop::collection::vec(moved, 0..6).prop_map(|moves| {
        let fact = |(new, old, seat, who, profile)| Fact {
            replaces: Some(30 + old),
            seat,
            profile,
            ..fact("BOOKING_RESCHEDULED", 30 + new, who)
        };
        moves.into_iter().map(fact).collect()
    })
}

/// Seated bookings that people join, leave and move between.
fn seated() -> impl Strategy<Value = Vec<Fact>> {
    let step = (0_u8..5, 0_u8..3, 0_u8..3, prop::option::of(0_u8..2), 10_u8..12, 10_u8..13);
    prop::collection::vec(step, 1..6).prop_map(|steps| {
        let fact = |(what, seat, who, profile, booking, other)| match what {
            0 | 1 => Fact { seat: Some(seat), profile, ..fact("BOOKING_CREATED", booking, who) },
            2 => Fact { seat: Some(seat), leaves_seat: true, ..fact("BOOKING_CANCELLED", booking, who) },
            3 => fact("BOOKING_CANCELLED", booking, who),
            _ => {
                Fact { seat: Some(seat), replaces: Some(booking), ..fact("BOOKING_RESCHEDULED", other, who) }
            }
        };
        steps.into_iter().map(fact).collect()
    })
}

/// Occurrences of a recurring booking, which end one by one or all that remain.
fn recurring() -> impl Strategy<Value = Vec<Fact>> {
    let step = (0_u8..6, 20_u8..24, 0_u8..2, prop::option::weighted(0.3, 0_u8..2));
    prop::collection::vec(step, 0..6).prop_map(|steps| {
        let fact = |(what, booking, who, profile)| match what {
            0..=2 => Fact { recurring: true, profile, ..fact("BOOKING_CREATED", booking, who) },
            3 => Fact { recurring: true, ..fact("BOOKING_CANCELLED", booking, who) },
            4 => fact("BOOKING_CANCELLED", booking, who),
            _ => fact("MEETING_ENDED", booking, who),
        };
        steps.into_iter().map(fact).collect()
    })
}

/// What the API tells of any of the bookings, in part of ones that no webhook tells of.
fn stated() -> impl Strategy<Value = Vec<Fact>> {
    let booking = || prop_oneof![0_u8..5, 10_u8..13, 20_u8..25, 30_u8..34, 40_u8..45];
    let replaces = prop::option::weighted(0.3, prop_oneof![0_u8..4, 30_u8..34]);
    let seat = prop::option::weighted(0.6, 0_u8..3);
    let rest = (0_u8..3, prop::option::weighted(0.3, 0_u8..2), any::<bool>());
    let found = prop_oneof![any::<bool>().prop_map(Found::Missed), Just(Found::Left)];
    let told = (
        prop::option::weighted(0.4, booking()),
        any::<bool>(),
        prop::option::of((1_u8..3, 0_u8..3)),
        prop::option::weighted(0.3, found),
    );
    let told = told.prop_map(|(moved_to, is_unchanged, beside, found)| Told {
        moved_to,
        is_unchanged,
        beside,
        found,
    });
    prop::collection::vec((booking(), replaces, seat, rest, told), 0..6).prop_map(|rows| {
        let fact = |(booking, replaces, seat, (who, profile, is_empty), told)| Fact {
            replaces,
            seat: if (10..13).contains(&booking) { seat } else { None },
            profile,
            is_empty,
            recurring: (20..25).contains(&booking),
            told,
            ..fact(STATED, booking, who)
        };
        rows.into_iter().map(fact).collect()
    })
}

fn profiles() -> impl Strategy<Value = Vec<Step>> {
    let who = prop::collection::vec(0_u8..3, 0..3);
    who.prop_map(|all| (0..).zip(all).map(|(number, who)| Step::Profile { number, who, minute: 0 }).collect())
}

/// What members say of whose bookings are.
fn links() -> impl Strategy<Value = Vec<Step>> {
    let booking = prop::sample::select(vec![0, 1, 2, 3, 10, 11, 20, 21, 30, 31, 41, 42]);
    let link = (booking, prop::option::weighted(0.3, 0_u8..3), prop::option::weighted(0.8, 0_u8..2));
    let undo = prop::option::weighted(0.3, 0_usize..4);
    prop::collection::vec((link, undo), 0..5).prop_map(|links| {
        let step =
            |(number, ((booking, seat, profile), undo)): (usize, ((u8, _, _), Option<usize>))| match undo {
                Some(link) if link < number => Step::Undo { number, link },
                _ => {
                    let seat = if (10..13).contains(&booking) { seat } else { None };
                    Step::Link { number, booking, seat, profile }
                }
            };
        (0..).zip(links).map(step).collect()
    })
}

/// Steps in two orders, with different repetitions.
pub(super) type TwoWays = [Vec<Step>; 2];

/// What happens in two parts, with claims in between.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub(super) first: TwoWays,
    pub(super) claims: Vec<Claim>,
    pub(super) second: TwoWays,
}

/// A profile claims a booking, or a seat of it.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) number: u8,
    pub(super) booking: u8,
    pub(super) seat: Option<u8>,
}

/// A history whose events happen at different minutes.
pub(super) fn history() -> impl Strategy<Value = History> {
    let claim =
        (0_u8..2, prop::sample::select(vec![0, 1, 3, 10, 11, 20, 21, 31, 41, 42]), prop::option::of(0_u8..3));
    let claim = claim.prop_map(|(number, booking, seat)| Claim { number, booking, seat });
    let parts = (steps(), prop::collection::vec(claim, 0..4), any::<prop::sample::Index>());
    parts.prop_flat_map(|(mut steps, claims, cut)| {
        let rest = steps.split_off(cut.index(steps.len() + 1));
        let ways = (arrival(steps.clone()), arrival(steps), arrival(rest.clone()), arrival(rest));
        ways.prop_map(move |(a, b, c, d)| History { first: [a, b], claims: claims.clone(), second: [c, d] })
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let parts = (chain(), nameless(), tangle(), seated(), recurring(), stated(), profiles(), links());
    parts
        .prop_map(|(chain, nameless, tangle, seated, recurring, stated, profiles, links)| {
            let facts =
                [chain, nameless, tangle, seated, recurring, stated].concat().into_iter().map(Step::Delivery);
            facts.chain(profiles).chain(links).collect::<Vec<_>>()
        })
        .prop_shuffle()
        .prop_flat_map(typed)
        .prop_map(|mut steps| {
            for (n, step) in (0..).zip(&mut steps) {
                if let Step::Delivery(Fact { minute, .. }) | Step::Profile { minute, .. } = step {
                    *minute = n;
                }
            }
            in_order(steps)
        })
}

/// Half of the histories name no event type. In the others, some deliveries name the listed one, some another one.
fn typed(steps: Vec<Step>) -> impl Strategy<Value = Vec<Step>> {
    let slug = prop_oneof![3 => Just(Some(LISTED)), 2 => Just(Some(OTHER)), 2 => Just(None)];
    let slugs = prop::collection::vec(slug, steps.len());
    (any::<bool>(), slugs).prop_map(move |(are_typed, slugs)| {
        let name = |(step, slug): (&Step, Option<&'static str>)| match step {
            Step::Delivery(fact) if are_typed => Step::Delivery(Fact { event_type: slug, ..fact.clone() }),
            step => step.clone(),
        };
        steps.iter().zip(slugs).map(name).collect()
    })
}

/// The steps with those of which the order counts in that order, at the places where some of them were.
fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
    let mut ordered: Vec<Step> = steps.iter().filter(|step| step.place().is_some()).cloned().collect();
    ordered.sort_by_key(Step::place);
    let places = steps.iter_mut().filter(|step| step.place().is_some());
    places.zip(ordered).for_each(|(place, step)| *place = step);
    steps
}

fn arrival(steps: Vec<Step>) -> impl Strategy<Value = Vec<Step>> {
    let repeated = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    repeated.prop_flat_map(move |repeated| {
        let deliveries: Vec<_> = steps.iter().filter(|step| matches!(step, Step::Delivery(_))).collect();
        let again = repeated.iter().filter(|_| !deliveries.is_empty());
        let again: Vec<Step> = again.map(|index| (*index.get(&deliveries)).clone()).collect();
        Just([steps.clone(), again].concat()).prop_shuffle().prop_map(in_order)
    })
}
