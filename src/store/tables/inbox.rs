//! The inbox as the command line and the team's pages list it, newest first.

use rusqlite::{Connection, OptionalExtension, Row, params};
use time::OffsetDateTime;

use super::deliveries::{self, Outcome, source};
use super::part::{Part, one_more};
use super::row;
use crate::domain::event::Source;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, Digest};
use crate::domain::instant;

/// The number of rows that a list scans without an index, which takes some milliseconds.
const LOOKED_AT: i64 = 5000;

/// The maximum number of other event types that are listed.
const MOST_LEFT_OUT: usize = 12;

/// A line of the list of deliveries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverySummary {
    /// Its number.
    pub id: i64,
    /// When it came, in RFC 3339.
    pub received_at: String,
    /// Cal.com's name of the trigger.
    pub trigger: String,
    /// Its outcome.
    pub outcome: String,
    /// Why it was ignored or could not be read.
    pub reason: Option<String>,
    /// The uid of its booking.
    pub booking: Option<String>,
    /// The source.
    pub source: Source,
}

/// Which deliveries to list; `None` for any.
#[derive(Clone, Debug)]
pub struct DeliveryFilter {
    /// How many of the latest.
    pub limit: u32,
    /// About this booking.
    pub booking: Option<BookingUid>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// Received at this time or later.
    pub since: Option<OffsetDateTime>,
}

impl DeliveryFilter {
    /// Returns the conditions in SQL, without the number.
    fn conditions(&self) -> String {
        let booking = self.booking.as_ref().map(|_| "d.booking IN (SELECT id FROM bookings WHERE uid = ?1)");
        let outcome = self.outcome.map(|_| "d.outcome = ?2");
        let since = self.since.map(|_| "d.received_at >= ?3");
        let all: Vec<&str> = [booking, outcome, since].into_iter().flatten().collect();
        if all.is_empty() { String::new() } else { format!("WHERE {}", all.join(" AND ")) }
    }
}

/// A delivery with its body.
#[derive(Clone, PartialEq, Eq)]
pub struct DeliveryDetail {
    /// Its line of the list.
    pub summary: DeliverySummary,
    /// The raw bytes that are stored.
    pub body: Vec<u8>,
    /// Whether they are all that came. Retention and erasure leave only what bookings need.
    pub is_whole: bool,
}

/// Which deliveries the team's list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InboxFilter {
    /// All of them.
    All,
    /// The deliveries that were ignored or could not be read.
    NotApplied,
    /// The deliveries of the trigger with this name.
    Trigger(String),
}

/// An applicant whom a delivery is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// The applicant's number.
    pub number: i64,
    /// The name.
    pub name: ForeignText,
}

/// A line of the team's list, as it is read.
pub(in crate::store) struct Line {
    pub summary: DeliverySummary,
    /// The applicant to whom the first row of its booking is matched.
    pub concerned: Option<Concerned>,
    /// Its booking has seats, so that another row may be meant.
    pub is_seated: bool,
    /// `None`: it is too long for a list.
    pub body: Option<Vec<u8>>,
}

/// The columns that [`read_summary`] reads.
macro_rules! summary {
    () => {
        "SELECT d.id, d.received_at, d.trigger, d.outcome, d.reason, b.uid AS booking, d.source"
    };
}

/// The statement of a list on the team's pages. Bodies longer than 64 KiB are left out.
macro_rules! lines {
    ($from:literal, $where:literal) => {
        concat!(
            summary!(),
            ", b.seat, p.number, p.name,
              CASE WHEN octet_length(d.body) <= 65536 THEN d.body END AS body
              FROM ",
            $from,
            " LEFT JOIN bookings b ON b.id = d.booking LEFT JOIN talent_profiles p ON p.number = b.profile
              WHERE d.id < ?1 AND d.id >= ?2",
            $where,
            " ORDER BY d.id DESC LIMIT ?3"
        )
    };
}

const ALL: &str = lines!("deliveries d", "");
const NOT_APPLIED: &str = lines!(
    "deliveries d INDEXED BY deliveries_not_applied",
    " AND (d.outcome = 'ignored' OR d.outcome = 'unreadable')"
);
const OF_TRIGGER: &str = lines!("deliveries d", " AND d.trigger = ?4");

fn read_summary(row: &Row<'_>) -> rusqlite::Result<DeliverySummary> {
    Ok(DeliverySummary {
        id: row.get("id")?,
        received_at: row.get("received_at")?,
        trigger: row.get("trigger")?,
        outcome: row.get("outcome")?,
        reason: row.get("reason")?,
        booking: row.get("booking")?,
        source: source(row)?,
    })
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let seat: Option<String> = row.get("seat")?;
    let number: Option<i64> = row.get("number")?;
    let body = row.get_ref("body")?.as_bytes_or_null()?;
    Ok(Line {
        summary: read_summary(row)?,
        concerned: match number {
            Some(number) => Some(Concerned { number, name: row.get("name")? }),
            None => None,
        },
        is_seated: seat.is_some_and(|seat| !seat.is_empty()),
        body: body.map(<[u8]>::to_vec),
    })
}

