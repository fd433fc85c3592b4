//! Matches changed bookings to profiles, and updates the current booking of each profile.
//!
//! A booking's match follows from its own links, metadata, claims and address, and from the match of the
//! booking that it replaces. So each row knows its predecessor, and a changed match travels down the
//! chain once, oldest row first. A booking that ends up replacing itself inherits nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;
use time::OffsetDateTime;

use super::matching::find_match;
use super::transaction::{Tx, rows_of};
use crate::domain::booking::Booking;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::seat::Seat;
use crate::domain::text::Email;
use crate::store::matched::Match;
use crate::store::tables::bookings::{self, BookingRow, Rank};
use crate::store::tables::profiles::{self, CurrentBooking};

/// Matches the bookings that a new profile may get.
pub(in crate::store) fn attach_waiting(tx: &Tx<'_>, id: ProfileId, email: &Email) -> rusqlite::Result<()> {
    let mut waiting = bookings::naming(tx.db, id)?;
    if tx.rules.match_by_email {
        waiting.extend(bookings::open_to_email(tx.db, email)?);
    }
    rematch(tx, waiting)
}

/// Matches bookings again, and all that inherit from them.
pub(in crate::store) fn rematch(
    tx: &Tx<'_>,
    uids: impl IntoIterator<Item = BookingUid>,
) -> rusqlite::Result<()> {
    let mut changes = Changes::new(tx);
    for uid in uids {
        changes.recheck.extend(rows_of(tx, &uid)?.iter().map(|row| row.id));
    }
    changes.finish().map(drop)
}

/// The changes of one step.
pub(in crate::store) struct Changes<'a, 'db> {
    tx: &'a Tx<'db>,
    /// Profiles that a changed row is, or was, matched to.
    profiles: BTreeSet<i64>,
    /// The rows that were changed, added or removed.
    ids: BTreeSet<i64>,
    /// The rows that exist, as they are now.
    rows: BTreeMap<i64, BookingRow>,
    /// The ranks of those that were there before.
    ranks: BTreeMap<i64, Rank>,
    /// Those of them that were occurrences of recurring bookings.
    recurred: BTreeSet<i64>,
    /// Rows whose predecessor may have changed.
    orphans: BTreeSet<i64>,
    /// Rows with a changed predecessor or match that have successors.
    moved: BTreeSet<i64>,
    /// Rows whose match may have changed.
    recheck: BTreeSet<i64>,
}

impl<'a, 'db> Changes<'a, 'db> {
    pub(in crate::store) fn new(tx: &'a Tx<'db>) -> Self {
        let none = BTreeSet::new;
        let (rows, ranks) = (BTreeMap::new(), BTreeMap::new());
        Self {
            tx,
            profiles: none(),
            ids: none(),
            rows,
            ranks,
            recurred: none(),
            orphans: none(),
            moved: none(),
            recheck: none(),
        }
    }

    /// Call it with all bookings that change before the first one is written: rows on a cycle of
    /// replacements may leave it.
    pub(in crate::store) fn expect(
        &mut self,
        before: &[BookingRow],
        after: &[Booking],
    ) -> rusqlite::Result<()> {
        if !have_same_inputs(before, after) {
            for row in before.iter().filter(|row| row.predecessor.is_some()) {
                if !bookings::heirs(self.tx.db, row.id)?.is_empty() {
                    self.recheck.extend(cycle_through(self.tx.db, row.id)?);
                }
            }
        }
        Ok(())
    }

    /// Replaces the rows of a booking. Existing rows keep their ids, because deliveries point to the first
    /// one.
    pub(in crate::store) fn write(
        &mut self,
        uid: &BookingUid,
        before: &[BookingRow],
        after: Vec<Booking>,
    ) -> rusqlite::Result<Vec<BookingRow>> {
        if !have_same_inputs(before, &after) {
            for row in before {
                self.orphans.extend(bookings::heirs(self.tx.db, row.id)?);
            }
        }
        let gone = before.iter().skip(after.len());
        for row in gone {
            bookings::remove(self.tx.db, row.id)?;
            self.note_before(row);
            self.rows.remove(&row.id);
        }
        let mut rows = Vec::with_capacity(after.len());
        for (n, booking) in after.into_iter().enumerate() {
            rows.push(self.write_one(uid, before.get(n), booking)?);
        }
        Ok(rows)
    }

