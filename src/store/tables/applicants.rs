//! The lists of applicants, newest first. Each is read by the number, from the number before on.

use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use super::bookings::{self, BookingRow, columns};
use super::part::{Part, one_more};
use super::{row, search};
use crate::domain::decision::Decision;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::ProfileStatus;
use crate::domain::search::Search;
use crate::domain::text::Email;

const TABLE: &str = "talent_profiles";
/// The number of rows that a list scans without an index, which takes some milliseconds.
pub(in crate::store) const LOOKED_AT: i64 = 5000;

/// Which applicants a list shows. Whoever the team decided about, or withdrew, is in two of them: in all, and
/// in that of the decided or of the withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Nothing was decided about them, and they did not withdraw.
    Open,
    /// Applicants who have not booked, or were asked to pick another time.
    ToBook,
    /// Their booking waits for a host.
    Requested,
    /// Their interview is confirmed.
    Scheduled,
    /// Their interview is over, or they missed it.
    Over,
    /// Their interview was cancelled or declined.
    Cancelled,
    /// Something was decided about them.
    Decided,
    /// Applicants who withdrew before a decision.
    Withdrawn,
    /// All of them.
    All,
}

macro_rules! open {
    ($standing:literal) => {
        concat!("p.decision IS NULL AND p.withdrawn_at IS NULL AND ", $standing)
    };
}

impl Tab {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::ToBook,
        Self::Requested,
        Self::Scheduled,
        Self::Over,
        Self::Cancelled,
        Self::Decided,
        Self::Withdrawn,
        Self::All,
    ];

    /// Whether a list shows applicants with this status.
    #[must_use]
    pub fn shows(self, status: ProfileStatus, withdrawn: bool, decided: bool) -> bool {
        use ProfileStatus::{
            Applied, InterviewCancelled, InterviewDeclined, InterviewEnded, InterviewRequested,
            InterviewRescheduling, InterviewScheduled, NoShow,
        };
        match self {
            Self::All => true,
            Self::Decided => decided,
            Self::Withdrawn => withdrawn && !decided,
            _ if withdrawn || decided => false,
            Self::Open => true,
            Self::ToBook => matches!(status, Applied | InterviewRescheduling),
            Self::Requested => status == InterviewRequested,
            Self::Scheduled => status == InterviewScheduled,
            Self::Over => matches!(status, InterviewEnded | NoShow),
            Self::Cancelled => matches!(status, InterviewCancelled | InterviewDeclined),
        }
    }

    /// The same in SQL.
    fn condition(self) -> &'static str {
        match self {
            Self::All => "1",
            Self::Decided => "p.decision IS NOT NULL",
            Self::Withdrawn => "p.withdrawn_at IS NOT NULL AND p.decision IS NULL",
            Self::Open => open!("1"),
            Self::ToBook => open!("(p.status = 'APPLIED' OR p.status = 'INTERVIEW_RESCHEDULING')"),
            Self::Requested => open!("p.status = 'INTERVIEW_REQUESTED'"),
            Self::Scheduled => open!("p.status = 'INTERVIEW_SCHEDULED'"),
            Self::Over => open!("(p.status = 'INTERVIEW_ENDED' OR p.status = 'NO_SHOW')"),
            Self::Cancelled => open!("(p.status = 'INTERVIEW_CANCELLED' OR p.status = 'INTERVIEW_DECLINED')"),
        }
    }
}

/// The applicants that a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// A tab.
    Tab(Tab),
    /// The results of a search among all.
    Search(Search),
}

/// An applicant in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// The number, by which the team's pages know them: the id opens the public API.
    pub number: i64,
    /// The name.
    pub name: ForeignText,
    /// The address.
    pub email: Email,
    /// The status of the application.
    pub status: ProfileStatus,
    /// When it was withdrawn, if it is.
    pub withdrawn_at: Option<OffsetDateTime>,
    /// When they applied.
    pub applied_at: OffsetDateTime,
    /// When the interview begins that the application shows.
    pub interview: Option<OffsetDateTime>,
    /// The decision of the team.
    pub decision: Option<Decision>,
}

/// How many applicants each tab has, among the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabCounts {
    /// By tab.
    pub counts: Vec<(Tab, u32)>,
    /// There are older ones, which were not counted.
    pub goes_on: bool,
}

