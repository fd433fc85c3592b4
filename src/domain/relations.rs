//! Relations: what a booking's deliveries say about other bookings.
//!
//! A booking's state depends on deliveries about others: those that replace it, those before it in
//! its chain, and those that end its recurring series. A relation is how they find each other. The
//! relations of a booking follow from the set of its own events alone.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::event::{BookingEvent, EventKind, Recorded};
use super::ids::{BookingUid, Digest};
use super::seat::Seat;
use super::text::Email;

/// The kinds of relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationKind {
    /// An event names the target as the booking that this one replaces.
    Replaces,
    /// The booking is in the chain that begins with the target. Another of its events names the booking that
    /// it replaces.
    InChain,
    /// The same, but no event names the booking that it replaces, so it replaces the previous one.
    FollowsInChain,
    /// The booking is an occurrence of the recurring series that is the target.
    Occurs,
    /// An event cancels all remaining occurrences of the target.
    EndsSeries,
}

impl RelationKind {
    /// All of them, for readers and checks.
    pub const ALL: [Self; 5] =
        [Self::Replaces, Self::InChain, Self::FollowsInChain, Self::Occurs, Self::EndsSeries];

    /// The word for it in SQL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replaces => "replaces",
            Self::InChain => "in_chain",
            Self::FollowsInChain => "follows_in_chain",
            Self::Occurs => "occurs",
            Self::EndsSeries => "ends_series",
        }
    }
}

/// One relation of a booking. Of two relations to one target, the greater one counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// Its kind.
    pub kind: RelationKind,
    /// The uid of a booking, or what names a recurring series.
    pub target: String,
    /// In a chain, the number of reschedules from the first booking to this one; else 0.
    pub sequence: i64,
    /// The seat that the event is about; `None` for the booking as a whole.
    pub seat: Option<Seat>,
    /// The time of the event that says it, in microseconds since 1970 in UTC; the lowest number if unknown.
    pub at: i64,
    /// Decides between two relations of the same time.
    pub tie: Vec<u8>,
    /// When an occurrence begins, or the time from which a series ends, in seconds since 1970 in UTC.
    pub start: i64,
}

impl Relation {
    /// Whether this event said it.
    #[must_use]
    pub fn is_of(&self, recorded: &Recorded) -> bool {
        let said = relation(self.kind, String::new(), recorded);
        (said.at, &said.tie) == (self.at, &self.tie)
    }

    /// An event of the booking `uid` with only the time of this relation.
    #[must_use]
    pub fn as_event(&self, uid: BookingUid) -> Recorded {
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.at) * 1000).ok();
        let digest = self.tie.last_chunk().copied().map(Digest).unwrap_or_default();
        Recorded { event: BookingEvent { at, ..BookingEvent::new(uid, EventKind::Requested) }, digest }
    }
}

/// Returns the name of a recurring series: its event type and who booked it.
#[must_use]
pub fn series(event_type: i64, attendee: &Email) -> String {
    format!("{event_type} {attendee}", attendee = attendee.as_str())
}

/// The relations of a booking that has these events. Their order, and repetitions, do not matter.
#[must_use]
pub fn relations(events: &[Recorded]) -> BTreeSet<Relation> {
    let mut sorted: Vec<&Recorded> = events.iter().filter(|known| is_about_others(&known.event)).collect();
    if sorted.is_empty() {
        return BTreeSet::new();
    }
    sorted.sort_by_key(|recorded| recorded.order());
    let mut found = BTreeMap::new();
    for recorded in &sorted {
        for relation in replacement(recorded).into_iter().chain(end_of_series(recorded)) {
            found.insert((relation.kind, relation.target.clone(), relation.seat.clone()), relation);
        }
        if let Some(occurrence) = occurrence(recorded) {
            // The event that created it: later ones do not tell when it was created.
            let key = (occurrence.kind, occurrence.target.clone(), None);
            found.entry(key).or_insert(occurrence);
        }
    }
    let is_named = sorted.iter().any(|recorded| names_another(&recorded.event));
    let mut relations: BTreeSet<Relation> = found.into_values().collect();
    relations.extend(sorted.iter().find_map(|recorded| place_in_chain(recorded, is_named)));
    relations
}

/// Whether an event may make a relation.
#[must_use]
pub fn is_about_others(event: &BookingEvent) -> bool {
    event.replaces.is_some() || event.chain.is_some() || event.recurring.is_some()
}

fn names_another(event: &BookingEvent) -> bool {
    event.replaces.as_ref().is_some_and(|old| old.uid != event.uid)
}

fn relation(kind: RelationKind, target: String, from: &Recorded) -> Relation {
    let at = from.event.at.map_or(i64::MIN, micros);
    let tie = [&[rank(from.event.kind)], from.digest.0.as_slice()].concat();
    Relation { kind, target, sequence: 0, seat: None, at, tie, start: 0 }
}

