//! The columns of `talent_profiles` with the team's decision.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use super::row;
use crate::domain::decision::Decision;
use crate::domain::instant;
use crate::domain::member::Doer;

/// A decision, and who made it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// When it was made.
    pub at: OffsetDateTime,
    /// The name of the member who made it.
    pub by: String,
}

/// The stored decision about an application.
pub(in crate::store) struct OnFile {
    /// The decision, if there is one.
    pub decided: Option<Decided>,
}

/// The decision about the applicant with a number; `None` if there is no such applicant.
pub(in crate::store) fn find(db: &Connection, number: i64) -> rusqlite::Result<Option<OnFile>> {
    let sql = "SELECT p.decision, p.decided_at, m.name AS author
                 FROM talent_profiles p LEFT JOIN members m ON m.number = p.decided_by WHERE p.number = ?1";
    let read = |row: &Row<'_>| {
        row::read("talent_profiles", number, row, |row| {
            if row::text(row, "decision")?.is_none() {
                return Ok(OnFile { decided: None });
            }
            let decision = row::parsed(row, "decision", Decision::parse)?;
            let at = row::parsed(row, "decided_at", instant::parse)?;
            Ok(OnFile { decided: Some(Decided { decision, at, by: row.get("author")? }) })
        })
    };
    db.prepare_cached(sql)?.query_row([number], read).optional()
}

/// Stores a decision, or takes it back with `None`.
pub(in crate::store) fn set(
    db: &Connection,
    number: i64,
    decided: Option<(Decision, Doer)>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles SET decision = :decision, decided_at = :at, decided_by = :by
                WHERE number = :number";
    let word = decided.map(|(decision, _)| decision.as_str());
    let (at, by) = decided.map(|(_, doer)| (instant::to_millis(doer.at), doer.member.0)).unzip();
    db.prepare_cached(sql)?
        .execute(named_params! { ":number": number, ":decision": word, ":at": at, ":by": by })
        .map(drop)
}