macro_rules! listed {
    () => {
        "SELECT p.number, p.name, p.email, p.status, p.withdrawn_at, p.created_at, b.start_time, p.decision"
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<Applicant> {
    let number = row.get("number")?;
    row::read(TABLE, number, row, |row| {
        Ok(Applicant {
            number,
            name: row.get("name")?,
            email: row::parsed(row, "email", |text| Email::parse(text).ok())?,
            status: row::parsed(row, "status", ProfileStatus::parse)?,
            withdrawn_at: row::time(row, "withdrawn_at")?,
            applied_at: row::parsed(row, "created_at", instant::parse)?,
            interview: row::time(row, "start_time")?,
            decision: row::text(row, "decision")?.and_then(Decision::parse),
        })
    })
}

fn newest(db: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT ifnull(max(number), 0) FROM talent_profiles";
    db.prepare_cached(sql)?.query_row([], row::only)
}

/// Up to `limit` applicants with numbers below `before`; all of them without one.
pub(in crate::store) fn list(
    db: &Connection,
    filter: &Filter,
    before: Option<i64>,
    limit: usize,
) -> rusqlite::Result<Part<Applicant>> {
    let before = match before {
        Some(before) => before,
        None => newest(db)? + 1,
    };
    match filter {
        Filter::Tab(tab) => of_tab(db, *tab, before, limit),
        Filter::Search(search) => found(db, search, before, limit),
    }
}

/// The statement of a search, by the kind of its text.
const BY_ID: &str = concat!(
    listed!(),
    " FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
      WHERE p.id = ?1 AND p.number < ?2 LIMIT ?3"
);
const BY_NUMBER: &str = concat!(
    listed!(),
    " FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
      WHERE p.number = ?1 AND p.number < ?2 LIMIT ?3"
);
const BY_EMAIL: &str = concat!(
    listed!(),
    " FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
      WHERE p.email = ?1 AND p.number < ?2 ORDER BY p.number DESC LIMIT ?3"
);
const BY_WORDS: &str = concat!(
    listed!(),
    " FROM profiles_search s JOIN talent_profiles p ON p.number = s.rowid
      LEFT JOIN bookings b ON b.id = p.booking
      WHERE profiles_search MATCH ?1 AND s.rowid < ?2 ORDER BY s.rowid DESC LIMIT ?3"
);

/// Returns the statement of a tab's list.
fn tab_sql(tab: Tab) -> String {
    format!(
        "{} FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
          WHERE p.number < ?1 AND p.number >= ?2 AND {} ORDER BY p.number DESC LIMIT ?3",
        listed!(),
        tab.condition()
    )
}

fn of_tab(db: &Connection, tab: Tab, before: i64, limit: usize) -> rusqlite::Result<Part<Applicant>> {
    // Whoever is not filtered needs no bound.
    let floor = if tab == Tab::All { 0 } else { before.saturating_sub(LOOKED_AT).max(0) };
    let mut statement = db.prepare_cached(&tab_sql(tab))?;
    let rows = statement.query_map(params![before, floor, one_more(limit)], read)?;
    let mut part = Part::new(rows.collect::<rusqlite::Result<_>>()?, limit, |last| last.number);
    if part.before.is_none() && floor > 1 {
        part.before = Some(floor);
    }
    Ok(part)
}

fn found(db: &Connection, search: &Search, before: i64, limit: usize) -> rusqlite::Result<Part<Applicant>> {
    let rows = match search {
        Search::Profile(id) => rows(db, BY_ID, &id.to_string(), before, limit),
        Search::Number(number) => rows(db, BY_NUMBER, number, before, limit),
        Search::Email(email) => rows(db, BY_EMAIL, &email.as_str(), before, limit),
        Search::Words(words) => rows(db, BY_WORDS, &search::query(db, words)?, before, limit),
    };
    Ok(Part::new(rows?, limit, |last| last.number))
}

fn rows(
    db: &Connection,
    sql: &str,
    key: &dyn rusqlite::ToSql,
    before: i64,
    limit: usize,
) -> rusqlite::Result<Vec<Applicant>> {
    db.prepare_cached(sql)?.query_map(params![key, before, one_more(limit)], read)?.collect()
}

/// Counts the newest applicants by tab.
pub(in crate::store) fn counts(db: &Connection) -> rusqlite::Result<TabCounts> {
    let floor = newest(db)?.saturating_sub(LOOKED_AT);
    let sql = "SELECT status, withdrawn_at IS NOT NULL AS withdrawn, decision IS NOT NULL AS decided
                 FROM talent_profiles WHERE number > ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut standing = statement.query([floor])?;
    let mut counts: Vec<(Tab, u32)> = Tab::ALL.map(|tab| (tab, 0)).to_vec();
    while let Some(row) = standing.next()? {
        let status = row::parsed(row, "status", ProfileStatus::parse)?;
        let (withdrawn, decided) = (row.get("withdrawn")?, row.get("decided")?);
        let shown = counts.iter_mut().filter(|(tab, _)| tab.shows(status, withdrawn, decided));
        shown.for_each(|(_, count)| *count += 1);
    }
    Ok(TabCounts { counts, goes_on: floor > 0 })
}

/// The id of the applicant with a number, and the row of the booking that the application shows.
pub(in crate::store) fn one(
    db: &Connection,
    number: i64,
) -> rusqlite::Result<Option<(ProfileId, Option<BookingRow>)>> {
    let sql = "SELECT id, booking FROM talent_profiles WHERE number = ?1";
    let read = |row: &Row<'_>| {
        let id = row::read(TABLE, number, row, |row| row::parsed(row, "id", ProfileId::parse))?;
        Ok((id, row.get::<_, Option<i64>>("booking")?))
    };
    let Some((id, booking)) = db.prepare_cached(sql)?.query_row([number], read).optional()? else {
        return Ok(None);
    };
    let booking = booking.map(|booking| bookings::by_id(db, booking)).transpose()?.flatten();
    Ok(Some((id, booking)))
}

/// The number and the name of an applicant.
pub(in crate::store) fn name(db: &Connection, number: i64) -> rusqlite::Result<Option<(i64, ForeignText)>> {
    let sql = "SELECT number, name FROM talent_profiles WHERE number = ?1";
    db.prepare_cached(sql)?.query_row([number], |row| Ok((row.get("number")?, row.get("name")?))).optional()
}

/// The statement that reads the bookings of an applicant.
const OF_APPLICANT: &str =
    concat!("SELECT ", columns!(), " FROM bookings b WHERE b.profile = ?1 ORDER BY b.id DESC LIMIT ?2");

/// The bookings of an applicant, the one that was heard of last first.
pub(in crate::store) fn bookings_of(
    db: &Connection,
    number: i64,
    limit: u32,
) -> rusqlite::Result<Vec<BookingRow>> {
    let rows = [number, limit.into()];
    db.prepare_cached(OF_APPLICANT)?.query_map(rows, bookings::read)?.collect()
}

/// How many applications came from an address, counted up to 100.
pub(in crate::store) fn from_address(db: &Connection, email: &Email) -> rusqlite::Result<u32> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM talent_profiles WHERE email = ?1 LIMIT 100)";
    db.prepare_cached(sql)?.query_row([email.as_str()], row::only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn every_list_is_read_by_a_key_and_nothing_is_sorted_or_scanned() {
        let tabs = Tab::ALL.map(tab_sql);
        let searches = [BY_ID, BY_NUMBER, BY_EMAIL, BY_WORDS, OF_APPLICANT].map(str::to_owned);
        for (sql, plan) in plans(tabs.into_iter().chain(searches)) {
            let is_by_key =
                |line: &String| line.starts_with("SEARCH") || line.contains("VIRTUAL TABLE INDEX");
            assert!(plan.iter().all(is_by_key), "{sql}: {plan:?}");
        }
    }

    #[test]
    fn every_applicant_is_in_one_tab_besides_all_and_open() {
        for status in ProfileStatus::ALL {
            for (withdrawn, decided) in [(false, false), (true, false), (false, true), (true, true)] {
                let tabs = Tab::ALL.into_iter().filter(|tab| tab.shows(status, withdrawn, decided));
                let narrow = tabs.filter(|tab| !matches!(tab, Tab::All | Tab::Open));
                assert_eq!(narrow.count(), 1, "{status:?} {withdrawn} {decided}");
            }
        }
    }
}
