//! Reading applicants for the team's pages, and deciding about them.

use std::collections::BTreeSet;

use super::Store;
use super::error::{ReadError, WriteError};
use super::ingest::decision;
use super::linking::link_of;
use super::tables::activity;
use super::tables::applicants::{self, Applicant, Filter, TabCounts};
use super::tables::decisions;
use super::tables::part::Part;
use super::tables::{bookings, deliveries, notes, profiles};
use super::whole::{ApplicantDelivery, WholeApplicant};
use crate::domain::decision::{Decisions, EarlierDecisions};
use crate::domain::event::Meaning;
use crate::domain::matching::MatchedBy;
use crate::domain::member::Doer;
use rusqlite::Connection;

/// How many bookings of one applicant are read, and how many deliveries of each.
const MOST: u32 = 50;
/// How many notes about one applicant are read at a time.
const NOTES: u32 = 20;
/// How many actions of members about one applicant are read.
const ACTIONS: u32 = 200;

impl Store {
    /// Up to `limit` applicants with numbers below `before`; from the newest without one. Takes up to some
    /// tens of milliseconds, so it is not for an async handler.
    pub fn applicants(
        &self,
        filter: &Filter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Part<Applicant>, ReadError> {
        self.readers.with(|db| applicants::list(db, filter, before, limit))
    }

    /// Counts the newest applicants by tab. Not for an async handler, either.
    pub fn applicant_counts(&self) -> Result<TabCounts, ReadError> {
        self.readers.with(applicants::counts)
    }

    /// All that there is of the applicant with a number, with the latest notes; with those before one if it is
    /// named. Not for an async handler, either.
    pub fn applicant(&self, number: i64, notes: Option<i64>) -> Result<Option<WholeApplicant>, ReadError> {
        self.readers.with(|db| self.whole(db, number, notes))
    }

    /// Stores what a member decides about applicants by their numbers, or takes decisions back with `None`.
    /// Returns what was decided before about each whom there is.
    pub async fn decide(&self, doer: Doer, decisions: Decisions) -> Result<EarlierDecisions, WriteError> {
        self.writer.submit(0, move |tx| decision::decide(tx.db, doer, &decisions)).await
    }

    /// Undoes what was decided: has what was decided before hold again, by whom and when it was made.
    /// Returns as [`decide`](Self::decide).
    pub async fn restore_decisions(
        &self,
        doer: Doer,
        earlier: EarlierDecisions,
    ) -> Result<EarlierDecisions, WriteError> {
        self.writer.submit(0, move |tx| decision::restore(tx.db, doer, &earlier)).await
    }

    fn whole(
        &self,
        db: &Connection,
        number: i64,
        before: Option<i64>,
    ) -> rusqlite::Result<Option<WholeApplicant>> {
        let Some((id, current)) = applicants::one(db, number)? else { return Ok(None) };
        let Some(profile) = profiles::current(db, id)?.map(|current| current.profile) else {
            return Ok(None);
        };
        let all = applicants::bookings_of(db, number, MOST)?;
        let deliveries = self.deliveries_about(db, &all)?;
        let shown = current.as_ref().map(|row| row.id);
        let by_hand = current
            .as_ref()
            .filter(|row| row.matched.is_some_and(|found| found.matched_by == MatchedBy::Hand));
        let (notes_in_all, first_note) = notes::count(db, number)?;
        let others = all.into_iter().filter(|row| Some(row.id) != shown).map(|row| row.booking);
        Ok(Some(WholeApplicant {
            number,
            answers: profiles::answers(db, id)?,
            from_address: applicants::from_address(db, &profile.email)?,
            profile,
            matched: current
                .as_ref()
                .and_then(|row| row.matched)
                .map(|found| (found.matched_by, found.inherited)),
            link: by_hand.map(|row| link_of(db, row)).transpose()?.flatten(),
            booking_number: shown,
            booking: current.map(|row| row.booking),
            decided: decisions::find(db, number)?.and_then(|on_file| on_file.decided),
            notes: notes::of_applicant(db, number, before, NOTES)?,
            notes_in_all,
            first_note,
            activity: activity::of_applicant(db, number, ACTIONS)?,
            others: others.collect(),
            deliveries,
        }))
    }

    /// Lists the deliveries about these bookings, by when it happened, latest first.
    fn deliveries_about(
        &self,
        db: &Connection,
        rows: &[bookings::BookingRow],
    ) -> rusqlite::Result<Vec<ApplicantDelivery>> {
        let mut deliveries = Vec::new();
        let mut known = BTreeSet::new();
        for row in rows {
            let Some(first) = self.index.find(db, &row.booking.uid)?.first().map(|first| first.id) else {
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
                    deliveries.push(ApplicantDelivery {
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
        deliveries.sort_by_key(|one| std::cmp::Reverse((one.happened_at.or(one.received_at), one.delivery)));
        Ok(deliveries)
    }
}
