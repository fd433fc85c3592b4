//! The effect of a delivery, in one transaction.

use rusqlite::Connection;

use super::projection::{Step, of_rows};
use super::transaction::{Tx, rows_of};
use crate::domain::event::{BookingEvent, Meaning};
use crate::domain::ids::{BookingUid, Digest, ProfileId};
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::deliveries::{self, Arrival, Outcome};

/// The receipt of a delivery. A repeated one gets the ids of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The delivery's number in the inbox.
    pub delivery: i64,
    /// Its outcome.
    pub outcome: Outcome,
    /// The booking that it is about.
    pub booking: Option<BookingUid>,
    /// The profile that the booking belongs to.
    pub profile: Option<ProfileId>,
}

/// Keeps a delivery and applies it.
pub(in crate::store) fn deliver(tx: &Tx<'_>, arrival: &Arrival<'_>) -> rusqlite::Result<Receipt> {
    match &arrival.decoded.meaning {
        Meaning::Event(event) => apply(tx, arrival, event),
        Meaning::Ignored(_) | Meaning::Unreadable(_) => keep(tx.db, arrival),
    }
}

/// Keeps a delivery that is about no booking.
fn keep(db: &Connection, arrival: &Arrival<'_>) -> rusqlite::Result<Receipt> {
    let receipt = |delivery, outcome| Receipt { delivery, outcome, booking: None, profile: None };
    match deliveries::by_digest(db, deliveries::digest(arrival.body))? {
        Some(id) => Ok(receipt(id, Outcome::Duplicate)),
        None => deliveries::insert(db, arrival, None)
            .map(|id| receipt(id, deliveries::outcome(&arrival.decoded.meaning))),
    }
}

/// Keeps a delivery and makes its booking, those that it is related to, and their profiles what
/// they are with it.
fn apply(tx: &Tx<'_>, arrival: &Arrival<'_>, event: &BookingEvent) -> rusqlite::Result<Receipt> {
    let before = rows_of(tx, &event.uid)?;
    let filed = of_rows(tx.db, &before, i64::MAX)?;
    if let Some(known) = filed.iter().find(|known| known.came_as(arrival.source, arrival.body)) {
        return Ok(receipt(known.id, Outcome::Duplicate, event, &before));
    }
    let earlier = deliveries::events(tx.rules.codec.decode, &filed);
    let rows = Step::new(tx, i64::MAX, earlier, event, || deliveries::digest(arrival.body))?.run(before)?;
    let booking = rows.first().map(|first| first.id);
    let delivery = deliveries::insert(tx.db, arrival, booking)?;
    Ok(receipt(delivery, Outcome::Applied, event, &rows))
}

/// Applies a delivery that is in the inbox already, as if those up to its number were all that
/// ever came. Files it under its booking, unless it is in its place already.
pub(in crate::store) fn again(
    tx: &Tx<'_>,
    delivery: i64,
    filed: Option<i64>,
    event: &BookingEvent,
    digest: impl FnOnce() -> Digest,
) -> rusqlite::Result<Option<i64>> {
    let before = rows_of(tx, &event.uid)?;
    let earlier = deliveries::events(tx.rules.codec.decode, &of_rows(tx.db, &before, delivery - 1)?);
    let rows = Step::new(tx, delivery, earlier, event, digest)?.run(before)?;
    let booking = rows.first().map(|first| first.id);
    if booking != filed {
        deliveries::file(tx.db, delivery, booking)?;
    }
    Ok(booking)
}

/// The answer names the row that the event is about.
fn receipt(delivery: i64, outcome: Outcome, event: &BookingEvent, rows: &[BookingRow]) -> Receipt {
    let profile = row_about(event, rows).and_then(|row| row.owner).map(|owner| owner.id);
    Receipt { delivery, outcome, booking: Some(event.uid.clone()), profile }
}

/// The row of its booking that an event is about: that of its attendee, else of its seat, else the first.
pub(in crate::store) fn row_about<'a>(
    event: &BookingEvent,
    rows: &'a [BookingRow],
) -> Option<&'a BookingRow> {
    let email = event.details.attendee_email.as_ref();
    let of_attendee =
        |row: &&BookingRow| email.is_some() && row.booking.details.attendee_email.as_ref() == email;
    let of_seat = |row: &&BookingRow| event.seat.is_some() && row.booking.seat == event.seat;
    rows.iter().find(of_attendee).or_else(|| rows.iter().find(of_seat)).or(rows.first())
}
