//! The fold: from the set of a booking's events to its state.
//!
//! Nothing here knows when a delivery arrived. Events are sorted by their own time, kind and
//! digest, so any order of arrival and any repetition gives the same booking.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::booking::{Attendance, Booking, BookingStatus};
use super::details::{Details, adopt};
use super::event::{BookingEvent, EventKind, Recorded};
use super::event_types::is_of_other_type;
use super::ids::BookingUid;
use super::seat::Seat;
use super::text::Email;

/// All facts about one booking. The events may be in any order and contain repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History<'a> {
    /// The events that name it.
    pub own: Cow<'a, [Recorded]>,
    /// The events of other bookings that replace it: for each seat that they name the last one.
    pub replaced_by: Vec<Recorded>,
    /// The booking before it in its chain, where no event of its own names what it replaces.
    pub follows: Option<BookingUid>,
    /// The event of another booking that ended the recurring series of this one.
    pub ended_by: Option<Recorded>,
}

impl History<'_> {
    /// Returns the relations of a booking to which no other one is related.
    #[must_use]
    pub fn alone(own: Vec<Recorded>) -> Self {
        Self { own: Cow::Owned(own), ..Self::default() }
    }
}

/// Returns the state of the booking `uid`: one entry, or one per seat, ordered by seat. Empty without any
/// event.
#[must_use]
pub fn fold(uid: &BookingUid, history: &History<'_>) -> Vec<Booking> {
    if history.own.is_empty() && history.replaced_by.is_empty() {
        return Vec::new();
    }
    in_order(uid, history, |known| {
        let fold_one = |seat| {
            let mut booking = known.fold_seat(seat).0;
            let says = if known.events.is_empty() { &known.replacements } else { &known.events };
            booking.other_type = is_of_other_type(says.iter().copied());
            booking.rescheduled_from = booking.rescheduled_from.or_else(|| history.follows.clone());
            booking
        };
        known.seats.iter().map(fold_one).collect()
    })
}

/// Returns the event that decides where a seat stands, or the booking if it has none: the one that gave it its
/// status, that marked the attendee as absent, or that reported its end. `None`: no event says it.
#[must_use]
pub fn decider<'a>(uid: &BookingUid, history: &'a History<'_>, seat: Option<&Seat>) -> Option<&'a Recorded> {
    in_order(uid, history, |known| {
        let decides = known.decider(seat)?;
        let mut all = history.own.iter().chain(&history.replaced_by);
        let found = all.find(|recorded| std::ptr::eq(&raw const recorded.event, decides));
        found.or(history.ended_by.as_ref())
    })
}

/// Sorts the events of a booking and passes them to `read`.
fn in_order<T>(uid: &BookingUid, history: &History<'_>, read: impl FnOnce(&Ordered<'_>) -> T) -> T {
    let replacements: Vec<&BookingEvent> = sorted(&history.replaced_by);
    let end = history.ended_by.as_ref().map(|end| of_this(uid, end));
    let events = sorted(history.own.iter().chain(&end));
    let seats = Seats::collect(&events, &replacements);
    read(&Ordered { uid, seats: &seats, events, end: end.as_ref().map(|end| &end.event), replacements })
}

/// The end of its series, as an event of this occurrence.
fn of_this(uid: &BookingUid, end: &Recorded) -> Recorded {
    let event = BookingEvent {
        at: end.event.at,
        status: Some(BookingStatus::Cancelled),
        reason: end.event.reason.clone(),
        ..BookingEvent::new(uid.clone(), EventKind::Cancelled)
    };
    Recorded { event, digest: end.digest }
}

fn sorted<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Vec<&'a BookingEvent> {
    let mut events: Vec<&Recorded> = events.into_iter().collect();
    events.sort_by_key(|recorded| recorded.order());
    events.into_iter().map(|recorded| &recorded.event).collect()
}

/// The seats of a booking with their attendees; empty for a booking without seats.
struct Seats<'a>(BTreeMap<&'a Seat, BTreeSet<&'a Email>>);

impl<'a> Seats<'a> {
    fn collect(own: &[&'a BookingEvent], replacements: &[&'a BookingEvent]) -> Self {
        let mut seats = Self(BTreeMap::new());
        for event in own.iter().filter(|event| matches!(event.seat, Some(Seat::Ref(_)))) {
            seats.add(event);
        }
        let unknown: Vec<_> = own.iter().chain(replacements).filter(|event| !seats.knows(event)).collect();
        for event in unknown {
            seats.add(event);
        }
        seats
    }

