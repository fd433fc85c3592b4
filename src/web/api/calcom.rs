//! Cal.com in the answer of readiness: the result of the last pass over its API.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::calcom::api::Flaw;
use crate::domain::instant;
use crate::reconcile::{PassStatus, Problem};
use crate::store::Reconciled;
use crate::web::describe::words::CalcomWord;

/// The result of the last pass over Cal.com's API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct Calcom {
    #[schema(value_type = CalcomWord)]
    status: &'static str,
    /// Stable codes of the flaws of the set-up at Cal.com; null if no pass could read it.
    flaws: Option<Vec<&'static str>>,
    /// A stable code of why the last pass failed; null if it succeeded, or before the first.
    problem: Option<&'static str>,
    /// How many seconds Cal.com's clock is ahead of this server's; null if that is unknown.
    clock_ahead_seconds: Option<i64>,
    /// When the last pass that succeeded ended, by Cal.com's clock; null before the first.
    #[schema(format = DateTime)]
    last_pass_at: Option<String>,
    /// How many seconds ago that was.
    last_pass_age_seconds: Option<i64>,
    /// How many bookings that pass repaired.
    repaired: Option<u32>,
    /// Whether so many recent passes repaired bookings that webhooks probably do not arrive.
    repairs_keep_coming: bool,
}

impl Calcom {
    /// Combines the state of this process with what the database stores of the last pass.
    pub(super) fn new(passes: &PassStatus, last: Option<&Reconciled>, now: OffsetDateTime) -> Self {
        let status = match (&passes.problem, &passes.seen) {
            (Some(Problem { is_of_the_key: true, .. }), _) => "key_refused",
            (_, None) => "unseen",
            (_, Some(seen)) if seen.flaws.is_empty() => "ok",
            _ => "flawed",
        };
        let seen = passes.seen.as_ref();
        let age = |last: &Reconciled| (passes.at_calcom(now) - last.passed_at).whole_seconds().max(0);
        Self {
            status,
            flaws: seen.map(|seen| seen.flaws.iter().map(Flaw::code).collect()),
            problem: passes.problem.as_ref().map(|problem| problem.code),
            clock_ahead_seconds: seen.and_then(|seen| seen.ahead).map(time::Duration::whole_seconds),
            last_pass_at: last.map(|last| instant::to_seconds(last.passed_at)),
            last_pass_age_seconds: last.map(age),
            repaired: last.map(|last| last.repaired),
            repairs_keep_coming: last.is_some_and(Reconciled::keeps_repairing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::Seen;

    fn status(problem: Option<Problem>, flaws: Option<Vec<Flaw>>) -> &'static str {
        let seen = flaws.map(|flaws| Seen { account: String::new(), flaws, ahead: None });
        let status = PassStatus { seen, problem, ..PassStatus::default() };
        Calcom::new(&status, None, OffsetDateTime::UNIX_EPOCH).status
    }

    #[test]
    fn that_nobody_could_look_is_an_answer_of_its_own() {
        let problem = |is_of_the_key| {
            let (words, remedy) = (String::new(), String::new());
            Some(Problem { code: "x", words, remedy, is_of_the_key })
        };
        assert_eq!(status(None, None), "unseen");
        assert_eq!(status(problem(false), None), "unseen");
        assert_eq!(status(problem(true), None), "key_refused");
        assert_eq!(status(None, Some(Vec::new())), "ok");
        assert_eq!(status(problem(false), Some(vec![Flaw::OtherSecret])), "flawed");
    }

    #[test]
    fn the_age_of_a_pass_goes_by_cal_com_s_clock() {
        let hour = time::Duration::hours(1);
        let now = OffsetDateTime::UNIX_EPOCH + hour * 1000;
        let seen = Some(Seen { account: String::new(), flaws: Vec::new(), ahead: Some(hour) });
        let passed_at = now + hour - time::Duration::seconds(7);
        let last = Reconciled { mark: None, looked_at: 0, passed_at, repaired: 2, history: 0b1011 };
        let calcom = Calcom::new(&PassStatus { seen, ..PassStatus::default() }, Some(&last), now);
        assert_eq!((calcom.last_pass_age_seconds, calcom.clock_ahead_seconds), (Some(7), Some(3600)));
        assert!(calcom.repairs_keep_coming);
    }
}