/// The rank is stored, so it never changes for a kind. Of two bookings that replace one at the same moment,
/// the webhook's comes first.
fn rank(kind: EventKind) -> u8 {
    match kind {
        EventKind::Stated => u8::MAX,
        kind => kind as u8 - 1,
    }
}

fn micros(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

fn replacement(from: &Recorded) -> Option<Relation> {
    let old = from.event.replaces.as_ref().filter(|old| old.uid != from.event.uid)?;
    let seat = from.event.seat.clone();
    Some(Relation { seat, ..relation(RelationKind::Replaces, old.uid.to_string(), from) })
}

fn place_in_chain(from: &Recorded, is_named: bool) -> Option<Relation> {
    let place = from.event.chain.as_ref()?;
    let kind = if is_named { RelationKind::InChain } else { RelationKind::FollowsInChain };
    Some(Relation { sequence: place.sequence, ..relation(kind, place.first.to_string(), from) })
}

fn occurrence(from: &Recorded) -> Option<Relation> {
    let is_cancelled = from.event.kind == EventKind::Cancelled;
    in_series(from, RelationKind::Occurs).filter(|_| !is_cancelled)
}

fn end_of_series(from: &Recorded) -> Option<Relation> {
    let is_cancelled = from.event.kind == EventKind::Cancelled;
    in_series(from, RelationKind::EndsSeries).filter(|_| is_cancelled)
}

fn in_series(from: &Recorded, kind: RelationKind) -> Option<Relation> {
    let details = &from.event.details;
    let target = series(from.event.recurring?, details.attendee_email.as_ref()?);
    Some(Relation { start: details.start?.unix_timestamp(), ..relation(kind, target, from) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{ChainPlace, Replaced};
    use crate::domain::ids::{BookingUid, Digest};
    use crate::domain::instant;

    fn uid(text: &str) -> BookingUid {
        BookingUid::parse(text).expect("a uid")
    }

    fn recorded(kind: EventKind, minute: u8) -> Recorded {
        let at = instant::parse(&format!("2026-11-12T14:{minute:02}:00Z"));
        let event = BookingEvent { at, ..BookingEvent::new(uid("b"), kind) };
        Recorded { event, digest: Digest([minute; 32]) }
    }

    fn in_chain(mut event: Recorded, first: &str, sequence: i64) -> Recorded {
        event.event.chain = Some(ChainPlace { first: uid(first), sequence });
        event
    }

    fn replacing(mut event: Recorded, old: &str) -> Recorded {
        event.event.replaces = Some(Replaced { uid: uid(old), start: None, end: None });
        event
    }

    fn recurring(mut event: Recorded) -> Recorded {
        event.event.recurring = Some(7);
        event.event.details.attendee_email = Email::parse("ana@example.com").ok();
        event.event.details.start = event.event.at;
        event
    }

    fn kinds(events: &[Recorded]) -> Vec<(RelationKind, String)> {
        relations(events).into_iter().map(|relation| (relation.kind, relation.target)).collect()
    }

    #[test]
    fn a_booking_that_replaces_itself_is_related_to_nothing() {
        assert_eq!(kinds(&[replacing(recorded(EventKind::Rescheduled, 1), "b")]), []);
    }

    #[test]
    fn what_no_event_names_follows_from_the_chain() {
        let pending = in_chain(recorded(EventKind::Requested, 1), "a", 1);
        let expected = [(RelationKind::FollowsInChain, "a".to_owned())];
        assert_eq!(kinds(&[pending.clone(), recorded(EventKind::Created, 2)]), expected);
        let named = replacing(recorded(EventKind::Rescheduled, 3), "x");
        let expected = [(RelationKind::Replaces, "x".to_owned()), (RelationKind::InChain, "a".to_owned())];
        assert_eq!(kinds(&[named, pending]), expected);
    }

    #[test]
    fn the_last_word_on_a_replaced_booking_counts() {
        let (first, last) = (recorded(EventKind::Rescheduled, 1), recorded(EventKind::Rescheduled, 2));
        let found = relations(&[replacing(last.clone(), "a"), replacing(first, "a")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|found| found.at), last.event.at.map(micros));
    }

    #[test]
    fn an_occurrence_is_as_old_as_what_made_it() {
        let (made, paid) =
            (recurring(recorded(EventKind::Created, 1)), recurring(recorded(EventKind::Paid, 2)));
        let found = relations(&[paid, made.clone()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|found| found.at), made.event.at.map(micros));
    }

    #[test]
    fn a_cancellation_of_a_recurring_booking_ends_the_series() {
        let end = recurring(recorded(EventKind::Cancelled, 1));
        assert_eq!(kinds(&[end]), [(RelationKind::EndsSeries, "7 ana@example.com".to_owned())]);
    }
}
