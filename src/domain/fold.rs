//! The fold: from the set of a booking's events to its state.
//!
//! Nothing here knows when a delivery arrived. Events are sorted by their own time, kind and
//! digest, so any order of arrival and any repetition gives the same booking.

use std::collections::{BTreeMap, BTreeSet};

use super::booking::{Booking, BookingStatus};
use super::event::{BookingEvent, Details, EventKind, Recorded, Scope};
use super::ids::BookingUid;
use super::text::Email;

/// The state of the booking `uid`: one entry, or one per seat, ordered by seat.
///
/// `own` are the events that name it, `successors` those of other bookings, of which the ones
/// that replace it count. Both may be in any order and hold repetitions. Empty when nothing is
/// known of it.
#[must_use]
pub fn fold(uid: &BookingUid, mut own: Vec<Recorded>, successors: &[Recorded]) -> Vec<Booking> {
    own.sort_by_key(Recorded::order);
    let mut replacements: Vec<&BookingEvent> =
        sorted(successors).into_iter().filter(|event| replaces(event, uid)).collect();
    replacements.retain(|event| event.uid != *uid);
    if own.is_empty() && replacements.is_empty() {
        return Vec::new();
    }
    let events: Vec<&BookingEvent> = own.iter().map(|recorded| &recorded.event).collect();
    let seats = Seats::of(&events, &replacements);
    seats.ids().map(|seat| fold_seat(uid, seat, &seats, &events, &replacements)).collect()
}

fn sorted(events: &[Recorded]) -> Vec<&BookingEvent> {
    let mut events: Vec<&Recorded> = events.iter().collect();
    events.sort_by_key(|recorded| recorded.order());
    events.into_iter().map(|recorded| &recorded.event).collect()
}

fn replaces(event: &BookingEvent, uid: &BookingUid) -> bool {
    event.replaces.as_ref().is_some_and(|old| old.uid == *uid)
}

/// The seats of a booking and who sits on them; none for one that is not seated.
struct Seats<'a>(BTreeMap<&'a str, BTreeSet<&'a Email>>);

impl<'a> Seats<'a> {
    fn of(own: &[&'a BookingEvent], replacements: &[&'a BookingEvent]) -> Self {
        let mut seats = Self(BTreeMap::new());
        for event in own {
            if let Scope::Seat(id) = &event.scope {
                seats.0.entry(id).or_default().extend(&event.details.attendee_email);
            }
        }
        let unknown: Vec<_> = own.iter().chain(replacements).filter(|event| !seats.knows(event)).collect();
        for event in unknown {
            match &event.scope {
                Scope::SeatOf(email) => drop(seats.0.entry(email.as_str()).or_default().insert(email)),
                Scope::Seat(id) => seats.0.entry(id).or_default().extend(&event.details.attendee_email),
                Scope::Whole => {}
            }
        }
        seats
    }

    fn knows(&self, event: &BookingEvent) -> bool {
        match &event.scope {
            Scope::Whole => true,
            Scope::SeatOf(email) => self.has(email),
            Scope::Seat(id) => {
                self.0.contains_key(id.as_str())
                    || event.details.attendee_email.as_ref().is_some_and(|email| self.has(email))
            }
        }
    }

    fn has(&self, email: &Email) -> bool {
        self.0.values().any(|emails| emails.contains(email))
    }

    /// One empty id for a booking without seats.
    fn ids(&self) -> impl Iterator<Item = &'a str> {
        let unseated = self.0.is_empty().then_some("");
        self.0.keys().copied().chain(unseated)
    }

    fn is_taken_by(&self, seat: &str, email: &Email) -> bool {
        self.0.get(seat).is_some_and(|emails| emails.contains(email))
    }

    /// Whether `event`, one of the booking's own, is about `seat`.
    fn concerns(&self, event: &BookingEvent, seat: &str) -> bool {
        match &event.scope {
            Scope::Seat(id) => id == seat,
            Scope::SeatOf(email) => self.is_taken_by(seat, email),
            Scope::Whole => match &event.details.attendee_email {
                Some(email) if event.kind.is_about_its_attendee() && self.has(email) => {
                    self.is_taken_by(seat, email)
                }
                _ => true,
            },
        }
    }

    /// Whether `event`, of the successor, moves `seat` there: its id, or its attendee, does.
    fn moves(&self, event: &BookingEvent, seat: &str) -> bool {
        let email = event.details.attendee_email.as_ref();
        match &event.scope {
            Scope::Whole => true,
            Scope::Seat(id) if self.0.contains_key(id.as_str()) => id == seat,
            Scope::Seat(_) => email.is_some_and(|email| self.is_taken_by(seat, email)),
            Scope::SeatOf(email) => self.is_taken_by(seat, email),
        }
    }
}