    fn write_one(
        &mut self,
        uid: &BookingUid,
        before: Option<&BookingRow>,
        booking: Booking,
    ) -> rusqlite::Result<BookingRow> {
        let row = match before {
            Some(row) if row.booking == booking => return Ok(row.clone()),
            Some(row) if inputs(&row.booking) == inputs(&booking) => BookingRow { booking, ..*row },
            _ => {
                let id = before.map_or_else(|| self.tx.new_booking_id(uid), |row| row.id);
                let older = predecessor(self.tx, &booking)?;
                let matched = find_match(self.tx, &booking, older.as_ref().and_then(|row| row.matched))?;
                BookingRow { id, booking, matched, predecessor: older.map(|row| row.id) }
            }
        };
        if let Some(before) = before {
            bookings::remove(self.tx.db, before.id)?;
            self.note_before(before);
            self.moved_from(before, &row)?;
        }
        bookings::insert(self.tx.db, &row)?;
        self.tx.index_start(before, &row)?;
        if row.predecessor.is_none() && row.booking.rescheduled_from.is_some() {
            // Its predecessor may be about to be written, too.
            self.orphans.insert(row.id);
        }
        self.note(&row);
        Ok(row)
    }

    /// Notes a row with successors: it may be on a cycle now, and hands on its changed match.
    fn moved_from(&mut self, before: &BookingRow, row: &BookingRow) -> rusqlite::Result<()> {
        let is_same = (before.predecessor, before.matched) == (row.predecessor, row.matched);
        if !is_same && !bookings::heirs(self.tx.db, row.id)?.is_empty() {
            self.moved.insert(row.id);
            self.orphans.extend(bookings::heirs(self.tx.db, row.id)?);
        }
        Ok(())
    }

    fn note_before(&mut self, row: &BookingRow) {
        self.ranks.insert(row.id, bookings::rank(row));
        if row.booking.recurring.is_some() {
            self.recurred.insert(row.id);
        }
        self.note(row);
    }

    fn note(&mut self, row: &BookingRow) {
        self.ids.insert(row.id);
        self.rows.insert(row.id, row.clone());
        self.profiles.extend(row.matched.and_then(Match::number));
    }

    /// Matches all rows that the changes may affect, and updates the current bookings of their profiles.
    /// Returns whether any row that was written changed once more.
    pub(in crate::store) fn finish(mut self) -> rusqlite::Result<bool> {
        self.adopt()?;
        let reassigned = self.assign()?;
        for number in &self.profiles {
            self.settle(*number)?;
        }
        Ok(reassigned)
    }

    /// Updates the current booking of a profile. The one shown so far outranked all others, so a changed
    /// row that ranks no lower replaces it. All bookings of the profile are read only if the shown one
    /// changed and no changed row ranks as high, or if any of them recurs.
    fn settle(&self, number: i64) -> rusqlite::Result<()> {
        let shown = profiles::shown(self.tx.db, number)?;
        let mine = self.rows.values().filter(|row| row.matched.and_then(Match::number) == Some(number));
        let best =
            mine.clone().filter(|row| row.booking.rank().is_some()).max_by_key(|row| bookings::rank(row));
        let recurred = shown.booking.is_some_and(|id| self.recurred.contains(&id));
        let recurs = shown.recurs || recurred || mine.clone().any(|row| row.booking.recurring.is_some());
        let rank = shown.booking.and_then(|id| self.ranks.get(&id)).unwrap_or(&shown.rank);
        if let Some(best) = best.filter(|row| !recurs && bookings::rank(row) >= *rank) {
            return self.show(&shown, Some(best));
        }
        if !recurs && shown.booking.is_none_or(|id| !self.ids.contains(&id)) {
            return Ok(());
        }
        let best = bookings::shown(self.tx.db, number)?;
        let id = best.as_ref().map(|row| row.id);
        let is_same = id == shown.booking && id.is_none_or(|id| !self.ids.contains(&id));
        if is_same { Ok(()) } else { self.show(&shown, best.as_ref()) }
    }

    fn show(&self, shown: &CurrentBooking, row: Option<&BookingRow>) -> rusqlite::Result<()> {
        profiles::show(self.tx.db, shown, row)?;
        if let Some(id) = shown.profile {
            self.tx.touch(id);
        }
        Ok(())
    }

    /// Updates the predecessors of the rows for which they may have changed.
    fn adopt(&mut self) -> rusqlite::Result<()> {
        for id in std::mem::take(&mut self.orphans) {
            let Some(row) = bookings::by_id(self.tx.db, id)? else { continue };
            let older = predecessor(self.tx, &row.booking)?.map(|row| row.id);
            if older != row.predecessor {
                bookings::set_predecessor(self.tx.db, id, older)?;
                self.moved.insert(id);
            }
            self.recheck.insert(id);
        }
        for id in std::mem::take(&mut self.moved) {
            self.recheck.insert(id);
            self.recheck.extend(cycle_through(self.tx.db, id)?);
        }
        Ok(())
    }

