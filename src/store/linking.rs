//! Links by hand: storing, undoing and listing them.

use rusqlite::Connection;

use super::Store;
use super::case::{Case, LinkDetail};
use super::error::{ReadError, WriteError};
use super::ingest::link;
use super::owned::{BookingRow, Owner};
use super::tables::part::Part;
use super::tables::{applicants, bookings, deliveries, links, unmatched};
use crate::domain::ids::BookingUid;
use crate::domain::matching::{self, MatchedBy};
use crate::domain::member::Doer;
use crate::domain::seat::Seat;
use crate::domain::suggestion::{Booker, Candidates};

impl Store {
    /// Links a booking, or one seat of it, to the profile with a number; `None`: to nobody. The bookings that
    /// replace it follow. Returns the number of the link, which is an earlier one if that says the same;
    /// `None`: there is no such profile.
    pub async fn link(
        &self,
        uid: BookingUid,
        seat: Option<Seat>,
        profile: Option<i64>,
        by: Doer,
    ) -> Result<Option<i64>, WriteError> {
        self.writer.submit(0, move |tx| link::link(tx, &uid, seat.as_ref(), profile, by)).await
    }

    /// Undoes a link: what was said before counts again. `false`: there is no such link, or it was undone
    /// before.
    pub async fn undo_link(&self, number: i64, by: Doer) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| link::undo(tx, number, by)).await
    }

    /// Up to `limit` bookings that no applicant fits, with numbers below `before`, the latest first, each with
    /// whose it may be. Takes some milliseconds, so it is not for an async handler.
    pub fn unmatched_bookings(&self, before: Option<i64>, limit: usize) -> Result<Part<Case>, ReadError> {
        self.readers.with(|db| {
            let Part { rows, before } = unmatched::list(db, before, limit)?;
            let candidates = if rows.is_empty() { Vec::new() } else { unmatched::candidates(db)? };
            let candidates = candidates.into();
            let cases = rows.into_iter().map(|row| self.case(db, row, Some(&candidates)));
            Ok(Part { rows: cases.collect::<rusqlite::Result<_>>()?, before })
        })
    }

    /// Up to `limit` bookings that members said are no applicant's, by links with numbers below `before`, the
    /// latest link first. Not for an async handler, either.
    pub fn nobodys_bookings(&self, before: Option<i64>, limit: usize) -> Result<Part<Case>, ReadError> {
        self.readers.with(|db| {
            let said = links::to_nobody(db, before, limit)?;
            let mut cases = Vec::with_capacity(said.rows.len());
            for said in &said.rows {
                let (uid, seat) = &said.linked;
                let rows = self.uids.find(db, uid)?;
                let row =
                    rows.into_iter().find(|row| row.booking.seat.is_none() || row.booking.seat == *seat);
                cases.extend(row.map(|row| self.case(db, row, None)).transpose()?);
            }
            Ok(Part { rows: cases, before: said.before })
        })
    }

    /// The booking in the row with a number, and whose it may be if it is nobody's. Not for an async handler,
    /// either.
    pub fn booking_case(&self, number: i64) -> Result<Option<Case>, ReadError> {
        self.readers.with(|db| {
            let Some(row) = bookings::by_id(db, number)? else { return Ok(None) };
            let candidates = if row.owner.is_none() { Some(unmatched::candidates(db)?.into()) } else { None };
            self.case(db, row, candidates.as_ref()).map(Some)
        })
    }

    /// A link by hand.
    pub fn link_detail(&self, number: i64) -> Result<Option<LinkDetail>, ReadError> {
        self.readers.with(|db| links::one(db, number))
    }

    fn case(
        &self,
        db: &Connection,
        row: BookingRow,
        candidates: Option<&Candidates>,
    ) -> rusqlite::Result<Case> {
        let first = unmatched::first_of_chain(db, &row)?;
        let said = if row.owner.is_some_and(|owner| owner.matched_by == MatchedBy::Hand) {
            said_of(db, &row)?
        } else {
            None
        };
        let delivery = match self.uids.find(db, &row.booking.uid)?.first() {
            Some(filed) => deliveries::latest(db, filed.id)?,
            None => None,
        };
        let number = row.owner.and_then(Owner::number);
        let booking = row.booking;
        let booker = Booker {
            name: booking.details.attendee_name.clone(),
            email: booking.details.attendee_email.clone(),
            at: booking.first_event_at,
        };
        Ok(Case {
            number: row.id,
            linked: (first.booking.uid, first.booking.seat),
            matched_by: row.owner.map(|owner| owner.matched_by),
            applicant: number.map(|number| applicants::name(db, number)).transpose()?.flatten(),
            said,
            delivery,
            suggestions: candidates.map_or_else(Vec::new, |candidates| candidates.suggest(&booker)),
            booking,
        })
    }
}

/// Finds the link by hand that decides a row's owner: of the row, or of one that handed its owner on.
pub(super) fn said_of(db: &Connection, row: &BookingRow) -> rusqlite::Result<Option<LinkDetail>> {
    let mut from = row.clone();
    while from.owner.is_some_and(|owner| owner.inherited) {
        match from.predecessor.map(|id| bookings::by_id(db, id)).transpose()?.flatten() {
            Some(older) => from = older,
            None => return Ok(None),
        }
    }
    let links = links::find(db, &from.booking.uid)?;
    let link = matching::by_hand(&links, from.booking.seat.as_ref());
    Ok(link.map(|link| links::one(db, link.number)).transpose()?.flatten())
}
