//! Reading one delivery again with this version, without a replay of all.

use super::projection::{Step, of_rows};
use super::transaction::{Tx, rows_of};
use crate::domain::booking::Booking;
use crate::domain::event::{Meaning, Recorded};
use crate::domain::ids::BookingUid;
use crate::store::matched::Match;
use crate::store::tables::bookings::{self, BookingRow};
use crate::store::tables::deliveries::{self, Filing, Stored};

/// The outcome of a delivery, and the state of its booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Cal.com's name of the trigger.
    pub trigger: String,
    /// Its outcome.
    pub outcome: String,
    /// Why it was ignored or could not be read.
    pub reason: Option<String>,
    /// The seats of its booking, or the booking alone, each with the number of its applicant.
    pub bookings: Vec<(Booking, Option<i64>)>,
}

/// The effect of a delivery before it was read again, and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reread {
    /// Before.
    pub before: Effect,
    /// After.
    pub after: Effect,
}

/// Reads the body of a delivery again and folds its booking anew. `None`: there is no such delivery. A body that
/// this version reads as about another booking, or about none, is left to a replay.
pub(in crate::store) fn reread(tx: &Tx<'_>, id: i64) -> rusqlite::Result<Option<Reread>> {
    let Some(stored) = deliveries::stored_one(tx.db, id)? else { return Ok(None) };
    let uid = match stored.booking {
        Some(first) => bookings::by_id(tx.db, first)?.map(|row| row.booking.uid),
        None => None,
    };
    let decoded = (tx.rules.codec.decode)(stored.source, &stored.body);
    let about = match &decoded.meaning {
        Meaning::Event(event) => Some(&event.uid),
        Meaning::Ignored(_) | Meaning::Unreadable(_) => None,
    };
    let shown = about.or(uid.as_ref());
    let before = effect(tx, &stored, shown)?;
    if uid.is_none() || about == uid.as_ref() {
        let own = deliveries::digest(&stored.body);
        let digest = stored.digest.unwrap_or(own);
        let filing = match &decoded.meaning {
            Meaning::Event(event) => {
                let rows = rows_of(tx, &event.uid)?;
                let mut filed = of_rows(tx.db, &rows, i64::MAX)?;
                filed.retain(|known| known.id != id);
                let mut events = deliveries::events(tx.rules.codec.decode, &filed);
                events.push(Recorded { event: (**event).clone(), digest });
                let rows = Step::anew(tx, events, &event.uid)?.run(rows)?;
                let first = rows.first();
                Filing::under(first.map(|row| row.id), first.is_some_and(|row| row.booking.other_type))
            }
            meaning => Filing::nowhere(meaning),
        };
        // That of a body of which only a part was kept stays.
        let kept = Some(digest).filter(|digest| filing.booking.is_none() || *digest != own);
        deliveries::correct(tx.db, id, &decoded.trigger, filing, kept)?;
    }
    let Some(stored) = deliveries::stored_one(tx.db, id)? else { return Ok(None) };
    Ok(Some(Reread { before, after: effect(tx, &stored, shown)? }))
}

fn effect(tx: &Tx<'_>, stored: &Stored, uid: Option<&BookingUid>) -> rusqlite::Result<Effect> {
    let rows = uid.map(|uid| rows_of(tx, uid)).transpose()?.unwrap_or_default();
    let with_profile = |row: BookingRow| (row.booking, row.matched.and_then(Match::number));
    Ok(Effect {
        trigger: stored.trigger.clone(),
        outcome: stored.outcome.clone(),
        reason: stored.reason.clone(),
        bookings: rows.into_iter().map(with_profile).collect(),
    })
}
