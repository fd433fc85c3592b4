//! What members decide about applicants.

use rusqlite::Connection;

use crate::domain::activity::Action;
use crate::domain::decision::{Decision, Earlier, EarlierDecisions};
use crate::domain::member::Doer;
use crate::store::tables::{activity, decisions};

/// Stores decisions by the applicants' numbers, or removes them with `None`, and records each change. Returns
/// the earlier decision of each existing applicant.
pub(in crate::store) fn decide(
    db: &Connection,
    doer: Doer,
    wanted: &[(i64, Option<Decision>)],
) -> rusqlite::Result<EarlierDecisions> {
    let decided = |decision: Option<Decision>| Change {
        decision: decision.map(|decision| (decision, doer)),
        action: Action::Decided(decision),
    };
    change(db, doer, wanted.iter().map(|(number, decision)| (*number, Ok(decided(*decision)))))
}

/// Restores earlier decisions with their members and times, and records who undid the later ones. Returns the
/// decisions before, like [`decide`].
pub(in crate::store) fn restore(
    db: &Connection,
    doer: Doer,
    wanted: &[(i64, Option<Earlier>)],
) -> rusqlite::Result<EarlierDecisions> {
    let restored = |number, earlier: Option<Earlier>| {
        let Some(Earlier { decision, at }) = earlier else {
            return Ok(Change { decision: None, action: Action::Decided(None) });
        };
        Ok(match activity::who_decided(db, number, decision, at)? {
            Some(member) => {
                Change { decision: Some((decision, Doer { member, at })), action: Action::Restored(decision) }
            }
            // It is longer ago than activity is stored, or nobody made it.
            None => Change { decision: Some((decision, doer)), action: Action::Decided(Some(decision)) },
        })
    };
    change(db, doer, wanted.iter().map(|(number, earlier)| (*number, restored(*number, *earlier))))
}

/// A decision, by whom and when it is said to be made, and what is recorded of it.
struct Change {
    decision: Option<(Decision, Doer)>,
    action: Action,
}

fn change(
    db: &Connection,
    doer: Doer,
    wanted: impl Iterator<Item = (i64, rusqlite::Result<Change>)>,
) -> rusqlite::Result<EarlierDecisions> {
    let mut before = EarlierDecisions::new();
    for (number, wanted) in wanted {
        let Some(file) = decisions::find(db, number)? else { continue };
        let wanted = wanted?;
        let held = file.decided.map(|decided| Earlier { decision: decided.decision, at: decided.at });
        if held.map(|held| held.decision) != wanted.decision.map(|(decision, _)| decision) {
            decisions::set(db, number, wanted.decision)?;
            activity::add(db, doer.at, Some(doer.member), wanted.action, Some(number))?;
        }
        before.push((number, held));
    }
    Ok(before)
}
