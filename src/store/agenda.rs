//! Reading the interviews to come.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::Store;
use super::days::{Days, Interview};
use super::error::ReadError;
use super::matched::Match;
use super::tables::{agenda, applicants, bookings};
use crate::domain::status::BookingStatus;

impl Store {
    /// Counts the interviews from one time on until another, and lists up to `limit` of those after the one that
    /// `after` names by its start and its number; only those of a host, if one is named. Takes some milliseconds,
    /// so it is not for an async handler.
    pub fn interviews(
        &self,
        (from, until): (OffsetDateTime, OffsetDateTime),
        host: Option<&str>,
        after: Option<(OffsetDateTime, i64)>,
        limit: usize,
    ) -> Result<Days, ReadError> {
        let is_hosts = |slot: &agenda::Slot| {
            host.is_none_or(|host| slot.host.as_ref().is_some_and(|named| named.as_str() == host))
        };
        self.readers.with(|db| {
            let mut days = Days::default();
            let not_counted = agenda::look(db, (from, 0), until, |slot| {
                match slot.status {
                    _ if !is_hosts(&slot) => {}
                    BookingStatus::Pending => days.requested += 1,
                    _ => days.standing += 1,
                }
                days.hosts.extend(slot.host);
                Ok(true)
            })?;
            days.is_cut = not_counted.is_some();
            days.goes_on = agenda::look(db, after.unwrap_or((from, 0)), until, |slot| {
                let is_room = days.interviews.len() < limit;
                if is_room && is_hosts(&slot) {
                    days.interviews.extend(interview(db, slot.place.1)?);
                }
                Ok(is_room || !is_hosts(&slot))
            })?;
            Ok(days)
        })
    }

    /// When the first interview begins from one time on until another.
    pub fn first_interview(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, ReadError> {
        let mut first = None;
        self.readers.with(|db| {
            agenda::look(db, (from, 0), until, |slot| {
                first = Some(slot.place.0);
                Ok(false)
            })
        })?;
        Ok(first)
    }
}

/// Reads the interview with a number.
fn interview(db: &Connection, id: i64) -> rusqlite::Result<Option<Interview>> {
    let Some(row) = bookings::by_id(db, id)? else { return Ok(None) };
    let number = row.matched.and_then(Match::number);
    let applicant = number.map(|number| applicants::name(db, number)).transpose()?.flatten();
    Ok(Some(Interview { number: row.id, booking: row.booking, applicant }))
}
