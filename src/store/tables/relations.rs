//! The rows of `booking_relations`.

use std::collections::BTreeSet;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, named_params, params};

use super::row::{self, seat_text};
use crate::domain::ids::BookingUid;
use crate::domain::relations::{Relation, RelationKind};
use crate::domain::seat::Seat;

/// A relation, with the booking whose deliveries it follows from.
pub(in crate::store) struct Related {
    pub uid: BookingUid,
    pub relation: Relation,
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT target, kind, sequence, seat, at, tie, uid, start FROM booking_relations ", $rest)
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<Related>> {
    let kind = row.get_ref("kind")?.as_str()?;
    let kind = RelationKind::ALL.into_iter().find(|known| known.as_str() == kind);
    let uid = BookingUid::parse(row.get_ref("uid")?.as_str()?);
    let seat = row.get_ref("seat")?.as_str()?;
    let (is_whole, seat) = (seat.is_empty(), Seat::parse(seat));
    let Some((kind, uid)) = kind.zip(uid).filter(|_| is_whole || seat.is_some()) else { return Ok(None) };
    let relation = Relation {
        kind,
        target: row.get("target")?,
        sequence: row.get("sequence")?,
        seat,
        at: row.get("at")?,
        tie: row.get("tie")?,
        start: row.get("start")?,
    };
    Ok(Some(Related { uid, relation }))
}

fn one(mut statement: CachedStatement<'_>, of: impl rusqlite::Params) -> rusqlite::Result<Option<Related>> {
    Ok(statement.query_row(of, read).optional()?.flatten())
}

fn all(mut statement: CachedStatement<'_>, of: impl rusqlite::Params) -> rusqlite::Result<Vec<Related>> {
    statement.query_map(of, read)?.filter_map(Result::transpose).collect()
}

/// Replaces the relations of a booking in `old` by those in `new`.
pub(in crate::store) fn replace(
    db: &Connection,
    uid: &BookingUid,
    old: &BTreeSet<Relation>,
    new: &BTreeSet<Relation>,
) -> rusqlite::Result<()> {
    let delete = "DELETE FROM booking_relations
                   WHERE target = :target AND kind = :kind AND sequence = :sequence AND seat = :seat
                     AND at = :at AND tie = :tie AND uid = :uid";
    for Relation { kind, target, sequence, seat, at, tie, .. } in old.difference(new) {
        db.prepare_cached(delete)?.execute(named_params! {
            ":target": target, ":kind": kind.as_str(), ":sequence": sequence,
            ":seat": seat_text(seat.as_ref()), ":at": at, ":tie": tie, ":uid": uid.as_str(),
        })?;
    }
    let insert = "INSERT INTO booking_relations (target, kind, sequence, seat, at, tie, uid, start)
                  VALUES (:target, :kind, :sequence, :seat, :at, :tie, :uid, :start) ON CONFLICT DO NOTHING";
    for Relation { kind, target, sequence, seat, at, tie, start } in new.difference(old) {
        db.prepare_cached(insert)?.execute(named_params! {
            ":target": target, ":kind": kind.as_str(), ":sequence": sequence,
            ":seat": seat_text(seat.as_ref()), ":at": at, ":tie": tie, ":uid": uid.as_str(), ":start": start,
        })?;
    }
    Ok(())
}

/// Whether any booking is related to this one.
pub(in crate::store) fn any(db: &Connection, uid: &BookingUid) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM booking_relations WHERE target = ?1")?.exists([uid.as_str()])
}

/// Returns the bookings that replace one: for each seat that is named, the last.
pub(in crate::store) fn replacements(db: &Connection, uid: &BookingUid) -> rusqlite::Result<Vec<Related>> {
    let last = select!(
        "WHERE target = ?1 AND kind = 'replaces' AND sequence = 0
         ORDER BY seat DESC, at DESC, tie DESC, uid DESC LIMIT 1"
    );
    let next = select!(
        "WHERE target = ?1 AND kind = 'replaces' AND sequence = 0 AND seat < ?2
         ORDER BY seat DESC, at DESC, tie DESC, uid DESC LIMIT 1"
    );
    let mut found = Vec::new();
    let mut of_seat = one(db.prepare_cached(last)?, [uid.as_str()])?;
    while let Some(related) = of_seat {
        of_seat = one(db.prepare_cached(next)?, [uid.as_str(), seat_text(related.relation.seat.as_ref())])?;
        found.push(related);
    }
    Ok(found)
}

/// Returns the latest booking in a chain with fewer reschedules than this one, other than `except`.
pub(in crate::store) fn before_in_chain(
    db: &Connection,
    first: &str,
    sequence: i64,
    except: &BookingUid,
) -> rusqlite::Result<Option<BookingUid>> {
    let sql = select!(
        "WHERE target = ?1 AND kind = ?2 AND sequence < ?3 AND uid <> ?4
         ORDER BY sequence DESC, at DESC, tie DESC, uid DESC LIMIT 1"
    );
    let mut found = Vec::new();
    for kind in [RelationKind::InChain, RelationKind::FollowsInChain] {
        found.extend(one(db.prepare_cached(sql)?, params![first, kind.as_str(), sequence, except.as_str()])?);
    }
    let rank = |Related { uid, relation }: &Related| {
        (relation.sequence, relation.at, relation.tie.clone(), uid.clone())
    };
    Ok(found.into_iter().max_by_key(rank).map(|related| related.uid))
}

/// Returns the bookings that follow next in a chain after those with so many reschedules, the last first.
/// Empty if they name what they replace themselves.
pub(in crate::store) fn followers(
    db: &Connection,
    first: &str,
    sequence: i64,
) -> rusqlite::Result<Vec<Related>> {
    let next =
        "SELECT min(sequence) FROM booking_relations WHERE target = ?1 AND kind = ?2 AND sequence > ?3";
    let mut nearest: Option<i64> = None;
    for kind in [RelationKind::InChain, RelationKind::FollowsInChain] {
        let of = params![first, kind.as_str(), sequence];
        let found: Option<i64> = db.prepare_cached(next)?.query_row(of, row::only)?;
        nearest = [nearest, found].into_iter().flatten().min();
    }
    let sql = select!(
        "WHERE target = ?1 AND kind = 'follows_in_chain' AND sequence = ?2
         ORDER BY at DESC, tie DESC, uid DESC"
    );
    all(db.prepare_cached(sql)?, params![first, nearest])
}

/// The end of a series that an occurrence of it comes to: the first one said after it was made, for
/// a time at which it has not begun.
pub(in crate::store) fn end_of(
    db: &Connection,
    occurrence: &Relation,
    uid: &BookingUid,
) -> rusqlite::Result<Option<Related>> {
    let sql = select!(
        "WHERE target = ?1 AND kind = 'ends_series' AND sequence = 0 AND seat = '' AND at > ?2
           AND start <= ?3 AND uid <> ?4
         ORDER BY at, tie, uid LIMIT 1"
    );
    one(db.prepare_cached(sql)?, params![occurrence.target, occurrence.at, occurrence.start, uid.as_str()])
}

/// The occurrences of a series that were made before it was said to end, and had not begun.
pub(in crate::store) fn ended_by(db: &Connection, end: &Relation) -> rusqlite::Result<Vec<Related>> {
    let sql = select!(
        "WHERE target = ?1 AND kind = 'occurs' AND sequence = 0 AND seat = '' AND at < ?2 AND start >= ?3"
    );
    all(db.prepare_cached(sql)?, params![end.target, end.at, end.start])
}

/// Empties the table before everything is recomputed.
pub(in crate::store) fn clear(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM booking_relations", []).map(drop)
}
