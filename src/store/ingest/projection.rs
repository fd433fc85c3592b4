//! Computes bookings from deliveries.
//!
//! The state of a booking follows from its own deliveries and from those of the bookings that are related to
//! it, never from computed tables. A change in its relations determines which other bookings have to be
//! recomputed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::Connection;

use super::rematch::Changes;
use super::transaction::{Tx, rows_of};
use crate::domain::booking::Booking;
use crate::domain::event::{BookingEvent, Recorded};
use crate::domain::event_types::settled;
use crate::domain::fold::{History, fold};
use crate::domain::ids::{BookingUid, Digest};
use crate::domain::relations::{Relation, RelationKind, is_about_others, relations as relations_of};
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::deliveries::{self, Filed};
use crate::store::tables::relations::{self, Related};

/// The deliveries of a booking that has these rows, up to the number `last`.
pub(super) fn of_rows(db: &Connection, rows: &[BookingRow], last: i64) -> rusqlite::Result<Vec<Filed>> {
    rows.first().map_or_else(|| Ok(Vec::new()), |first| deliveries::of_booking(db, first.id, last))
}

/// A booking to recompute, and the result.
struct Fold {
    uid: BookingUid,
    before: Vec<BookingRow>,
    after: Vec<Booking>,
}

/// The application of one delivery to the tables.
pub(super) struct Step<'a, 'db> {
    tx: &'a Tx<'db>,
    /// Deliveries up to this number count.
    last: i64,
    uid: &'a BookingUid,
    /// The events of its booking. The last is that of the delivery, which is not in the inbox yet.
    own: Vec<Recorded>,
    /// Whether other bookings are related to this one.
    is_target: bool,
    /// No delivery of its booking was applied before.
    is_first: bool,
    /// The relations before, where the delivery may change them.
    before: Option<BTreeSet<Relation>>,
    /// The delivery removes the people from earlier ones.
    lessens: bool,
}

impl<'a, 'db> Step<'a, 'db> {
    pub(super) fn new(
        tx: &'a Tx<'db>,
        last: i64,
        mut own: Vec<Recorded>,
        event: &'a BookingEvent,
        digest: impl FnOnce() -> Digest,
    ) -> rusqlite::Result<Self> {
        // Digests only decide between several events.
        let is_first = own.is_empty();
        let counts = !is_first || is_about_others(event);
        let digest = if counts { digest() } else { Digest::default() };
        let lessens = event.other_type && !own.iter().any(|known| known.event.other_type);
        let before = (is_about_others(event) || lessens).then(|| relations_of(&own));
        own.push(Recorded { event: event.clone(), digest });
        let is_target = relations::any(tx.db, &event.uid)?;
        Ok(Self { tx, last, uid: &event.uid, own: settled(own), is_target, is_first, before, lessens })
    }

    /// The step of a delivery that was applied before. Nothing is taken from what the tables hold of its
    /// booking's relations, which another version may have read otherwise.
    pub(super) fn anew(tx: &'a Tx<'db>, own: Vec<Recorded>, uid: &'a BookingUid) -> rusqlite::Result<Self> {
        let is_target = relations::any(tx.db, uid)?;
        let own = settled(own);
        Ok(Self {
            tx,
            last: i64::MAX,
            uid,
            own,
            is_target,
            is_first: true,
            before: Some(BTreeSet::new()),
            lessens: false,
        })
    }

    /// Returns the rows of the delivery's booking.
    pub(super) fn run(&self, before: Vec<BookingRow>) -> rusqlite::Result<Vec<BookingRow>> {
        let Touched { older, newer } = self.relate()?;
        // In this order a booking finds the one that it replaces in its place.
        let mut folds: Vec<Fold> = Vec::with_capacity(1);
        for uid in older {
            folds.push(self.fold_other(uid)?);
        }
        folds.push(self.fold(self.uid.clone(), before)?);
        for uid in newer {
            folds.push(self.fold_other(uid)?);
        }
        let mut changes = Changes::new(self.tx);
        for fold in &folds {
            changes.expect(&fold.before, &fold.after)?;
        }
        let mut own = Vec::new();
        for Fold { uid, before, after } in folds {
            let rows = changes.write(&uid, &before, after)?;
            if uid == *self.uid {
                own = rows;
            }
        }
        if changes.finish()? { rows_of(self.tx, self.uid) } else { Ok(own) }
    }

    fn fold_other(&self, uid: BookingUid) -> rusqlite::Result<Fold> {
        let before = rows_of(self.tx, &uid)?;
        self.fold(uid, before)
    }

    fn fold(&self, uid: BookingUid, before: Vec<BookingRow>) -> rusqlite::Result<Fold> {
        let after = fold(&uid, &self.history(&uid, &before)?);
        Ok(Fold { uid, before, after })
    }

    /// Writes what the delivery changes in its booking's relations, and returns what that touches.
    fn relate(&self) -> rusqlite::Result<Touched> {
        let mut touched = Touched::default();
        if self.is_first && self.is_target {
            touched.newer.extend(followers(self.tx.db, self.uid.as_str(), 0)?);
        }
        if let Some(old) = &self.before {
            let new = relations_of(&self.own);
            relations::replace(self.tx.db, self.uid, old, &new)?;
            let changed = old.symmetric_difference(&new);
            // If people are removed from earlier events, their relations are computed again.
            let again = old.intersection(&new).filter(|_| self.lessens);
            for relation in changed.chain(again) {
                touched.by(self.tx.db, self.uid, relation, new.contains(relation))?;
            }
        }
        touched.older.remove(self.uid);
        touched.newer.remove(self.uid);
        touched.newer.retain(|uid| !touched.older.contains(uid));
        Ok(touched)
    }

