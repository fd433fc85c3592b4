//! The target of Cal.com's redirect. It is not signed: its sender knows the uid, nothing else.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use super::view::Visit;
use crate::calcom::links::Redirect;
use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::ids::ProfileId;
use crate::domain::matching::{BookingName, Claim};
use crate::domain::profile::Profile;
use crate::domain::seat::Seat;
use crate::store::{Current, OwnedBooking, ReadError, Store};

/// For so long after its last event a booking is shown to a browser that names its uid.
const GUEST_TIME: Duration = Duration::hours(24);
/// The longest chain that is followed.
const MOVES: usize = 64;

/// The target of a redirect.
pub(super) enum Found {
    /// It says nothing, or nothing that is not on the applicant's page already.
    Nothing,
    /// A booking that has not arrived.
    OnItsWay,
    /// A booking with the applicant's address, which is not theirs yet.
    Theirs(BookingName),
    /// A booking whose uid this browser knows, and nothing else.
    Booking {
        booking: Box<Booking>,
        /// Under this name the applicant may say that it is theirs.
        offer: Option<BookingName>,
    },
}

impl Found {
    /// Finds the target of `returned` for the browser of the application `current`.
    pub(super) fn new(
        store: &Store,
        returned: &Redirect,
        current: Option<&Current>,
        now: OffsetDateTime,
    ) -> Result<Self, ReadError> {
        let Some(name) = returned.name().filter(|_| returned.booked) else {
            let waits = returned.booked
                && current.is_some_and(|current| current.booking.is_none() && !current.withheld);
            return Ok(if waits { Self::OnItsWay } else { Self::Nothing });
        };
        let rows = store.bookings(&name.uid)?;
        if rows.is_empty() {
            return Ok(Self::OnItsWay);
        }
        match current {
            Some(current) => Self::of_applicant(store, name, rows, current, now),
            None => Self::shown(store, &name, rows, None, now),
        }
    }

    fn of_applicant(
        store: &Store,
        name: BookingName,
        rows: Vec<OwnedBooking>,
        current: &Current,
        now: OffsetDateTime,
    ) -> Result<Self, ReadError> {
        let profile = &current.profile;
        let claim = claim_of(profile, &name, now);
        let email = |row: &OwnedBooking| row.booking.details.attendee_email.clone();
        let concerned: Vec<_> = rows
            .iter()
            .filter(|row| claim.concerns(row.booking.seat.as_ref(), email(row).as_ref()))
            .collect();
        if concerned.iter().any(|row| row.holder == Some(profile.id)) {
            return Ok(Self::Nothing);
        }
        if concerned.iter().any(|row| email(row).as_ref() == Some(&profile.email)) {
            return Ok(Self::Theirs(name));
        }
        if current.booking.is_some() {
            return Ok(Self::Nothing);
        }
        let offer = concerned.iter().any(|row| row.holder.is_none()).then(|| name.clone());
        Self::shown(store, &name, rows, offer, now)
    }

    fn shown(
        store: &Store,
        name: &BookingName,
        rows: Vec<OwnedBooking>,
        offer: Option<BookingName>,
        now: OffsetDateTime,
    ) -> Result<Self, ReadError> {
        let is_named = |known: &Booking| {
            let seat = known.seat.as_ref().and_then(Seat::reference);
            seat.is_some() && seat == name.seat.as_ref()
        };
        let named = pick(rows, is_named);
        let standing = named.map(|booking| standing(store, booking)).transpose()?.flatten();
        let fresh = standing.filter(|booking| booking.last_event_at.is_some_and(|at| now - at < GUEST_TIME));
        Ok(fresh.map_or(Self::Nothing, |booking| Self::Booking { booking: Box::new(booking), offer }))
    }

    /// Returns the visit to show to the browser of the application `known`.
    pub(super) fn visit<'a>(&'a self, known: Option<&'a Current>, version: &'a str) -> Visit<'a> {
        match (self, known) {
            (Self::Booking { booking, offer }, _) => {
                Visit::Guest { found: Some(booking), offer: offer.as_ref() }
            }
            (Self::OnItsWay, None) => Visit::Guest { found: None, offer: None },
            (_, None) => Visit::Stranger,
            (found, Some(current)) => {
                Visit::Applicant { current, version, returning: matches!(found, Self::OnItsWay) }
            }
        }
    }
}

/// Whether the booking that `returned` names, or the one that took its place in the end, belongs to
/// `profile`: then the browser that comes from the calendar is that applicant's.
pub(super) fn belongs(store: &Store, returned: &Redirect, profile: ProfileId) -> Result<bool, ReadError> {
    let Some(uid) = &returned.uid else { return Ok(false) };
    if store.bookings(uid)?.iter().any(|row| row.holder == Some(profile)) {
        return Ok(true);
    }
    let mut latest = store.current(profile)?.and_then(|current| current.booking);
    for _ in 0..MOVES {
        let Some(before) = latest.and_then(|booking| booking.rescheduled_from) else { break };
        if before == *uid {
            return Ok(true);
        }
        latest = store.bookings(&before)?.into_iter().next().map(|row| row.booking);
    }
    Ok(false)
}

/// The booking whose place this one took, if that is known.
pub(super) fn previous(store: &Store, booking: Option<&Booking>) -> Result<Option<Booking>, ReadError> {
    let Some((booking, uid)) =
        booking.and_then(|booking| Some((booking, booking.rescheduled_from.as_ref()?)))
    else {
        return Ok(None);
    };
    Ok(pick(store.bookings(uid)?, |before| is_same_attendee(booking, before)))
}

fn is_same_attendee(one: &Booking, other: &Booking) -> bool {
    let email = &one.details.attendee_email;
    (other.seat == one.seat && one.seat.is_some())
        || (email.is_some() && other.details.attendee_email == *email)
}

fn claim_of(profile: &Profile, name: &BookingName, now: OffsetDateTime) -> Claim {
    Claim { at: now, profile: profile.id, email: profile.email.clone(), seat: name.seat.clone() }
}

/// The seat that fits, else the only one: of several seats, a uid does not tell whose.
fn pick(mut rows: Vec<OwnedBooking>, fits: impl Fn(&Booking) -> bool) -> Option<Booking> {
    let only = (rows.len() == 1).then_some(0);
    let found = rows.iter().position(|known| fits(&known.booking)).or(only)?;
    Some(rows.swap_remove(found).booking)
}

/// Follows a booking that was moved to the one that took its place; `None` if that one is not known.
fn standing(store: &Store, mut booking: Booking) -> Result<Option<Booking>, ReadError> {
    let mut seen = BTreeSet::new();
    while booking.status == BookingStatus::Rescheduled {
        let next = booking.rescheduled_to.take().filter(|_| seen.insert(booking.uid.clone()));
        let Some(next) = next.filter(|_| seen.len() <= MOVES) else { return Ok(None) };
        match pick(store.bookings(&next)?, |later| is_same_attendee(&booking, later)) {
            Some(later) => booking = later,
            None => return Ok(None),
        }
    }
    Ok(Some(booking))
}
