//! The rows of `activity`: what members did.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::part::{Part, one_more};
use super::row;
use crate::domain::activity::{Action, Kind};
use crate::domain::decision::Decision;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::domain::member::MemberNumber;

/// How many old rows are removed at a time.
const REMOVED: i64 = 500;

/// An action with its member and subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its position in the order of actions.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// The member's name; `None` for the server's administrator.
    pub by: Option<String>,
    /// What.
    pub action: Action,
    /// The number of the applicant or the member that it is about; `None` once that is erased.
    pub subject: Option<i64>,
    /// Their name.
    pub name: Option<ForeignText>,
}

/// Adds a row.
pub(in crate::store) fn add(
    db: &Connection,
    at: OffsetDateTime,
    by: Option<MemberNumber>,
    action: Action,
    subject: Option<i64>,
) -> rusqlite::Result<()> {
    insert(db, &NewActivity { id: None, at: &instant::to_millis(at), by, action, subject })
}

/// An activity that has no row yet.
pub(in crate::store) struct NewActivity<'a> {
    /// `None`: the next one.
    pub id: Option<i64>,
    /// In RFC 3339.
    pub at: &'a str,
    pub by: Option<MemberNumber>,
    pub action: Action,
    pub subject: Option<i64>,
}

/// Adds a row.
pub(in crate::store) fn insert(db: &Connection, new: &NewActivity<'_>) -> rusqlite::Result<()> {
    let sql = "INSERT INTO activity (id, at, member, verb, kind, subject, detail)
               VALUES (:id, :at, :member, :verb, :kind, :subject, :detail)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": new.id,
            ":at": new.at,
            ":member": new.by.map(|member| member.0),
            ":verb": new.action.verb(),
            ":kind": new.action.kind().map(Kind::as_str),
            ":subject": new.subject,
            ":detail": new.action.detail(),
        })
        .map(drop)
}

macro_rules! listed {
    () => {
        "SELECT a.id, a.at, w.name AS author, a.verb, a.detail, a.subject, ifnull(p.name, m.name) AS name
           FROM activity a LEFT JOIN members w ON w.number = a.member
           LEFT JOIN talent_profiles p ON a.kind = 'applicant' AND p.number = a.subject
           LEFT JOIN members m ON a.kind = 'member' AND m.number = a.subject "
    };
}

const LATEST: &str = concat!(listed!(), "WHERE a.id < ?1 ORDER BY a.id DESC LIMIT ?2");
const OF_APPLICANT: &str =
    concat!(listed!(), "WHERE a.kind = 'applicant' AND a.subject = ?1 ORDER BY a.id DESC LIMIT ?2");

fn read(row: &Row<'_>) -> rusqlite::Result<Activity> {
    let id = row.get("id")?;
    row::read("activity", id, row, |row| {
        let detail = row::text(row, "detail")?;
        Ok(Activity {
            id,
            at: row::parsed(row, "at", instant::parse)?,
            by: row.get("author")?,
            action: row::parsed(row, "verb", |verb| Action::parse(verb, detail))?,
            subject: row.get("subject")?,
            name: row.get("name")?,
        })
    })
}

/// Up to `limit` rows with ids below `before`, the latest first; from the latest without one.
pub(in crate::store) fn list(
    db: &Connection,
    before: Option<i64>,
    limit: usize,
) -> rusqlite::Result<Part<Activity>> {
    let mut statement = db.prepare_cached(LATEST)?;
    let rows = statement.query_map([before.unwrap_or(i64::MAX), one_more(limit)], read)?;
    Ok(Part::new(rows.collect::<rusqlite::Result<_>>()?, limit, |last| last.id))
}

/// What was done about an applicant, the latest first.
pub(in crate::store) fn of_applicant(
    db: &Connection,
    number: i64,
    limit: u32,
) -> rusqlite::Result<Vec<Activity>> {
    db.prepare_cached(OF_APPLICANT)?.query_map([number, limit.into()], read)?.collect()
}

const WHO_DECIDED: &str = "SELECT member FROM activity WHERE kind = 'applicant' AND subject = ?1 AND at = ?2
                             AND verb = 'decided' AND detail = ?3 AND member IS NOT NULL LIMIT 1";

/// Who made a decision about an applicant at a time, as far as it is stored.
pub(in crate::store) fn who_decided(
    db: &Connection,
    number: i64,
    decision: Decision,
    at: OffsetDateTime,
) -> rusqlite::Result<Option<MemberNumber>> {
    let made = params![number, instant::to_millis(at), decision.as_str()];
    let found = db.prepare_cached(WHO_DECIDED)?.query_row(made, row::only).optional()?;
    Ok(found.map(MemberNumber))
}

/// Removes from all rows that they were about an applicant.
pub(in crate::store) fn forget(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE activity SET subject = NULL WHERE kind = 'applicant' AND subject = ?1";
    db.execute(sql, [number]).map(drop)
}

/// Removes some of the rows from before `cutoff`. `false`: none was left.
pub(in crate::store) fn remove_old(db: &Connection, cutoff: OffsetDateTime) -> rusqlite::Result<bool> {
    let sql = "DELETE FROM activity WHERE id IN (
                   SELECT id FROM (SELECT id, at FROM activity ORDER BY id LIMIT ?1) WHERE at < ?2)";
    Ok(db.prepare_cached(sql)?.execute(params![REMOVED, instant::to_millis(cutoff)])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::plans;
    use crate::store::schema;

    #[test]
    fn every_list_is_read_by_a_key_and_nothing_is_sorted_or_scanned() {
        for (sql, steps) in plans([LATEST, OF_APPLICANT, WHO_DECIDED]) {
            assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{sql}: {steps:?}");
        }
    }

    #[test]
    fn old_rows_go_and_later_ones_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = schema::open(&folder.path().join("a.db")).expect("a database");
        let at = |seconds| OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(seconds);
        for second in 0..=REMOVED {
            add(&db, at(second), None, Action::Exported, None).expect("added");
        }
        while remove_old(&db, at(REMOVED)).expect("removed") {}
        let left = list(&db, None, 10).expect("read");
        assert_eq!(left.rows.iter().map(|row| row.at).collect::<Vec<_>>(), [at(REMOVED)]);
    }
}
