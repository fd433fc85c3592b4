//! The tasks of the team: some lines of each kind, and how many there are, counted up to a bound.

use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use super::row;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::profile::ProfileStatus;
use crate::domain::text::WebUrl;

/// Counts stop here.
pub const MOST_COUNTED: u32 = 1000;
/// How many that wait are looked at for those with the nearest interviews.
const LOOKED_AT: u32 = 200;
/// An applicant who waits or is waited for, with the interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The number of the applicant.
    pub number: i64,
    /// The name of the applicant.
    pub name: ForeignText,
    /// The status of the application.
    pub status: ProfileStatus,
    /// When the interview begins.
    pub start: Option<OffsetDateTime>,
    /// The host.
    pub host: Option<ForeignText>,
    /// The link to join.
    pub link: Option<WebUrl>,
    /// When something last happened to it.
    pub since: Option<OffsetDateTime>,
}

/// An applicant who is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApplicant {
    /// The number.
    pub number: i64,
    /// The name.
    pub name: ForeignText,
    /// When they applied.
    pub applied_at: OffsetDateTime,
}

/// The columns that those who wait are sorted by.
pub(in crate::store) struct Due {
    pub number: i64,
    pub start: Option<OffsetDateTime>,
    pub since: Option<OffsetDateTime>,
}

/// An unmatched booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The number of its row.
    pub number: i64,
    /// The booker's name.
    pub name: Option<ForeignText>,
    /// When it begins.
    pub start: Option<OffsetDateTime>,
}

/// Some lines, and how many there are in all, counted up to [`MOST_COUNTED`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// How many there are.
    pub count: u32,
}

const COLUMNS: &str =
    "p.number, p.name, p.status, b.start_time, b.organizer_name, b.meeting_link, b.updated_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let number = row.get("number")?;
    row::read("talent_profiles", number, row, |row| {
        Ok(Waiting {
            number,
            name: row.get("name")?,
            status: row::parsed(row, "status", ProfileStatus::parse)?,
            start: row::time(row, "start_time")?,
            host: row.get("organizer_name")?,
            link: row::text(row, "meeting_link")?.and_then(|link| WebUrl::parse(link).ok()),
            since: row::time(row, "updated_at")?,
        })
    })
}

fn interview_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM bookings b JOIN talent_profiles p ON p.number = b.profile
          WHERE b.id = ?1 AND b.status = 'ACCEPTED' AND b.ended = 0 AND (b.end_time IS NULL OR b.end_time > ?2)"
    )
}

/// The interview of an applicant in the booking with an id, if it is confirmed and not over.
pub(in crate::store) fn interview(
    db: &Connection,
    id: i64,
    now: OffsetDateTime,
) -> rusqlite::Result<Option<Waiting>> {
    db.prepare_cached(&interview_sql())?.query_row(params![id, instant::to_seconds(now)], read).optional()
}

/// Returns the statements that list and count the undecided applicants with a status.
fn waiting_sql(status: ProfileStatus) -> (String, String) {
    let is_open =
        format!("p.status = '{}' AND p.decision IS NULL AND p.withdrawn_at IS NULL", status.as_str());
    let rows = format!(
        "SELECT p.number, b.start_time, b.updated_at
           FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
          WHERE {is_open} ORDER BY p.number DESC LIMIT ?1"
    );
    (rows, format!("SELECT count(*) FROM (SELECT 1 FROM talent_profiles p WHERE {is_open} LIMIT ?1)"))
}

/// The newest undecided applicants with a status, and how many there are.
pub(in crate::store) fn waiting(db: &Connection, status: ProfileStatus) -> rusqlite::Result<Lines<Due>> {
    let (rows, count) = waiting_sql(status);
    let read = |row: &Row<'_>| {
        let (start, since) = (row::time(row, "start_time")?, row::time(row, "updated_at")?);
        Ok(Due { number: row.get("number")?, start, since })
    };
    let lines = db.prepare_cached(&rows)?.query_map([LOOKED_AT], read)?.collect::<rusqlite::Result<_>>()?;
    let count = db.prepare_cached(&count)?.query_row([MOST_COUNTED], row::only)?;
    Ok(Lines { lines, count })
}

/// The applicant with a number, and the interview.
pub(in crate::store) fn one(db: &Connection, number: i64) -> rusqlite::Result<Option<Waiting>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking WHERE p.number = ?1"
    );
    db.prepare_cached(&sql)?.query_row([number], read).optional()
}

