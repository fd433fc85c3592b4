//! Reading the interviews to come.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::Store;
use super::days::{Days, Interview};
use super::error::ReadError;
use super::ingest::booking_index::Place;
use super::matched::Match;
use super::tables::agenda::{Slot, Slots};
use super::tables::{applicants, bookings};
use crate::domain::status::BookingStatus;

/// The maximum number of bookings read, which takes some milliseconds.
const LOOKED_AT: usize = if cfg!(test) { 20 } else { 1000 };

impl Store {
    /// Counts the interviews from one time on until another, and lists up to `limit` of those after the one that
    /// `after` names by its start, in seconds since 1970, and its number; only those of a host, if one is named.
    /// Takes some milliseconds, so it is not for an async handler.
    pub fn interviews(
        &self,
        (from, until): (OffsetDateTime, OffsetDateTime),
        host: Option<&str>,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Days, ReadError> {
        let begin = (from.unix_timestamp(), 0);
        let is_hosts = |slot: &Slot| {
            host.is_none_or(|host| slot.host.as_ref().is_some_and(|named| named.as_str() == host))
        };
        self.readers.with(|db| {
            let mut days = Days::default();
            let not_counted = self.look(db, begin, until, |slot| {
                match slot.status {
                    _ if !is_hosts(&slot) => {}
                    BookingStatus::Pending => days.requested += 1,
                    _ => days.standing += 1,
                }
                days.hosts.extend(slot.host);
                Ok(true)
            })?;
            days.is_cut = not_counted.is_some();
            days.goes_on = self.look(db, after.unwrap_or(begin), until, |slot| {
                let is_room = days.interviews.len() < limit;
                if is_room && is_hosts(&slot) {
                    days.interviews.extend(interview(db, slot.id)?);
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
        self.readers.with(|db| {
            let (mut first, mut after) = (None, Some((from.unix_timestamp(), 0)));
            while let Some(place) = after.filter(|_| first.is_none()) {
                after = self.look(db, place, until, |slot| {
                    first = Some(slot.start);
                    Ok(false)
                })?;
            }
            Ok(first)
        })
    }

    /// Passes the interviews after a place that start before `until` to `takes`, in their order, until it takes no
    /// more. Returns the place of the last one that it took, if there may be more.
    fn look(
        &self,
        db: &Connection,
        after: Place,
        until: OffsetDateTime,
        mut takes: impl FnMut(Slot) -> rusqlite::Result<bool>,
    ) -> rusqlite::Result<Option<Place>> {
        let places = self.index.starting(db, after, until, LOOKED_AT)?;
        let (mut slots, mut last) = (Slots::new(db)?, after);
        for place in &places {
            if let Some(slot) = slots.find(*place)?
                && !takes(slot)?
            {
                return Ok(Some(last));
            }
            last = *place;
        }
        Ok((places.len() == LOOKED_AT).then_some(last))
    }
}

/// Reads the interview with a number.
fn interview(db: &Connection, id: i64) -> rusqlite::Result<Option<Interview>> {
    let Some(row) = bookings::by_id(db, id)? else { return Ok(None) };
    let number = row.matched.and_then(Match::number);
    let applicant = number.map(|number| applicants::name(db, number)).transpose()?.flatten();
    Ok(Some(Interview { number: row.id, booking: row.booking, applicant }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codec::Codec;
    use crate::domain::event::{Decoded, Meaning, WhyIgnored};
    use crate::domain::instant;
    use crate::store::{Hooks, Rules, schema};

    const RULES: Rules = Rules {
        codec: Codec {
            decode: |_, _| Decoded {
                trigger: String::new(),
                meaning: Meaning::Ignored(WhyIgnored::OtherEventType),
            },
            encode: |_| Vec::new(),
            mentions: |_, _| false,
        },
        match_by_email: true,
    };

    /// A store with 99 confirmed bookings, changed by a statement, on a day in November.
    fn store(change: &str) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let db = schema::open(&path).expect("a database");
        let rows = "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 99)
             INSERT INTO bookings (id, uid, status, start_time, inherited, asks_for_another_time, ended, no_show)
             SELECT id, id, 'ACCEPTED', format('2026-11-10T12:%02d:00Z', id % 7), 0, 0, 0, 0 FROM n";
        db.execute_batch(rows).and_then(|()| db.execute_batch(change)).expect("bookings");
        drop(db);
        let store = Store::open(&path, RULES, Hooks::default()).expect("a store");
        (folder, store)
    }

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    const DAYS: [&str; 2] = ["2026-11-10T00:00:00Z", "2026-11-17T00:00:00Z"];

    #[test]
    fn a_week_of_more_than_one_look_is_seen_whole_and_without_what_is_nobodys() {
        let (_folder, store) = store(
            "UPDATE bookings SET other_type = 1 WHERE id % 3 = 1;
             UPDATE bookings SET matched_by = 'hand' WHERE id % 3 = 2",
        );
        let read = |after| store.interviews(DAYS.map(at).into(), None, after, 5).expect("read");
        let (mut seen, mut days) = (Vec::new(), read(None));
        assert!(days.is_cut);
        loop {
            seen.extend(days.interviews.iter().map(|one| (one.booking.details.start, one.number)));
            match days.goes_on {
                Some(place) => days = read(Some(place)),
                None => break,
            }
        }
        assert!(seen.is_sorted() && seen.len() == 33, "{seen:?}");
    }

    #[test]
    fn the_first_interview_is_found_behind_any_number_of_cancelled_ones() {
        let (_folder, store) = store("UPDATE bookings SET status = 'CANCELLED' WHERE id <> 97");
        let ([from, until], first) = (DAYS.map(at), at("2026-11-10T12:06:00Z"));
        assert_eq!(store.first_interview(from, until).expect("read"), Some(first));
        assert_eq!(store.first_interview(from, first).expect("read"), None);
    }
}
