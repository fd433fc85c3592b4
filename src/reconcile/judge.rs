//! Judges a booking from the API: it is ignored, or becomes statements.

use time::{Duration, OffsetDateTime};

use super::access::Access;
use super::outcome::PassError;
use crate::calcom::api::ApiBooking;
use crate::calcom::statement;
use crate::domain::booking::BookingStatus;
use crate::domain::event::BookingEvent;
use crate::domain::event_types::EventTypes;
use crate::domain::seat::Seat;
use crate::store::{OwnedBooking, Statement, Store};

/// After this time, a successor would exist.
const GAP: Duration = Duration::seconds(60);
/// Where the addresses of erased people are.
const ERASED: &str = "@erased.invalid";

/// The verdict on a booking.
pub(super) enum Verdict {
    /// It does not belong here; nothing of it is stored.
    Foreign,
    /// Its attendee was erased.
    Erased,
    /// A successor may follow.
    Waiting,
    /// Its statements.
    Stated(Vec<Statement>),
}

/// The event types whose bookings belong here.
pub(super) struct Ours {
    /// The event type of the booking link.
    pub(super) connected: i64,
    /// Those that the settings list.
    pub(super) scope: EventTypes,
}

impl Ours {
    /// Whether a booking is of one of them. The API lists other people's meetings as well, which may have the slug
    /// of the booking page, so only that event type itself is, and those that the team lists.
    fn has(&self, row: &ApiBooking) -> bool {
        let is_listed = || {
            matches!(&self.scope, EventTypes::Only(_))
                && row.slug().is_some_and(|slug| self.scope.lists(&slug))
        };
        row.event_type == Some(self.connected) || is_listed()
    }

    /// Whether a booking is of another event type and names no application, so that its people are not
    /// stored.
    fn has_not(&self, row: &ApiBooking) -> bool {
        let is_other = row.slug().is_some_and(|slug| !self.scope.lists(&slug));
        is_other && row.profile.is_none() && !self.has(row)
    }
}

/// Judges a booking as read at this time by the API's clock.
pub(super) fn judge(
    access: &Access,
    row: &ApiBooking,
    ours: &Ours,
    date: OffsetDateTime,
) -> Result<Verdict, PassError> {
    let known = access.with(|store| store.bookings(&row.uid))??;
    if known.is_empty() && !ours.has(row) && !access.with(|store| is_related(store, row))?? {
        return Ok(Verdict::Foreign);
    }
    let is_erased = |known: &OwnedBooking| {
        let email = known.booking.details.attendee_email.as_ref();
        email.is_some_and(|email| email.as_str().ends_with(ERASED))
    };
    if known.iter().any(is_erased) {
        return Ok(Verdict::Erased);
    }
    if row.may_be_moving() && row.at().is_none_or(|at| date - at < GAP) {
        return Ok(Verdict::Waiting);
    }
    let mut events = row.statements();
    let at = settled(date);
    let marks = events.iter().filter_map(|event| no_show(row, event, &known, at)).collect::<Vec<_>>();
    events.extend(marks);
    events.extend(seats_left(row, &known, at));
    if ours.has_not(row) {
        events = events.into_iter().filter_map(BookingEvent::without_people).collect();
    }
    Ok(Verdict::Stated(events.iter().map(stored).collect()))
}

fn stored(event: &BookingEvent) -> Statement {
    let body = statement::encode(event);
    let decoded = statement::decode(&body);
    Statement { body, decoded }
}

/// Whether it names an existing profile, or replaces a known booking.
fn is_related(store: &Store, row: &ApiBooking) -> Result<bool, crate::store::ReadError> {
    if let Some(profile) = row.profile
        && store.current(profile)?.is_some()
    {
        return Ok(true);
    }
    let moved = row.from.iter().chain(&row.to);
    for uid in moved {
        if !store.bookings(uid)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A no-show changes no time at Cal.com, so it is stated only if it differs from the known state, and gives
/// way to webhooks of the last minutes.
fn no_show(
    row: &ApiBooking,
    event: &BookingEvent,
    known: &[OwnedBooking],
    at: OffsetDateTime,
) -> Option<BookingEvent> {
    let email = event.details.attendee_email.as_ref()?;
    let missed = row.absent(email)?;
    let seat = event.seat.as_ref();
    let before = known.iter().map(|known| &known.booking).find(|booking| booking.seat.as_ref() == seat);
    let differs = before.map_or(missed, |booking| booking.attendance.is_missed() != missed);
    let is_quiet = before.is_none_or(|booking| booking.last_event_at < Some(at));
    (differs && is_quiet).then(|| row.no_show(seat, email, missed, at))
}

/// Returns a known seat that is no longer listed, of a confirmed booking that lists its seats.
fn seats_left(row: &ApiBooking, known: &[OwnedBooking], at: OffsetDateTime) -> Vec<BookingEvent> {
    let Some(seats) = row.seats() else { return Vec::new() };
    let is_left = |known: &&OwnedBooking| {
        let booking = &known.booking;
        let is_open = matches!(booking.status, BookingStatus::Accepted | BookingStatus::Pending);
        let reference = booking.seat.as_ref().and_then(Seat::reference);
        is_open && reference.is_some_and(|seat| !seats.contains(&seat)) && booking.last_event_at < Some(at)
    };
    let left = known.iter().filter(is_left).filter_map(|known| known.booking.seat.as_ref());
    left.map(|seat| row.seat_left(seat, at)).collect()
}

/// Before this time by the API's clock, webhooks may still be under way.
pub(super) fn settled(date: OffsetDateTime) -> OffsetDateTime {
    date.saturating_sub(Duration::minutes(5))
}
