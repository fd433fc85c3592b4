//! Links by hand: storing, undoing and listing them.

use rusqlite::Connection;

use super::Store;
use super::case::{Case, LinkDetail};
use super::error::{ReadError, WriteError};
use super::ingest::link;
use super::matched::{BookingRow, Match};
use super::tables::part::Part;
use super::tables::{applicants, bookings, deliveries, links, unmatched};
use crate::domain::ids::BookingUid;
use crate::domain::matching::{self, MatchedBy};
use crate::domain::member::Doer;
use crate::domain::seat::Seat;
use crate::domain::suggestion::{Booker, Candidates};

impl Store {
    /// Links a booking, or one seat of it, to the profile with a number, or, with `None`, to no applicant. The
    /// bookings that replace it follow. Returns the number of the link, which is an earlier one if that
    /// says the same; `None` if there is no such profile.
    pub async fn link(
        &self,
        uid: BookingUid,
        seat: Option<Seat>,
        profile: Option<i64>,
        by: Doer,
    ) -> Result<Option<i64>, WriteError> {
        self.writer.submit(0, move |tx| link::link(tx, &uid, seat.as_ref(), profile, by)).await
    }

    /// Undoes a link: the one before it counts again. `false`: there is no such link, or it was undone
    /// before.
    pub async fn undo_link(&self, number: i64, by: Doer) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| link::undo(tx, number, by)).await
    }

    /// Returns up to `limit` unmatched bookings with numbers below `before`, the latest first, each with
    /// suggested applicants. Takes milliseconds: do not call it on an async thread.
    pub fn unmatched_bookings(&self, before: Option<i64>, limit: usize) -> Result<Part<Case>, ReadError> {
        self.readers.with(|db| {
            let Part { rows, before } = unmatched::list(db, before, limit)?;
            let candidates = if rows.is_empty() { Vec::new() } else { unmatched::candidates(db)? };
            let candidates = candidates.into();
            let cases = rows.into_iter().map(|row| self.case(db, row, Some(&candidates)));
            Ok(Part { rows: cases.collect::<rusqlite::Result<_>>()?, before })
        })
    }

    /// Returns up to `limit` bookings that members linked to no applicant, by links with numbers below
    /// `before`, the latest link first. Do not call it on an async thread, either.
    pub fn nobodys_bookings(&self, before: Option<i64>, limit: usize) -> Result<Part<Case>, ReadError> {
        self.readers.with(|db| {
            let links = links::to_nobody(db, before, limit)?;
            let mut cases = Vec::with_capacity(links.rows.len());
            for link in &links.rows {
                let (uid, seat) = &link.linked;
                let rows = self.index.find(db, uid)?;
                let row =
                    rows.into_iter().find(|row| row.booking.seat.is_none() || row.booking.seat == *seat);
                cases.extend(row.map(|row| self.case(db, row, None)).transpose()?);
            }
            Ok(Part { rows: cases, before: links.before })
        })
    }

    /// Returns the booking in the row with a number, with suggested applicants if it is unmatched. Do not call
    /// it on an async thread, either.
    pub fn booking_case(&self, number: i64) -> Result<Option<Case>, ReadError> {
        self.readers.with(|db| {
            let Some(row) = bookings::by_id(db, number)? else { return Ok(None) };
            let candidates =
                if row.matched.is_none() { Some(unmatched::candidates(db)?.into()) } else { None };
            self.case(db, row, candidates.as_ref()).map(Some)
        })
    }

    /// Returns a link by its number.
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
        let link = if row.matched.is_some_and(|found| found.matched_by == MatchedBy::Hand) {
            link_of(db, &row)?
        } else {
            None
        };
        let delivery = match self.index.find(db, &row.booking.uid)?.first() {
            Some(filed) => deliveries::latest(db, filed.id)?,
            None => None,
        };
        let number = row.matched.and_then(Match::number);
        let booking = row.booking;
        let booker = Booker {
            name: booking.details.attendee_name.clone(),
            email: booking.details.attendee_email.clone(),
            at: booking.first_event_at,
        };
        Ok(Case {
            number: row.id,
            linked: (first.booking.uid, first.booking.seat),
            matched_by: row.matched.map(|found| found.matched_by),
            applicant: number.map(|number| applicants::name(db, number)).transpose()?.flatten(),
            link,
            delivery,
            suggestions: candidates.map_or_else(Vec::new, |candidates| candidates.suggest(&booker)),
            booking,
        })
    }
}

/// Finds the link by hand that decides a row's match: the row's own, or that of the row it inherits from.
pub(super) fn link_of(db: &Connection, row: &BookingRow) -> rusqlite::Result<Option<LinkDetail>> {
    let mut from = row.clone();
    while from.matched.is_some_and(|found| found.inherited) {
        match from.predecessor.map(|id| bookings::by_id(db, id)).transpose()?.flatten() {
            Some(older) => from = older,
            None => return Ok(None),
        }
    }
    let links = links::find(db, &from.booking.uid)?;
    let link = matching::by_hand(&links, from.booking.seat.as_ref());
    Ok(link.map(|link| links::one(db, link.number)).transpose()?.flatten())
}
