//! The effect of a delivery, in one transaction.

use super::projection::{Step, of_rows};
use super::transaction::{Tx, rows_of};
use crate::domain::codec::Codec;
use crate::domain::event::{BookingEvent, Decoded, Meaning};
use crate::domain::event_types::Extent;
use crate::domain::ids::{BookingUid, Digest, ProfileId};
use crate::store::matched::Match;
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::deliveries::{self, Arrival, Filed, Filing, Outcome};

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

/// Stores a delivery and applies it.
pub(in crate::store) fn deliver(tx: &Tx<'_>, arrival: &Arrival<'_>) -> rusqlite::Result<Receipt> {
    match &arrival.decoded.meaning {
        Meaning::Event(event) => apply(tx, arrival, event),
        Meaning::Ignored(_) | Meaning::Unreadable(_) => keep(tx, arrival),
    }
}

/// Stores a delivery that is about no booking.
fn keep(tx: &Tx<'_>, arrival: &Arrival<'_>) -> rusqlite::Result<Receipt> {
    let receipt = |delivery, outcome| Receipt { delivery, outcome, booking: None, profile: None };
    if let Some(id) = deliveries::by_digest(tx.db, deliveries::digest(arrival.body))? {
        return Ok(receipt(id, Outcome::Duplicate));
    }
    let filing = Filing::nowhere(&arrival.decoded.meaning);
    let id = deliveries::insert(tx.db, arrival, filing, tx.rules.codec.encode)?;
    Ok(receipt(id, filing.outcome))
}

/// Stores a delivery and updates its booking, related bookings, and their profiles.
fn apply(tx: &Tx<'_>, arrival: &Arrival<'_>, event: &BookingEvent) -> rusqlite::Result<Receipt> {
    let before = rows_of(tx, &event.uid)?;
    let filed = of_rows(tx.db, &before, i64::MAX)?;
    if let Some(known) = filed.iter().find(|known| known.came_as(arrival.source, arrival.body)) {
        return Ok(receipt(known.id, Outcome::Duplicate, event, &before));
    }
    let earlier = deliveries::events(tx.rules.codec.decode, &filed);
    let is_beside_other = earlier.iter().any(|known| known.event.other_type);
    if is_beside_other && !event.belongs() && !event.other_type {
        // It names no event type, and is treated like those that do.
        let meaning = event.clone().of_other_type();
        let decoded = Decoded { trigger: arrival.decoded.trigger.clone(), meaning };
        return deliver(tx, &Arrival { decoded: &decoded, extent: Extent::Least, ..*arrival });
    }
    let was_other = before.first().map(|first| first.booking.other_type);
    let step = |earlier| Step::new(tx, i64::MAX, earlier, event, || deliveries::digest(arrival.body));
    let rows = if event.other_type && !is_beside_other && !filed.is_empty() {
        // The replaced rows named people, so they are overwritten in the file.
        deliveries::overwrite_deleted(tx.db, true)?;
        let rows = lessen(tx, &filed).and_then(|()| step(earlier)?.run(before));
        deliveries::overwrite_deleted(tx.db, false)?;
        rows?
    } else {
        step(earlier)?.run(before)?
    };
    let filing = refile(tx, was_other, &rows, i64::MAX)?;
    let delivery = deliveries::insert(tx.db, arrival, filing, tx.rules.codec.encode)?;
    Ok(receipt(delivery, filing.outcome, event, &rows))
}

/// Removes the people from deliveries that do not say that their booking belongs here.
fn lessen(tx: &Tx<'_>, filed: &[Filed]) -> rusqlite::Result<()> {
    let Codec { decode, encode, .. } = tx.rules.codec;
    for known in filed {
        let Decoded { trigger, meaning } = decode(known.source, &known.body);
        let Meaning::Event(event) = meaning else { continue };
        if event.belongs() || event.other_type {
            continue;
        }
        let least = Decoded { trigger, meaning: event.of_other_type() };
        deliveries::replace(tx.db, known.id, &known.body, &encode(&least))?;
        if least.meaning.reason().is_some() {
            // It says nothing about the booking any more.
            let filing = Filing::nowhere(&least.meaning);
            deliveries::correct(tx.db, known.id, &least.trigger, filing, Some(known.digest()))?;
        }
    }
    Ok(())
}

/// Returns how a delivery of a booking is filed, and files those up to the number `last` so, too, if its event type
/// is now known to be the team's, or not to be.
fn refile(tx: &Tx<'_>, was_other: Option<bool>, after: &[BookingRow], last: i64) -> rusqlite::Result<Filing> {
    let other_type = after.first().is_some_and(|first| first.booking.other_type);
    let filing = Filing::under(after.first().map(|first| first.id), other_type);
    if was_other.is_some_and(|was_other| was_other != other_type) {
        deliveries::file_all(tx.db, filing, last)?;
    }
    Ok(filing)
}

/// Applies a stored delivery as if no later ones existed. Files it under its booking, unless that is already
/// done.
pub(in crate::store) fn again(
    tx: &Tx<'_>,
    delivery: i64,
    filed: Option<i64>,
    event: &BookingEvent,
    digest: impl FnOnce() -> Digest,
) -> rusqlite::Result<Filing> {
    let before = rows_of(tx, &event.uid)?;
    let was_other = before.first().map(|first| first.booking.other_type);
    let earlier = deliveries::events(tx.rules.codec.decode, &of_rows(tx.db, &before, delivery - 1)?);
    // Its own row may still name a booking by the number that it had before.
    let rows = Step::new(tx, delivery - 1, earlier, event, digest)?.run(before)?;
    let filing = refile(tx, was_other, &rows, delivery - 1)?;
    if filing.booking != filed {
        deliveries::file(tx.db, delivery, filing.booking)?;
    }
    Ok(filing)
}

/// The answer names the row that the event is about.
fn receipt(delivery: i64, outcome: Outcome, event: &BookingEvent, rows: &[BookingRow]) -> Receipt {
    let profile = row_about(event, rows).and_then(|row| row.matched).and_then(Match::id);
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
