//! The set-up at Cal.com, as far as the key can read it.

use std::time::Duration as Every;

use time::{Duration, OffsetDateTime};

use super::finding::{Finding, TOLERANCE, age};
use crate::calcom::api::Flaw;
use crate::domain::count::count;
use crate::store::Reconciled;

const WHAT: &str = "cal.com";

/// There is no key.
#[must_use]
pub fn no_key() -> Finding {
    let remedy = "set CAL_COM_API_KEY to check the webhook and the redirect there";
    Finding::unseen(WHAT, "not checked, because there is no API key", remedy)
}

/// The set-up could not be read. `is_of_the_key`: Cal.com refuses the key.
#[must_use]
pub fn not_looked_at(problem: &str, remedy: &str, is_of_the_key: bool) -> Finding {
    if is_of_the_key {
        Finding::fail(WHAT, problem, remedy)
    } else {
        Finding::unseen(WHAT, format!("not checked: {problem}"), remedy)
    }
}

/// Whose key it is, and how far the clocks are apart, if Cal.com tells the time.
#[must_use]
pub fn key_and_clock(account: &str, apart: Option<Duration>) -> Finding {
    let opens = format!("the key opens the account {account}");
    let Some(apart) = apart.map(Duration::abs) else { return Finding::ok(WHAT, opens) };
    let seconds = count(apart.whole_seconds(), "second", "seconds");
    let words = format!("{opens}, and the clocks differ by {seconds}");
    if apart > TOLERANCE.max(Duration::seconds(1)) {
        Finding::warn(WHAT, words, "set the system's clock, and keep it right with NTP")
    } else {
        Finding::ok(WHAT, words)
    }
}

/// The webhook and the redirect.
#[must_use]
pub fn flaws(found: &[Flaw]) -> Vec<Finding> {
    let of = |flaw: &Flaw| if flaw.is_of_redirect() { "redirect" } else { "webhook" };
    let mut findings: Vec<Finding> = Vec::new();
    for (what, well) in [
        ("webhook", "Cal.com's delivers here, with all triggers and this secret"),
        ("redirect", "Cal.com's leads here, and carries the booking"),
    ] {
        let mine: Vec<&Flaw> = found.iter().filter(|flaw| of(flaw) == what).collect();
        if mine.is_empty() {
            findings.push(Finding::ok(what, well));
        }
        findings.extend(mine.into_iter().map(|flaw| finding(what, flaw)));
    }
    findings
}

/// Returns the finding for a flaw: a failure if it keeps deliveries away.
fn finding(what: &'static str, flaw: &Flaw) -> Finding {
    let remedy = flaw.by_hand().unwrap_or("run `bookhook connect`");
    match flaw {
        Flaw::Missing | Flaw::Inactive | Flaw::NoSecret | Flaw::OtherSecret => {
            Finding::fail(what, flaw.words(), remedy)
        }
        _ => Finding::warn(what, flaw.words(), remedy),
    }
}

/// The result of the last pass over the API; `now` by the API's clock.
#[must_use]
pub fn reconciled(last: Option<&Reconciled>, every: Option<Every>, now: OffsetDateTime) -> Finding {
    let what = "reconcile";
    let Some(last) = last else {
        return match every {
            Some(_) => Finding::unseen(what, "no pass has succeeded yet", "run `bookhook reconcile`"),
            None => Finding::ok(what, "off"),
        };
    };
    let repaired = count(last.repaired, "booking", "bookings");
    let old = now - last.passed_at;
    let words = format!("the last pass was {} ago and repaired {repaired}", age(old));
    let late = every.is_some_and(|every| old > every.saturating_mul(4));
    if last.keeps_repairing() {
        let words = format!("{words}; {} of the last 8 passes repaired some", last.lately());
        Finding::warn(what, words, "webhooks do not arrive: see the lines above and `bookhook deliveries`")
    } else if late {
        Finding::warn(what, words, "check that the server runs with CAL_COM_API_KEY, and look at its log")
    } else {
        Finding::ok(what, words)
    }
}