fn fold_seat(
    uid: &BookingUid,
    seat: &str,
    seats: &Seats<'_>,
    own: &[&BookingEvent],
    replacements: &[&BookingEvent],
) -> Booking {
    let mut booking = Booking {
        uid: uid.clone(),
        seat: seat.to_owned(),
        status: BookingStatus::Accepted,
        details: Details::default(),
        rescheduled_from: None,
        rescheduled_to: None,
        reason: None,
        asks_for_another_time: false,
        started: false,
        ended: false,
        no_show: false,
        profile: None,
        first_event_at: None,
        last_event_at: None,
    };
    let concerned: Vec<_> = own.iter().copied().filter(|event| seats.concerns(event, seat)).collect();
    let (snapshots, spoken): (Vec<&BookingEvent>, Vec<&BookingEvent>) =
        concerned.iter().partition(|event| event.kind.is_snapshot());
    for event in snapshots.iter().chain(&spoken) {
        let of_seat =
            seat.is_empty() || !matches!(event.scope, Scope::Whole) || event.kind.is_about_its_attendee();
        booking.learn(event, of_seat);
    }
    mark_no_shows(&mut booking, &concerned);
    booking.first_event_at = concerned.iter().map(|event| event.at).min().flatten();
    booking.last_event_at = concerned.iter().map(|event| event.at).max().flatten();
    if let Some(replacement) = replacements.iter().rfind(|event| seats.moves(event, seat)) {
        booking.give_way_to(replacement);
    }
    booking
}

impl Booking {
    /// Takes over what the next event knows. `of_seat`: it speaks for the attendee too, not only
    /// for the meeting as a whole.
    fn learn(&mut self, event: &BookingEvent, of_seat: bool) {
        let known = &mut self.details;
        let new = &event.details;
        adopt(&mut known.title, &new.title);
        adopt(&mut known.event_type, &new.event_type);
        adopt(&mut known.start, &new.start);
        adopt(&mut known.end, &new.end);
        adopt(&mut known.organizer_name, &new.organizer_name);
        adopt(&mut known.booker_url, &new.booker_url);
        if event.kind == EventKind::Updated && new.location.is_some() && new.location != known.location {
            // The old link led to the old place.
            known.link = None;
        }
        adopt(&mut known.location, &new.location);
        adopt(&mut known.link, &new.link);
        if of_seat {
            adopt(&mut known.attendee_name, &new.attendee_name);
            adopt(&mut known.attendee_email, &new.attendee_email);
            adopt(&mut known.attendee_timezone, &new.attendee_timezone);
            adopt(&mut self.profile, &event.profile);
        }
        if let Some(old) = event.replaces.as_ref().filter(|old| old.uid != self.uid) {
            self.rescheduled_from = Some(old.uid.clone());
        }
        if let Some(status) = event.status {
            self.status = status;
            self.reason.clone_from(&event.reason);
            self.asks_for_another_time = event.asks_for_another_time;
        }
        self.started |= event.kind.is_snapshot();
        self.ended |= event.kind == EventKind::Ended;
    }

    /// Whatever else came for it: a booking that another one replaced is rescheduled.
    fn give_way_to(&mut self, successor: &BookingEvent) {
        self.status = BookingStatus::Rescheduled;
        self.rescheduled_to = Some(successor.uid.clone());
        self.asks_for_another_time = false;
        if let Some(old) = &successor.replaces {
            self.details.start = self.details.start.or(old.start);
            self.details.end = self.details.end.or(old.end);
        }
    }
}

#[expect(clippy::ref_option, reason = "callers hold the fields of a borrowed struct")]
fn adopt<T: Clone>(known: &mut Option<T>, new: &Option<T>) {
    if let Some(new) = new {
        *known = Some(new.clone());
    }
}

/// The marks are per attendee: a guest who missed it is not the applicant who did.
fn mark_no_shows(booking: &mut Booking, events: &[&BookingEvent]) {
    for (email, missed) in events.iter().flat_map(|event| &event.no_shows) {
        let booker = booking.details.attendee_email.as_ref();
        if booker.is_none_or(|booker| booker == email) {
            booking.no_show = *missed;
        }
    }
}

#[cfg(test)]
mod tests;