const NEW: &str = "SELECT number, name, created_at FROM talent_profiles WHERE number > ?1
                    ORDER BY number DESC LIMIT ?2";
const NEW_COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM talent_profiles WHERE number > ?1 LIMIT ?2)";

/// The applicants with higher numbers than `seen`, the newest first.
pub(in crate::store) fn new(db: &Connection, seen: i64, limit: u32) -> rusqlite::Result<Lines<NewApplicant>> {
    let read = |row: &Row<'_>| {
        let number = row.get("number")?;
        row::read("talent_profiles", number, row, |row| {
            let applied_at = row::parsed(row, "created_at", instant::parse)?;
            Ok(NewApplicant { number, name: row.get("name")?, applied_at })
        })
    };
    let mut statement = db.prepare_cached(NEW)?;
    let lines = statement.query_map(params![seen, limit], read)?.collect::<rusqlite::Result<_>>()?;
    let count = db.prepare_cached(NEW_COUNT)?.query_row(params![seen, MOST_COUNTED], row::only)?;
    Ok(Lines { lines, count })
}

const UNMATCHED: &str =
    "SELECT id, attendee_name, start_time FROM bookings WHERE unmatched = 1 ORDER BY id DESC LIMIT ?1";
const UNMATCHED_COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM bookings WHERE unmatched = 1 LIMIT ?1)";

/// The latest unmatched bookings.
pub(in crate::store) fn unmatched(db: &Connection, limit: u32) -> rusqlite::Result<Lines<Unmatched>> {
    let read = |row: &Row<'_>| {
        let start = row::time(row, "start_time")?;
        Ok(Unmatched { number: row.get("id")?, name: row.get("attendee_name")?, start })
    };
    let lines = db.prepare_cached(UNMATCHED)?.query_map([limit], read)?.collect::<rusqlite::Result<_>>()?;
    let count = db.prepare_cached(UNMATCHED_COUNT)?.query_row([MOST_COUNTED], row::only)?;
    Ok(Lines { lines, count })
}

/// Whether there has never been a booking.
pub(in crate::store) fn is_first(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM bookings)";
    db.prepare_cached(sql)?.query_row([], row::only)
}

/// The triggers of the latest deliveries, each with the time of its last one.
pub(in crate::store) fn triggers(db: &Connection) -> rusqlite::Result<Vec<(String, OffsetDateTime)>> {
    let sql = "SELECT trigger, max(received_at) AS last_at FROM (
                   SELECT trigger, received_at FROM deliveries WHERE source = 'webhook' ORDER BY id DESC LIMIT ?1)
                GROUP BY trigger";
    let mut statement = db.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((row.get("trigger")?, row::time(row, "last_at")?));
    let found = statement.query_map([MOST_COUNTED], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(found.into_iter().filter_map(|(trigger, at)| Some((trigger, at?))).collect())
}

#[cfg(test)]
mod tests {
    use ProfileStatus::{InterviewEnded, InterviewRequested, InterviewRescheduling, NoShow};

    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn who_waits_is_found_and_counted_without_reading_the_applications() {
        for (rows, count) in
            [InterviewRequested, InterviewRescheduling, InterviewEnded, NoShow].map(waiting_sql)
        {
            for (sql, steps) in plans([rows, count]) {
                let is_by_index =
                    |step: &String| step.starts_with("SEARCH p USING COVERING INDEX talent_profiles_waiting");
                assert!(steps.iter().any(is_by_index), "{sql}: {steps:?}");
            }
        }
    }

    #[test]
    fn every_list_is_read_by_a_key_and_nothing_is_sorted_or_scanned() {
        let waiting = [InterviewRequested, InterviewRescheduling, InterviewEnded, NoShow].map(waiting_sql);
        let more = [interview_sql(), NEW.into(), NEW_COUNT.into(), UNMATCHED.into(), UNMATCHED_COUNT.into()];
        let all = waiting.into_iter().flat_map(|(rows, count)| [rows, count]).chain(more);
        for (sql, steps) in plans(all) {
            for step in steps {
                let is_by_key = step.starts_with("SEARCH")
                    || step.starts_with("CO-ROUTINE")
                    || step == "SCAN (subquery-1)";
                assert!(is_by_key, "{sql}: {step}");
            }
        }
    }
}
