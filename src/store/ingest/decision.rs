//! What members decide about applicants.

use rusqlite::Connection;

use crate::domain::activity::Deed;
use crate::domain::decision::{Decision, Decisions};
use crate::domain::member::Doer;
use crate::store::tables::{activity, decisions};

/// Stores decisions by the applicants' numbers, or takes them back with `None`, and records each that
/// changes anything. Returns what was decided before about each applicant whom there is.
pub(in crate::store) fn decide(
    db: &Connection,
    doer: Doer,
    wanted: &[(i64, Option<Decision>)],
) -> rusqlite::Result<Decisions> {
    let mut before = Decisions::new();
    for (number, decision) in wanted {
        let Some(file) = decisions::of(db, *number)? else { continue };
        let held = file.decided.map(|decided| decided.decision);
        if held != *decision {
            decisions::set(db, *number, decision.map(|decision| (decision, doer)))?;
            activity::add(db, doer.at, Some(doer.member), Deed::Decided(*decision), Some(*number))?;
        }
        before.push((*number, held));
    }
    Ok(before)
}