/// Up to `limit` deliveries with numbers below `before`; all of them without one. A list of one trigger looks at
/// some thousand numbers and then says where it goes on.
pub(in crate::store) fn lines(
    db: &Connection,
    shown: &InboxFilter,
    before: Option<i64>,
    limit: usize,
) -> rusqlite::Result<Part<Line>> {
    let before = match before {
        Some(before) => before,
        None => newest(db)? + 1,
    };
    let one_more = one_more(limit);
    let (sql, floor, trigger) = match shown {
        InboxFilter::All => (ALL, 0, None),
        InboxFilter::NotApplied => (NOT_APPLIED, 0, None),
        InboxFilter::Trigger(trigger) => {
            (OF_TRIGGER, before.saturating_sub(LOOKED_AT).max(0), Some(trigger.as_str()))
        }
    };
    let mut statement = db.prepare_cached(sql)?;
    let rows = match trigger {
        Some(trigger) => statement.query_map(params![before, floor, one_more, trigger], read_line)?,
        None => statement.query_map([before, floor, one_more], read_line)?,
    };
    let part = Part::new(rows.collect::<rusqlite::Result<_>>()?, limit, |last| last.summary.id);
    Ok(Part { before: part.before.or((floor > 1).then_some(floor)), ..part })
}

/// Bookings of an event type that is not the team's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The event type.
    pub slug: String,
    /// How many, counted up to [`LeftOut::BOUND`].
    pub bookings: u32,
}

impl LeftOut {
    /// A higher count would not say more.
    pub const BOUND: u32 = 1000;
}

const NEXT_LEFT_OUT: &str = "SELECT event_type FROM bookings
    WHERE profile IS NULL AND other_type = 1 AND event_type > ?1 ORDER BY event_type LIMIT 1";
const COUNT_LEFT_OUT: &str = "SELECT count(*) FROM (SELECT 1 FROM bookings
    WHERE profile IS NULL AND other_type = 1 AND event_type = ?1 LIMIT ?2)";

/// The bookings that were left out, by event type in order of the alphabet; some event types if there are many.
pub(in crate::store) fn left_out(db: &Connection) -> rusqlite::Result<Vec<LeftOut>> {
    let mut found: Vec<LeftOut> = Vec::new();
    while found.len() < MOST_LEFT_OUT {
        let after = found.last().map_or("", |last| last.slug.as_str());
        let next = db.prepare_cached(NEXT_LEFT_OUT)?.query_row([after], row::only::<String>);
        let Some(slug) = next.optional()? else { break };
        let of = params![slug, LeftOut::BOUND];
        let bookings = db.prepare_cached(COUNT_LEFT_OUT)?.query_row(of, row::only)?;
        found.push(LeftOut { slug, bookings });
    }
    Ok(found)
}

/// The number of the latest delivery; 0 without one.
pub(in crate::store) fn newest(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT ifnull(max(id), 0) FROM deliveries")?.query_row([], row::only)
}

/// The numbers of the deliveries before and after one, if there are any.
pub(in crate::store) fn neighbours(db: &Connection, id: i64) -> rusqlite::Result<(Option<i64>, Option<i64>)> {
    let sql = "SELECT (SELECT max(id) FROM deliveries WHERE id < ?1) AS before,
                      (SELECT min(id) FROM deliveries WHERE id > ?1) AS after";
    db.prepare_cached(sql)?.query_row([id], |row| Ok((row.get("before")?, row.get("after")?)))
}

/// The applicant with a number.
pub(in crate::store) fn concerned(db: &Connection, number: i64) -> rusqlite::Result<Option<Concerned>> {
    let sql = "SELECT name FROM talent_profiles WHERE number = ?1";
    let read = |row: &Row<'_>| Ok(Concerned { number, name: row.get("name")? });
    db.prepare_cached(sql)?.query_row([number], read).optional()
}

/// The latest deliveries that are wanted, newest first.
pub(in crate::store) fn latest(
    db: &Connection,
    wanted: &DeliveryFilter,
) -> rusqlite::Result<Vec<DeliverySummary>> {
    let from = concat!(summary!(), " FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking");
    let sql = format!("{from} {} ORDER BY d.id DESC LIMIT ?4", wanted.conditions());
    let booking = wanted.booking.as_ref().map(BookingUid::as_str);
    let outcome = wanted.outcome.map(Outcome::as_str);
    let since = wanted.since.map(instant::to_millis);
    let mut statement = db.prepare(&sql)?;
    statement.query_map(params![booking, outcome, since, wanted.limit], read_summary)?.collect()
}

/// One delivery with its body.
pub(in crate::store) fn one(db: &Connection, id: i64) -> rusqlite::Result<Option<DeliveryDetail>> {
    let sql = concat!(
        summary!(),
        ", d.body, d.digest FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking WHERE d.id = ?1"
    );
    let detail = |row: &Row<'_>| {
        let stored: Option<Digest> = row.get("digest")?;
        let body = row.get_ref("body")?.as_bytes()?.to_vec();
        let is_whole = stored.is_none_or(|stored| stored == deliveries::digest(&body));
        Ok(DeliveryDetail { summary: read_summary(row)?, body, is_whole })
    };
    db.prepare_cached(sql)?.query_row([id], detail).optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;

    #[test]
    fn every_list_is_read_by_a_key_and_nothing_is_sorted_or_scanned() {
        for (sql, steps) in plans([ALL, NOT_APPLIED, OF_TRIGGER, NEXT_LEFT_OUT, COUNT_LEFT_OUT]) {
            for step in steps {
                let is_by_key =
                    ["SEARCH", "CO-ROUTINE", "SCAN (subquery"].iter().any(|by| step.starts_with(by));
                assert!(is_by_key, "{sql}: {step}");
            }
        }
    }
}
