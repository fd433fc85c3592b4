//! From deliveries to bookings, and from bookings to profiles.
//!
//! Each step computes a state from the sets of deliveries and profiles; what the tables held
//! before only tells what has to be computed anew.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::bookings::{self, BookingRow, Owner, Rank};
use super::claims;
use super::inbox::{self, Filed, Outcome, Receipt};
use super::profiles;
use super::writer::Tx;
use crate::domain::booking::{Booking, Standing, fold};
use crate::domain::event::{BookingEvent, Reading, Recorded};
use crate::domain::ids::{BookingUid, Digest, ProfileId};
use crate::domain::matching::{self, MatchedBy};
use crate::domain::text::Email;

/// Keeps a delivery and makes its booking, the one that it replaces, those that follow from them,
/// and their profiles what they are with it.
pub(super) fn apply(
    tx: &Tx<'_>,
    body: &[u8],
    reading: &Reading,
    event: &BookingEvent,
    received_at: &str,
) -> rusqlite::Result<Receipt> {
    let before = rows_of(tx, &event.uid)?;
    let earlier = deliveries(tx.db, &before, i64::MAX)?;
    if let Some(known) = earlier.iter().find(|known| known.came_as(body)) {
        return Ok(receipt(known.id, Outcome::Duplicate, event, &before));
    }
    let own = with(tx, &earlier, event, || inbox::digest(body));
    let after = refold(tx, &event.uid, before.clone(), own, i64::MAX)?;
    let booking = after.first().map(|first| first.id);
    let delivery = inbox::insert(tx.db, body, reading, received_at, booking)?;
    let rows = follow_up(tx, &event.uid, &before, after, i64::MAX)?;
    Ok(receipt(delivery, Outcome::Applied, event, &rows))
}

/// Applies a delivery that is in the inbox already, as if those up to its number were all that
/// ever came. Files it under its booking, unless it is in its place already.
pub(super) fn again(
    tx: &Tx<'_>,
    delivery: i64,
    filed: Option<i64>,
    event: &BookingEvent,
    digest: impl FnOnce() -> Digest,
) -> rusqlite::Result<Option<i64>> {
    let before = rows_of(tx, &event.uid)?;
    let earlier = deliveries(tx.db, &before, delivery - 1)?;
    let own = with(tx, &earlier, event, digest);
    let after = refold(tx, &event.uid, before.clone(), own, delivery)?;
    let booking = after.first().map(|first| first.id);
    if booking != filed {
        inbox::file(tx.db, delivery, booking)?;
    }
    follow_up(tx, &event.uid, &before, after, delivery)?;
    Ok(booking)
}

/// The rows of one uid, in order of insertion.
pub(super) fn rows_of(tx: &Tx<'_>, uid: &BookingUid) -> rusqlite::Result<Vec<BookingRow>> {
    bookings::of_uid(tx.db, uid, tx.booking_ids(uid)?)
}

/// The deliveries of a booking that has these rows, up to the number `last`.
fn deliveries(db: &Connection, rows: &[BookingRow], last: i64) -> rusqlite::Result<Vec<Filed>> {
    rows.first().map_or_else(|| Ok(Vec::new()), |first| inbox::of_booking(db, first.id, last))
}

/// The events of the earlier deliveries and this one.
fn with(
    tx: &Tx<'_>,
    earlier: &[Filed],
    event: &BookingEvent,
    digest: impl FnOnce() -> Digest,
) -> Vec<Recorded> {
    let mut own = inbox::events(tx.hooks.read, earlier);
    // A digest decides between two events; one alone is spared the work.
    let digest = if own.is_empty() { Digest::default() } else { digest() };
    own.push(Recorded { event: event.clone(), digest });
    own
}

/// The answer names the row that the event is about: its seat, else the first.
fn receipt(delivery: i64, outcome: Outcome, event: &BookingEvent, rows: &[BookingRow]) -> Receipt {
    let email = event.details.attendee_email.as_ref();
    let concerned =
        |row: &&BookingRow| email.is_some() && row.booking.details.attendee_email.as_ref() == email;
    let row = rows.iter().find(concerned).or(rows.first());
    let profile = row.and_then(|row| row.owner).map(|owner| owner.id);
    Receipt { delivery, outcome, booking: Some(event.uid.clone()), profile }
}