    fn add(&mut self, event: &'a BookingEvent) {
        if let Some(seat) = &event.seat {
            self.0.entry(seat).or_default().extend(event.attendee());
        }
    }

    fn knows(&self, event: &BookingEvent) -> bool {
        let is_seat =
            |seat| self.0.contains_key(seat) || event.attendee().is_some_and(|email| self.has(email));
        event.seat.as_ref().is_none_or(is_seat)
    }

    fn has(&self, email: &Email) -> bool {
        self.0.values().any(|emails| emails.contains(email))
    }

    /// Returns each seat; `None` for a booking without seats.
    fn iter(&self) -> impl Iterator<Item = Option<&'a Seat>> {
        let unseated = self.0.is_empty().then_some(None);
        self.0.keys().copied().map(Some).chain(unseated)
    }

    fn is_taken_by(&self, seat: Option<&Seat>, email: &Email) -> bool {
        seat.and_then(|seat| self.0.get(seat)).is_some_and(|emails| emails.contains(email))
    }

    /// Whether `event`, one of the booking's own, is about `seat`.
    fn concerns(&self, event: &BookingEvent, seat: Option<&Seat>) -> bool {
        match &event.seat {
            Some(named @ Seat::Ref(_)) => Some(named) == seat,
            Some(Seat::Of(email)) => self.is_taken_by(seat, email),
            None => match &event.details.attendee_email {
                Some(email) if event.kind.is_about_its_attendee() && self.has(email) => {
                    self.is_taken_by(seat, email)
                }
                _ => true,
            },
        }
    }

    /// Whether `event`, of the successor, moves `seat` there: its reference, or its attendee, does.
    fn moves(&self, event: &BookingEvent, seat: Option<&Seat>) -> bool {
        match &event.seat {
            None => true,
            Some(named @ Seat::Ref(_)) if self.0.contains_key(named) => Some(named) == seat,
            Some(_) => event.attendee().is_some_and(|email| self.is_taken_by(seat, email)),
        }
    }
}

/// A booking's events, sorted for the fold.
struct Ordered<'a> {
    uid: &'a BookingUid,
    seats: &'a Seats<'a>,
    events: Vec<&'a BookingEvent>,
    /// The event that ended the whole series.
    end: Option<&'a BookingEvent>,
    replacements: Vec<&'a BookingEvent>,
}

impl Ordered<'_> {
    /// The event that decides where a seat stands.
    fn decider(&self, seat: Option<&Seat>) -> Option<&BookingEvent> {
        let (booking, gave_status) = self.fold_seat(seat);
        let concerned = self.concerning(seat);
        let attended = match (booking.status, booking.attendance) {
            (BookingStatus::Accepted, Attendance::Missed { .. }) => {
                mark(&booking, &concerned).map(|mark| mark.0)
            }
            (BookingStatus::Accepted, Attendance::Held) => {
                concerned.into_iter().rfind(|event| event.kind == EventKind::Ended)
            }
            _ => None,
        };
        attended.or(gave_status)
    }

    /// The events that are about a seat, or about the booking.
    fn concerning(&self, seat: Option<&Seat>) -> Vec<&BookingEvent> {
        self.events.iter().copied().filter(|event| self.seats.concerns(event, seat)).collect()
    }

    /// The booking, and the event that gave it its status.
    fn fold_seat(&self, seat: Option<&Seat>) -> (Booking, Option<&BookingEvent>) {
        let mut booking = Booking::unknown(self.uid, seat);
        let concerned = self.concerning(seat);
        let (snapshots, spoken): (Vec<&BookingEvent>, Vec<&BookingEvent>) =
            concerned.iter().partition(|event| event.kind.is_snapshot());
        let (mut link_is_proven, mut gave_status) = (false, None);
        for event in snapshots.iter().chain(&spoken) {
            let of_seat = seat.is_none() || event.seat.is_some() || event.kind.is_about_its_attendee();
            let of_many = !of_seat || self.end.is_some_and(|end| std::ptr::eq(end, *event));
            booking.learn_place(event, &mut link_is_proven);
            booking.learn(event, of_seat);
            if booking.learn_status(event, of_many) {
                gave_status = Some(*event);
            }
        }
        let is_over = concerned.iter().any(|event| event.kind == EventKind::Ended);
        booking.attendance = Attendance::new(is_over, is_missed(&booking, &concerned));
        booking.first_event_at = concerned.iter().map(|event| event.made_at.or(event.at)).min().flatten();
        booking.last_event_at = concerned.iter().map(|event| event.at).max().flatten();
        if let Some(replacement) = self.replacements.iter().rfind(|event| self.seats.moves(event, seat)) {
            booking.give_way_to(replacement);
            gave_status = Some(*replacement);
        }
        (booking, gave_status)
    }
}

