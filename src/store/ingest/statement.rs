//! Stores statements of Cal.com's API like deliveries, if they are new.

use time::OffsetDateTime;

use super::deliver;
use super::transaction::{Tx, rows_of};
use crate::domain::booking::Booking;
use crate::domain::event::{Decoded, Meaning, Source};
use crate::domain::event_types::Extent;
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::deliveries::{Arrival, Outcome};

/// A statement about a booking, in the form in which it is stored.
#[derive(Clone)]
pub struct Statement {
    /// The stored form.
    pub body: Vec<u8>,
    /// Its events.
    pub decoded: Decoded,
}

/// The result of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementOutcome {
    /// It was known; nothing was stored.
    Known,
    /// It was stored; the booking did not change.
    Confirmed,
    /// It was stored as this delivery, and changed the booking.
    Repaired(i64),
}

/// Stores a statement and applies it.
pub(in crate::store) fn state(
    tx: &Tx<'_>,
    statement: &Statement,
    received_at: OffsetDateTime,
) -> rusqlite::Result<StatementOutcome> {
    let Meaning::Event(event) = &statement.decoded.meaning else { return Ok(StatementOutcome::Known) };
    let before = rows_of(tx, &event.uid)?;
    let receipt = deliver::deliver(
        tx,
        &Arrival {
            source: Source::Api,
            body: &statement.body,
            decoded: &statement.decoded,
            extent: Extent::Whole,
            received_at,
        },
    )?;
    if receipt.outcome == Outcome::Duplicate {
        return Ok(StatementOutcome::Known);
    }
    let after = rows_of(tx, &event.uid)?;
    let is_same = shown(&before) == shown(&after);
    Ok(if is_same { StatementOutcome::Confirmed } else { StatementOutcome::Repaired(receipt.delivery) })
}

/// The bookings without the times of their events.
fn shown(rows: &[BookingRow]) -> Vec<Booking> {
    let timeless =
        |row: &BookingRow| Booking { first_event_at: None, last_event_at: None, ..row.booking.clone() };
    rows.iter().map(timeless).collect()
}