/// Writes the rows of `uid` anew from its own events and from those of its successors, looking at
/// deliveries up to the number `last`. Keeps the ids of the rows that were there: the first one is
/// what deliveries point at.
fn refold(
    tx: &Tx<'_>,
    uid: &BookingUid,
    before: Vec<BookingRow>,
    own: Vec<Recorded>,
    last: i64,
) -> rusqlite::Result<Vec<BookingRow>> {
    let mut of_successors = Vec::new();
    for successor in bookings::successors(tx.db, uid)? {
        let rows = rows_of(tx, &successor)?;
        of_successors.extend(inbox::events(tx.hooks.read, &deliveries(tx.db, &rows, last)?));
    }
    let folded = fold(uid, own, &of_successors);
    for row in &before {
        bookings::remove(tx.db, row.id)?;
    }
    let mut ids = before.iter().map(|row| row.id);
    let mut rows = Vec::with_capacity(folded.len());
    for booking in folded {
        let owner = named_by(tx.db, &booking)?;
        let id = ids.next().unwrap_or_else(|| tx.new_booking_id(uid));
        rows.push(bookings::insert(tx.db, id, booking, owner)?);
    }
    Ok(rows)
}

/// The owner that a booking's own metadata names.
fn named_by(db: &Connection, booking: &Booking) -> rusqlite::Result<Option<Owner>> {
    let Some(id) = booking.profile else { return Ok(None) };
    let number = profiles::number(db, id)?;
    Ok(number.map(|number| Owner { number, id, matched_by: MatchedBy::Metadata, inherited: false }))
}

/// Everything else that a change of `uid`'s rows changes: the bookings that it replaces or no
/// longer replaces, whom it and its successors belong to, and what their profiles show. Returns
/// its rows with their owners.
fn follow_up(
    tx: &Tx<'_>,
    uid: &BookingUid,
    before: &[BookingRow],
    mut after: Vec<BookingRow>,
    last: i64,
) -> rusqlite::Result<Vec<BookingRow>> {
    let mut changes = Changes::default();
    changes.note(before);
    let replaced: BTreeSet<BookingUid> =
        before.iter().chain(&after).filter_map(|row| row.booking.rescheduled_from.clone()).collect();
    for old in &replaced {
        let rows = rows_of(tx, old)?;
        changes.note(&rows);
        let own = inbox::events(tx.hooks.read, &deliveries(tx.db, &rows, last)?);
        let mut rows = refold(tx, old, rows, own, last)?;
        changes.rematch(tx, old, &mut rows)?;
    }
    changes.rematch(tx, uid, &mut after)?;
    changes.settle(tx)?;
    Ok(after)
}

/// Attaches the bookings that were waiting for a new profile.
pub(super) fn welcome(tx: &Tx<'_>, id: ProfileId, email: &Email) -> rusqlite::Result<()> {
    let mut waiting = bookings::naming(tx.db, id)?;
    if tx.hooks.match_by_email {
        waiting.extend(bookings::open_to_email(tx.db, email)?);
    }
    rematch(tx, waiting)
}

/// Finds the owners of bookings anew, and those of all that follow from them.
pub(super) fn rematch(tx: &Tx<'_>, uids: impl IntoIterator<Item = BookingUid>) -> rusqlite::Result<()> {
    let mut changes = Changes::default();
    for uid in uids {
        let mut rows = rows_of(tx, &uid)?;
        changes.note(&rows);
        changes.rematch(tx, &uid, &mut rows)?;
    }
    changes.settle(tx)
}

/// What one transaction's step has changed so far.
#[derive(Default)]
struct Changes {
    /// Bookings that were matched anew.
    matched: BTreeSet<BookingUid>,
    /// Profiles that own, or owned, a changed row.
    profiles: BTreeSet<i64>,
    /// The changed rows as they are now.
    rows: Vec<BookingRow>,
    /// The rows that were changed, added or removed.
    ids: BTreeSet<i64>,
}

impl Changes {
    fn note(&mut self, rows: &[BookingRow]) {
        self.ids.extend(rows.iter().map(|row| row.id));
        self.profiles.extend(rows.iter().filter_map(|row| row.owner).map(|owner| owner.number));
    }

    /// Finds the owners of a booking's rows anew, and those of all that follow from it.
    fn rematch(&mut self, tx: &Tx<'_>, uid: &BookingUid, rows: &mut [BookingRow]) -> rusqlite::Result<()> {
        for row in &mut *rows {
            let owner = owner(tx, row)?;
            if owner != row.owner {
                bookings::set_owner(tx.db, row.id, owner)?;
                row.owner = owner;
            }
        }
        self.note(rows);
        self.rows.extend_from_slice(rows);
        if self.matched.insert(uid.clone()) {
            for successor in bookings::successors(tx.db, uid)? {
                let mut rows = rows_of(tx, &successor)?;
                self.note(&rows);
                self.rematch(tx, &successor, &mut rows)?;
            }
        }
        Ok(())
    }