impl Booking {
    fn unknown(uid: &BookingUid, seat: Option<&Seat>) -> Self {
        Self {
            uid: uid.clone(),
            seat: seat.cloned(),
            status: BookingStatus::Accepted,
            details: Details::default(),
            rescheduled_from: None,
            rescheduled_to: None,
            reason: None,
            asks_for_another_time: false,
            attendance: Attendance::Open,
            profile: None,
            recurring: None,
            other_type: false,
            first_event_at: None,
            last_event_at: None,
        }
    }

    /// Applies the details of the next event. `of_seat`: the event is also about the attendee, not only about
    /// the meeting as a whole.
    fn learn(&mut self, event: &BookingEvent, of_seat: bool) {
        self.details.learn(&event.details, of_seat);
        if of_seat {
            adopt(&mut self.profile, &event.profile);
        }
        if let Some(old) = event.replaces.as_ref().filter(|old| old.uid != self.uid) {
            self.rescheduled_from = Some(old.uid.clone());
        }
        adopt(&mut self.recurring, &event.recurring);
    }

    /// Applies the event's status, and returns whether it counts. `of_many`: the event ends more than this
    /// booking or seat, so an attendee who left before keeps their own reason.
    fn learn_status(&mut self, event: &BookingEvent, of_many: bool) -> bool {
        let has_ended = matches!(self.status, BookingStatus::Cancelled | BookingStatus::Rejected);
        if matches!(event.kind, EventKind::Cancelled | EventKind::Stated) && of_many && has_ended {
            return false;
        }
        let Some(status) = event.status else { return false };
        if event.kind == EventKind::Stated && status == self.status {
            // Webhooks know more of why.
            self.reason = self.reason.take().or_else(|| event.reason.clone());
            adopt(&mut self.rescheduled_to, &event.moved_to);
            return false;
        }
        self.status = status;
        self.reason.clone_from(&event.reason);
        self.rescheduled_to.clone_from(&event.moved_to);
        self.asks_for_another_time = event.asks_for_another_time;
        true
    }

    /// Applies the place of the meeting. A link that a visitor may have made up gives way to one from
    /// Cal.com, and never replaces it.
    fn learn_place(&mut self, event: &BookingEvent, link_is_proven: &mut bool) {
        let known = &mut self.details;
        let new = &event.details;
        if event.kind == EventKind::Updated && new.location.is_some() && new.location != known.location {
            // The old link belongs to the old place.
            known.link = None;
            *link_is_proven = false;
        }
        adopt(&mut known.location, &new.location);
        if new.link.is_some() && !(*link_is_proven && event.link_is_unproven) {
            known.link.clone_from(&new.link);
            *link_is_proven = !event.link_is_unproven;
        }
    }

    /// Marks a booking that another one replaced as rescheduled, whatever else arrived for it.
    fn give_way_to(&mut self, successor: &BookingEvent) {
        self.status = BookingStatus::Rescheduled;
        self.rescheduled_to = Some(successor.uid.clone());
        self.asks_for_another_time = false;
        if let Some(old) = successor.replaces.as_ref().filter(|old| old.uid == self.uid) {
            self.details.start = self.details.start.or(old.start);
            self.details.end = self.details.end.or(old.end);
        }
    }
}

/// Whether the last mark says so.
fn is_missed(booking: &Booking, events: &[&BookingEvent]) -> bool {
    mark(booking, events).is_some_and(|(_, missed)| missed)
}

/// The last event that marks the booker. Marks are per attendee: a guest who missed it is not the booker.
fn mark<'a>(booking: &Booking, events: &[&'a BookingEvent]) -> Option<(&'a BookingEvent, bool)> {
    let booker = booking.details.attendee_email.as_ref();
    let marks =
        events.iter().rev().flat_map(|event| event.no_shows.iter().rev().map(move |mark| (*event, mark)));
    let mut of_booker = marks.filter(|(_, (email, _))| booker.is_none_or(|booker| booker == email));
    of_booker.next().map(|(event, (_, missed))| (event, *missed))
}

#[cfg(test)]
mod tests;
