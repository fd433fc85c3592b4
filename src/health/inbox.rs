//! Checks what arrives, and whether the clock agrees with it.

use std::fs;
use std::time::SystemTime;

use time::OffsetDateTime;

use super::finding::{Finding, TOLERANCE, age};
use crate::calcom::api::TRIGGERS;
use crate::calcom::signature::SignatureProblem;
use crate::domain::instant;
use crate::store::Refusal;

/// Whether deliveries arrive. `last` is when the latest came.
#[must_use]
pub fn deliveries(last: Option<OffsetDateTime>, refusals: &[Refusal], now: OffsetDateTime) -> Finding {
    let of_signature = |code: &str| SignatureProblem::ALL.into_iter().any(|problem| problem.code() == code);
    let refused = refusals.iter().find(|refusal| of_signature(&refusal.code));
    if let Some(refused) = refused.filter(|refused| instant::parse(&refused.last_at) > last) {
        let words = format!("the last one was refused at {} ({})", refused.last_at, refused.code);
        return Finding::warn("deliveries", words, "`bookhook deliveries` says why");
    }
    match last {
        Some(last) => Finding::ok("deliveries", format!("the last one arrived {} ago", age(now - last))),
        None => Finding::warn(
            "deliveries",
            "none has arrived yet",
            "try `bookhook send BOOKING_CREATED`, then the test button of Cal.com's webhook",
        ),
    }
}

/// Which triggers were seen lately, of those that bookhook asks for. `None` before the first delivery.
#[must_use]
pub fn triggers(seen: &[String]) -> Option<Finding> {
    if seen.is_empty() {
        return None;
    }
    let missing: Vec<&str> =
        TRIGGERS.into_iter().filter(|name| !seen.iter().any(|known| known == name)).collect();
    Some(if missing.is_empty() {
        Finding::ok("triggers", "all triggers that bookhook uses have been seen")
    } else {
        let words = format!("not seen lately: {}", missing.join(", "));
        Finding::unseen(
            "triggers",
            words,
            "if one of these should have arrived, check the webhook in Cal.com",
        )
    })
}

/// The program's own file and the last delivery cannot be from the future.
#[must_use]
pub fn clock(last: Option<OffsetDateTime>, now: OffsetDateTime) -> Finding {
    let built = std::env::current_exe().and_then(fs::metadata).and_then(|file| file.modified());
    let built = OffsetDateTime::from(built.unwrap_or(SystemTime::UNIX_EPOCH));
    let words = if built > now + TOLERANCE {
        "it is earlier than when this program was installed"
    } else if last.is_some_and(|last| last > now + TOLERANCE) {
        "it is earlier than the last delivery"
    } else {
        return Finding::ok(
            "clock",
            format!("{}, later than anything that has happened", instant::to_seconds(now)),
        );
    };
    Finding::fail("clock", words, "set the system's clock, and keep it right with NTP")
}
