//! Reading the interviews to come.

use time::OffsetDateTime;

use super::Store;
use super::days::{Days, Interview};
use super::error::ReadError;
use super::matched::Match;
use super::tables::agenda::{self, Slots};
use super::tables::{applicants, bookings};
use crate::domain::status::BookingStatus;

impl Store {
    /// The interviews from one time on until another, up to `limit` of those after the one that `after` names
    /// by its start and its number; only those of a host, if one is named. Takes some milliseconds, so it is
    /// not for an async handler.
    pub fn interviews(
        &self,
        (from, until): (OffsetDateTime, OffsetDateTime),
        host: Option<&str>,
        after: Option<(OffsetDateTime, i64)>,
        limit: usize,
    ) -> Result<Days, ReadError> {
        self.readers.with(|db| {
            let Slots { slots, is_cut } = agenda::between(db, from, until)?;
            let mut days = Days { is_cut, ..Days::default() };
            for slot in slots {
                let is_hosts =
                    host.is_none_or(|host| slot.host.as_ref().is_some_and(|named| named.as_str() == host));
                days.hosts.extend(slot.host);
                if !is_hosts {
                    continue;
                }
                match slot.status {
                    BookingStatus::Pending => days.requested += 1,
                    _ => days.standing += 1,
                }
                if after.is_some_and(|after| (slot.start, slot.id) <= after) {
                    continue;
                }
                if days.interviews.len() == limit {
                    days.goes_on = true;
                    continue;
                }
                let Some(row) = bookings::by_id(db, slot.id)? else { continue };
                let number = row.matched.and_then(Match::number);
                let applicant = number.map(|number| applicants::name(db, number)).transpose()?.flatten();
                days.interviews.push(Interview { number: row.id, booking: row.booking, applicant });
            }
            Ok(days)
        })
    }

    /// When the first interview begins from one time on until another.
    pub fn first_interview(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, ReadError> {
        Ok(self.readers.with(|db| agenda::first(db, from, until))?.map(|slot| slot.start))
    }
}