    /// Returns the history of a booking that has these rows.
    fn history(&self, uid: &BookingUid, rows: &[BookingRow]) -> rusqlite::Result<History<'_>> {
        let db = self.tx.db;
        let is_own = uid == self.uid;
        let own = if is_own { Cow::Borrowed(&*self.own) } else { Cow::Owned(self.read(rows)?) };
        let mut history = History { own, ..History::default() };
        if if is_own { self.is_target } else { relations::any(db, uid)? } {
            for related in relations::replacements(db, uid)? {
                history.replaced_by.extend(self.said(&related)?);
            }
            if !history.own.is_empty() {
                history.replaced_by.extend(successor(db, uid, uid.as_str(), 0)?);
            }
        }
        for relation in relations_of(&history.own) {
            let (first, sequence) = (&relation.target, relation.sequence);
            match relation.kind {
                RelationKind::InChain => {
                    history.replaced_by.extend(successor(db, uid, first, sequence)?);
                }
                RelationKind::FollowsInChain => {
                    history.replaced_by.extend(successor(db, uid, first, sequence)?);
                    history.follows = match relations::before_in_chain(db, first, sequence, uid)? {
                        None => {
                            BookingUid::parse(first).map(|first| self.known(first)).transpose()?.flatten()
                        }
                        before => before,
                    };
                }
                RelationKind::Occurs => {
                    if let Some(end) = relations::end_of(db, &relation, uid)? {
                        let ends = [history.ended_by.take(), self.said(&end)?];
                        history.ended_by = ends.into_iter().flatten().min_by_key(Recorded::order);
                    }
                }
                RelationKind::Replaces | RelationKind::EndsSeries => {}
            }
        }
        Ok(history)
    }

    /// Returns the booking, if it has deliveries of its own.
    fn known(&self, uid: BookingUid) -> rusqlite::Result<Option<BookingUid>> {
        let is_known =
            uid == *self.uid || !of_rows(self.tx.db, &rows_of(self.tx, &uid)?, self.last)?.is_empty();
        Ok(is_known.then_some(uid))
    }

    /// The events of a booking that has these rows.
    fn read(&self, rows: &[BookingRow]) -> rusqlite::Result<Vec<Recorded>> {
        Ok(deliveries::events(self.tx.rules.codec.decode, &of_rows(self.tx.db, rows, self.last)?))
    }

    /// The event that made a relation.
    fn said(&self, Related { uid, relation }: &Related) -> rusqlite::Result<Option<Recorded>> {
        let said = |known: &&Recorded| relation.is_of(known);
        if uid == self.uid {
            return Ok(self.own.iter().find(said).cloned());
        }
        Ok(self.read(&rows_of(self.tx, uid)?)?.iter().find(said).cloned())
    }
}

/// Returns the history of a booking.
pub(in crate::store) fn history(tx: &Tx<'_>, uid: &BookingUid) -> rusqlite::Result<History<'static>> {
    let rows = rows_of(tx, uid)?;
    let own = deliveries::events(tx.rules.codec.decode, &of_rows(tx.db, &rows, i64::MAX)?);
    let step = Step::anew(tx, own, uid)?;
    let History { own, replaced_by, follows, ended_by } = step.history(uid, &rows)?;
    Ok(History { own: Cow::Owned(own.into_owned()), replaced_by, follows, ended_by })
}

/// Other bookings that a delivery changes.
#[derive(Default)]
struct Touched {
    /// The bookings that are replaced.
    older: BTreeSet<BookingUid>,
    newer: BTreeSet<BookingUid>,
}

impl Touched {
    /// The bookings whose state hangs on a relation of `uid`, that is new or not there any more.
    fn by(
        &mut self,
        db: &Connection,
        uid: &BookingUid,
        relation: &Relation,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        let Relation { kind, target, sequence, .. } = relation;
        match kind {
            RelationKind::Replaces => self.older.extend(BookingUid::parse(target)),
            RelationKind::InChain | RelationKind::FollowsInChain => {
                // The one that it follows, and the one that its own followers follow without it.
                for sequence in [*sequence, sequence.saturating_add(1)] {
                    let before = relations::before_in_chain(db, target, sequence, uid)?;
                    self.older.extend(before.or_else(|| BookingUid::parse(target)));
                }
                self.newer.extend(followers(db, target, *sequence)?);
            }
            RelationKind::Occurs => {}
            RelationKind::EndsSeries => {
                for occurrence in relations::ended_by(db, relation)? {
                    let end = relations::end_of(db, &occurrence.relation, &occurrence.uid)?;
                    if !is_new || end.is_some_and(|end| end.uid == *uid) {
                        self.newer.insert(occurrence.uid);
                    }
                }
            }
        }
        Ok(())
    }
}

fn followers(
    db: &Connection,
    first: &str,
    sequence: i64,
) -> rusqlite::Result<impl Iterator<Item = BookingUid>> {
    Ok(relations::followers(db, first, sequence)?.into_iter().map(|related| related.uid))
}

/// The last of the bookings that follow `uid`, which has this place in a chain, if they follow none
/// of those that share its place. That it follows is all that its event says here.
fn successor(
    db: &Connection,
    uid: &BookingUid,
    first: &str,
    sequence: i64,
) -> rusqlite::Result<Option<Recorded>> {
    let Some(last) = relations::followers(db, first, sequence)?.into_iter().next() else { return Ok(None) };
    let before = relations::before_in_chain(db, first, last.relation.sequence, &last.uid)?;
    let follows = before.map_or(sequence == 0, |before| before == *uid);
    Ok(follows.then(|| last.relation.as_event(last.uid)))
}