    /// Returns whether any match changed.
    fn assign(&mut self) -> rusqlite::Result<bool> {
        let mut positions = ChainPositions::default();
        let mut queue = BTreeSet::new();
        for id in std::mem::take(&mut self.recheck) {
            queue.insert((positions.find(self.tx.db, id)?.depth, id));
        }
        let mut changed = false;
        while let Some((_, id)) = queue.pop_first() {
            let Some(mut row) = bookings::by_id(self.tx.db, id)? else { continue };
            let older = row.predecessor.filter(|_| !positions.has_on_cycle(id));
            let older = older.map(|id| bookings::by_id(self.tx.db, id)).transpose()?.flatten();
            let matched = find_match(self.tx, &row.booking, older.and_then(|row| row.matched))?;
            if matched != row.matched {
                self.note(&row);
                let before = row.clone();
                row.matched = matched;
                bookings::set_match(self.tx.db, &row)?;
                self.tx.index_start(Some(&before), &row)?;
                self.note(&row);
                for heir in bookings::heirs(self.tx.db, id)? {
                    queue.insert((positions.find(self.tx.db, heir)?.depth, heir));
                }
                changed = true;
            }
        }
        Ok(changed)
    }
}

/// Returns the inputs that decide a row's match.
fn inputs(booking: &Booking) -> Inputs<'_> {
    let Booking { seat, rescheduled_from, profile, first_event_at, details, .. } = booking;
    (seat.as_ref(), rescheduled_from.as_ref(), *profile, *first_event_at, details.attendee_email.as_ref())
}

type Inputs<'a> =
    (Option<&'a Seat>, Option<&'a BookingUid>, Option<ProfileId>, Option<OffsetDateTime>, Option<&'a Email>);

fn have_same_inputs(before: &[BookingRow], after: &[Booking]) -> bool {
    let mut both = before.iter().zip(after);
    before.len() == after.len() && both.all(|(row, booking)| inputs(&row.booking) == inputs(booking))
}

/// The position of a row in its chain.
#[derive(Clone, Copy)]
struct ChainPosition {
    /// The number of rows before it.
    depth: usize,
    on_cycle: bool,
}

/// The positions of the rows looked up so far, and of all rows before them.
#[derive(Default)]
struct ChainPositions(HashMap<i64, ChainPosition>);

impl ChainPositions {
    fn has_on_cycle(&self, id: i64) -> bool {
        self.0.get(&id).is_some_and(|place| place.on_cycle)
    }

    fn find(&mut self, db: &Connection, id: i64) -> rusqlite::Result<ChainPosition> {
        let mut path: Vec<i64> = Vec::new();
        let mut steps: HashMap<i64, usize> = HashMap::new();
        let mut next = Some(id);
        let mut depth = 0;
        while let Some(id) = next {
            if let Some(known) = self.0.get(&id) {
                depth = known.depth + 1;
                break;
            }
            if let Some(step) = steps.insert(id, path.len()) {
                for id in path.drain(step..) {
                    self.0.insert(id, ChainPosition { depth: 0, on_cycle: true });
                }
                depth = 1;
                break;
            }
            path.push(id);
            next = bookings::predecessor(db, id)?;
        }
        for id in path.into_iter().rev() {
            self.0.insert(id, ChainPosition { depth, on_cycle: false });
            depth += 1;
        }
        Ok(self.0.get(&id).copied().unwrap_or(ChainPosition { depth: 0, on_cycle: false }))
    }
}

/// Returns the rows of the cycle that a row is on; empty if it is on none.
fn cycle_through(db: &Connection, row: i64) -> rusqlite::Result<Vec<i64>> {
    let mut seen = BTreeSet::new();
    let mut path = Vec::new();
    let mut next = bookings::predecessor(db, row)?;
    while let Some(id) = next.filter(|id| seen.insert(*id)) {
        path.push(id);
        if id == row {
            return Ok(path);
        }
        next = bookings::predecessor(db, id)?;
    }
    Ok(Vec::new())
}

/// Returns the row that this one replaces: that of the same seat, else of the same attendee,
/// else the first by seat.
fn predecessor(tx: &Tx<'_>, booking: &Booking) -> rusqlite::Result<Option<BookingRow>> {
    let Some(uid) = &booking.rescheduled_from else { return Ok(None) };
    let email = booking.details.attendee_email.as_ref();
    let mut rows = rows_of(tx, uid)?;
    rows.sort_by(|a, b| a.booking.seat.cmp(&b.booking.seat));
    let seat = rows.iter().position(|older| older.booking.seat == booking.seat);
    let attendee = || rows.iter().position(|older| older.booking.details.attendee_email.as_ref() == email);
    let found = seat.or_else(attendee).unwrap_or(0);
    Ok((found < rows.len()).then(|| rows.swap_remove(found)))
}