    /// Makes the profiles show what is now their current booking.
    fn settle(&self, tx: &Tx<'_>) -> rusqlite::Result<()> {
        for number in &self.profiles {
            let shown = profiles::shown(tx.db, *number)?;
            if shown.booking.is_some_and(|id| self.ids.contains(&id)) {
                // The current booking itself changed, so any other one may have become current.
                let all = bookings::of_profile(tx.db, *number)?;
                profiles::show(tx, &shown, best(&all))?;
                continue;
            }
            let mine = self.rows.iter().filter(|row| row.owner.is_some_and(|owner| owner.number == *number));
            let Some(best) = best(mine) else { continue };
            if Some(rank(best)) > shown.rank {
                profiles::show(tx, &shown, Some(best))?;
            }
        }
        Ok(())
    }
}

/// Of a profile's bookings the one that it shows: the accepted one whose last event is newest,
/// else the requested one, else the last ended one.
fn best<'a>(rows: impl IntoIterator<Item = &'a BookingRow>) -> Option<&'a BookingRow> {
    let shows = |row: &&BookingRow| Standing::of(row.booking.status).is_some();
    rows.into_iter().filter(shows).max_by_key(|row| rank(row))
}

fn rank(row: &BookingRow) -> Rank {
    let booking = &row.booking;
    Rank {
        standing: Standing::of(booking.status),
        last_event_at: booking.last_event_at,
        uid: booking.uid.clone(),
        seat: booking.seat.clone(),
    }
}

/// Whom a row belongs to, by the strongest that there is: metadata, then claims, its own before those
/// of the bookings that it replaces, of which the nearest counts; then the e-mail address, from the
/// first of the chain to the row itself. What a chain hands on keeps its strength.
fn owner(tx: &Tx<'_>, row: &BookingRow) -> rusqlite::Result<Option<Owner>> {
    if row.owner.is_some_and(Owner::is_named) {
        return Ok(row.owner);
    }
    if let Some(owner) = named_by(tx.db, &row.booking)? {
        return Ok(Some(owner));
    }
    let chain = predecessors(tx, row)?;
    let handed_on = |owner: Owner| Some(Owner { inherited: true, ..owner });
    if let Some(owner) = chain.iter().find_map(|older| older.owner.filter(|owner| owner.is_named())) {
        return Ok(handed_on(owner));
    }
    if let Some(owner) = claims::owner(tx.db, row)? {
        return Ok(Some(owner));
    }
    for older in &chain {
        if let Some(owner) = claims::owner(tx.db, older)? {
            return Ok(handed_on(owner));
        }
    }
    if !tx.hooks.match_by_email {
        return Ok(None);
    }
    for older in chain.iter().rev() {
        if let Some(owner) = owner_by_email(tx.db, older)? {
            return Ok(handed_on(owner));
        }
    }
    owner_by_email(tx.db, row)
}

fn owner_by_email(db: &Connection, row: &BookingRow) -> rusqlite::Result<Option<Owner>> {
    let Some(email) = &row.booking.details.attendee_email else { return Ok(None) };
    let candidates = profiles::with_email(db, email)?;
    let Some(id) = matching::by_email(&candidates, row.booking.first_event_at) else { return Ok(None) };
    let number = profiles::number(db, id)?;
    Ok(number.map(|number| Owner { number, id, matched_by: MatchedBy::Email, inherited: false }))
}

/// The bookings that a row replaces, the nearest first.
fn predecessors(tx: &Tx<'_>, row: &BookingRow) -> rusqlite::Result<Vec<BookingRow>> {
    let mut seen = BTreeSet::from([row.booking.uid.clone()]);
    let mut chain: Vec<BookingRow> = Vec::new();
    let mut from = row.booking.rescheduled_from.clone();
    while let Some(uid) = from.take().filter(|uid| seen.insert(uid.clone())) {
        let rows = rows_of(tx, &uid)?;
        let Some(older) = same_attendee(rows, row) else { break };
        from.clone_from(&older.booking.rescheduled_from);
        chain.push(older);
    }
    Ok(chain)
}

/// Of an older booking's rows the one of the same seat, else of the same attendee, else the first
/// by seat.
fn same_attendee(mut rows: Vec<BookingRow>, row: &BookingRow) -> Option<BookingRow> {
    let email = row.booking.details.attendee_email.as_ref();
    rows.sort_by(|a, b| a.booking.seat.cmp(&b.booking.seat));
    let seat = rows.iter().position(|older| older.booking.seat == row.booking.seat);
    let attendee = || rows.iter().position(|older| older.booking.details.attendee_email.as_ref() == email);
    let found = seat.or_else(attendee).unwrap_or(0);
    (found < rows.len()).then(|| rows.swap_remove(found))
}
