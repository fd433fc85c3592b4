//! Unmatched bookings, and applicants without an interview to suggest for them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::bookings::{self, BookingRow, columns};
use super::part::{Part, one_more};
use super::row;
use crate::domain::instant;
use crate::domain::suggestion::Candidate;
use crate::domain::text::Email;
use crate::store::matched::Match;

/// How many applicants are compared with a booking, and among how many of the newest they are looked for.
const COMPARED: i64 = 500;
const LOOKED_AT: i64 = 5000;
/// The longest chain that is followed back.
const LONGEST: usize = 100;

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM bookings b WHERE b.unmatched = 1 AND b.id < ?1 ORDER BY b.id DESC LIMIT ?2"
);
const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM bookings WHERE unmatched = 1 LIMIT ?1)";

/// Up to `limit` of them with numbers below `before`, the latest first.
pub(in crate::store) fn list(
    db: &Connection,
    before: Option<i64>,
    limit: usize,
) -> rusqlite::Result<Part<BookingRow>> {
    let mut statement = db.prepare_cached(LIST)?;
    let rows = statement.query_map([before.unwrap_or(i64::MAX), one_more(limit)], bookings::read)?;
    Ok(Part::new(rows.collect::<rusqlite::Result<_>>()?, limit, |last| last.id))
}

/// Counts them up to a bound. Reads the index that holds only these, whatever else there is.
pub(in crate::store) fn count(db: &Connection, bound: u32) -> rusqlite::Result<u32> {
    db.prepare_cached(COUNT)?.query_row([bound], row::only)
}

/// The first of the bookings that a row follows and that are the same applicant's, or nobody's as it is:
/// whoever that is linked to gets all of them. It is the row itself if they go in a circle.
pub(in crate::store) fn first_of_chain(db: &Connection, row: &BookingRow) -> rusqlite::Result<BookingRow> {
    let whose = |row: &BookingRow| row.matched.and_then(Match::number);
    let mut first = row.clone();
    for _ in 0..LONGEST {
        let older = first.predecessor.map(|id| bookings::by_id(db, id)).transpose()?.flatten();
        match older.filter(|older| whose(older) == whose(row)) {
            Some(older) if older.id == row.id => return Ok(older),
            Some(older) => first = older,
            None => return Ok(first),
        }
    }
    Ok(row.clone())
}

const CANDIDATES: &str = "SELECT number, name, email, created_at FROM talent_profiles
      WHERE number > ?1 AND withdrawn_at IS NULL AND decision IS NULL
        AND (status = 'APPLIED' OR status = 'INTERVIEW_RESCHEDULING' OR status = 'INTERVIEW_CANCELLED'
             OR status = 'INTERVIEW_DECLINED')
      ORDER BY number DESC LIMIT ?2";

/// The newest applicants who have no interview, and about whom nothing was decided.
pub(in crate::store) fn candidates(db: &Connection) -> rusqlite::Result<Vec<Candidate>> {
    let newest = "SELECT max(number) FROM talent_profiles";
    let newest: Option<i64> = db.prepare_cached(newest)?.query_row([], row::only).optional()?.flatten();
    let floor = newest.unwrap_or(0).saturating_sub(LOOKED_AT);
    let read = |row: &Row<'_>| {
        let number = row.get("number")?;
        row::read("talent_profiles", number, row, |row| {
            Ok(Candidate {
                number,
                name: row.get("name")?,
                email: row::parsed(row, "email", |text| Email::parse(text).ok())?,
                applied_at: row::parsed(row, "created_at", instant::parse)?,
            })
        })
    };
    db.prepare_cached(CANDIDATES)?.query_map(params![floor, COMPARED], read)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn unmatched_bookings_are_listed_and_counted_by_the_index_that_holds_only_these() {
        let [(_, list), (_, count)] = <[_; 2]>::try_from(plans([LIST, COUNT])).expect("two plans");
        assert_eq!(list, ["SEARCH b USING INDEX bookings_unmatched (unmatched=? AND rowid<?)"]);
        assert!(count.iter().any(|step| step.contains("COVERING INDEX bookings_unmatched")));
    }

    #[test]
    fn candidates_are_read_by_their_numbers() {
        for (_, steps) in plans([CANDIDATES]) {
            assert_eq!(steps, ["SEARCH talent_profiles USING INTEGER PRIMARY KEY (rowid>?)"]);
        }
    }
}
