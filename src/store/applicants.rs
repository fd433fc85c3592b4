//! What the store tells the team of its applicants.

use std::collections::BTreeSet;

use super::Store;
use super::error::ReadError;
use super::tables::applicants::{self, Applicants, Filter, TabCounts};
use super::tables::{bookings, deliveries, profiles};
use super::whole::{Heard, WholeApplicant};
use crate::domain::event::Meaning;
use rusqlite::Connection;

/// How many bookings of one applicant are read, and how many deliveries of each.
const MOST: u32 = 50;

impl Store {
    /// Up to `limit` applicants with numbers below `before`; from the newest without one. Takes up to some
    /// tens of milliseconds, so it is not for an async handler.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn applicants(
        &self,
        filter: &Filter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Applicants, ReadError> {
        self.readers.with(|db| applicants::list(db, filter, before, limit))
    }

    /// Counts the newest applicants by tab. Not for an async handler, either.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn applicant_counts(&self) -> Result<TabCounts, ReadError> {
        self.readers.with(applicants::counts)
    }

    /// All that there is of the applicant with a number. Not for an async handler, either.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn applicant(&self, number: i64) -> Result<Option<WholeApplicant>, ReadError> {
        self.readers.with(|db| self.whole(db, number))
    }

    fn whole(&self, db: &Connection, number: i64) -> rusqlite::Result<Option<WholeApplicant>> {
        let Some((id, current)) = applicants::one(db, number)? else { return Ok(None) };
        let Some(profile) = profiles::current(db, id)?.map(|current| current.profile) else {
            return Ok(None);
        };
        let all = applicants::bookings_of(db, number, MOST)?;
        let heard = self.heard(db, &all)?;
        let shown = current.as_ref().map(|row| row.id);
        let others = all.into_iter().filter(|row| Some(row.id) != shown).map(|row| row.booking);
        Ok(Some(WholeApplicant {
            number,
            answers: profiles::answers(db, id)?,
            from_address: applicants::from_address(db, &profile.email)?,
            profile,
            matched: current
                .as_ref()
                .and_then(|row| row.owner)
                .map(|owner| (owner.matched_by, owner.inherited)),
            booking: current.map(|row| row.booking),
            others: others.collect(),
            heard,
        }))
    }

    /// What the deliveries of these bookings say, the latest first by when it happened.
    fn heard(&self, db: &Connection, rows: &[bookings::BookingRow]) -> rusqlite::Result<Vec<Heard>> {
        let mut heard = Vec::new();
        let mut known = BTreeSet::new();
        for row in rows {
            let Some(first) = self.uids.find(db, &row.booking.uid)?.first().map(|first| first.id) else {
                continue;
            };
            if !known.insert(first) {
                continue;
            }
            for came in deliveries::latest_of(db, first, MOST)? {
                let decoded = (self.rules.codec.decode)(came.source, &came.body);
                let Meaning::Event(event) = decoded.meaning else { continue };
                let is_theirs = event.seat.is_none() || event.seat == row.booking.seat;
                if is_theirs {
                    heard.push(Heard {
                        delivery: came.id,
                        received_at: came.received_at,
                        happened_at: event.at,
                        trigger: came.trigger,
                        source: came.source,
                        start: event.details.start,
                    });
                }
            }
        }
        heard.sort_by_key(|one| std::cmp::Reverse((one.happened_at.or(one.received_at), one.delivery)));
        Ok(heard)
    }
}
