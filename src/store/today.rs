//! The tasks of the team.

use std::cmp::Reverse;

use rusqlite::Connection;
use time::{Duration, OffsetDateTime};

use super::Store;
use super::error::{ReadError, WriteError};
use super::tables::members;
use super::tables::refusals;
use super::tables::today::{self, Due, Lines, Waiting};
use super::waiting::Today;
use crate::domain::member::Doer;
use crate::domain::profile::ProfileStatus;

/// How many lines of a kind are shown.
const SHOWN: usize = 5;
/// The maximum number of bookings read for the next interviews, which takes some milliseconds.
const MOST_BOOKINGS: usize = 2000;
/// The longest that an interview may go on after its start.
const LONGEST: Duration = Duration::hours(4);

impl Store {
    /// Returns the team's tasks now, with the interviews before `until`. Takes some milliseconds, so it is
    /// not for an async handler.
    pub fn today(&self, doer: Doer, until: OffsetDateTime) -> Result<Today, ReadError> {
        use ProfileStatus::{InterviewEnded, InterviewRequested, InterviewRescheduling, NoShow};
        self.readers.with(|db| {
            let (seen, seen_at) = members::seen(db, doer.member)?;
            let mut over = today::waiting(db, InterviewEnded)?;
            let missed = today::waiting(db, NoShow)?;
            over.lines.extend(missed.lines);
            over.count += missed.count;
            let lines = u32::try_from(SHOWN).unwrap_or(u32::MAX);
            let is_first = today::is_first(db)?;
            Ok(Today {
                interviews: self.next_interviews(db, doer.at, until)?,
                requested: first(db, today::waiting(db, InterviewRequested)?, |one| {
                    (one.start.is_none(), one.start)
                })?,
                over: first(db, over, |one| Reverse(one.start))?,
                rescheduling: first(db, today::waiting(db, InterviewRescheduling)?, |one| {
                    Reverse(one.since)
                })?,
                unmatched: today::unmatched(db, lines)?,
                new: today::new(db, seen, lines)?,
                seen_at,
                refusals: refusals::all(db)?,
                first_steps: if is_first { Some(today::triggers(db)?) } else { None },
            })
        })
    }

    /// The next interviews of applicants that are not over and start before `until`, in their order.
    fn next_interviews(
        &self,
        db: &Connection,
        now: OffsetDateTime,
        until: OffsetDateTime,
    ) -> rusqlite::Result<Vec<Waiting>> {
        let after = ((now - LONGEST).unix_timestamp(), 0);
        let mut found = Vec::new();
        for (start, id) in self.index.starting(db, after, until, MOST_BOOKINGS)? {
            let is_then = |one: &Waiting| one.start.is_some_and(|at| at.unix_timestamp() == start);
            found.extend(today::interview(db, id, now)?.filter(is_then));
            if found.len() > SHOWN {
                break;
            }
        }
        Ok(found)
    }

    /// Stores that a member has seen the applicants up to a number.
    pub async fn note_seen(&self, doer: Doer, number: i64) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| members::set_seen(tx.db, doer, number)).await
    }
}

/// Reads the lines that come first in an order.
fn first<K: Ord>(
    db: &Connection,
    mut all: Lines<Due>,
    order: impl FnMut(&Due) -> K,
) -> rusqlite::Result<Lines<Waiting>> {
    all.lines.sort_by_key(order);
    let lines = all.lines.iter().take(SHOWN).filter_map(|one| today::one(db, one.number).transpose());
    Ok(Lines { lines: lines.collect::<rusqlite::Result<_>>()?, count: all.count })
}
