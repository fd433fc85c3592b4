//! The changes after a delivery was read again.

use crate::calcom::explain;
use crate::domain::booking::{Attendance, Booking};
use crate::domain::foreign::ForeignText;
use crate::domain::text::WebUrl;
use crate::store::{Effect, Reread};
use crate::web::team::telling::{name, verdict};
use crate::web::team::when::Clock;

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) what: &'static str,
    pub(super) before: String,
    pub(super) after: String,
}

/// Returns all differences.
pub(super) fn between(read: &Reread, clock: &Clock) -> Vec<Change> {
    let (before, after) = (lines(&read.before, clock), lines(&read.after, clock));
    let longer = if before.len() < after.len() { &after } else { &before };
    let value = |lines: &[(&'static str, String)], at: usize| {
        lines.get(at).map_or(String::new(), |line| line.1.clone())
    };
    let changes = longer.iter().enumerate().map(|(at, (what, _))| Change {
        what,
        before: value(&before, at),
        after: value(&after, at),
    });
    changes.filter(|change| change.before != change.after).collect()
}

fn lines(effect: &Effect, clock: &Clock) -> Vec<(&'static str, String)> {
    let reason = effect.reason.as_deref().map(explain::reason).unwrap_or_default();
    let mut lines = vec![
        ("Trigger", name(&effect.trigger)),
        ("Verdict", verdict(&effect.outcome).word.to_owned()),
        ("Why", reason.to_owned()),
    ];
    for (booking, applicant) in &effect.bookings {
        lines.extend(of_booking(booking, clock));
        lines.push(("Applicant", applicant.map(|number| format!("No. {number}")).unwrap_or_default()));
    }
    lines
}

fn of_booking(booking: &Booking, clock: &Clock) -> Vec<(&'static str, String)> {
    let known = &booking.details;
    let text = |text: &Option<ForeignText>| text.as_ref().map(|text| text.visible(200)).unwrap_or_default();
    let time = |at: Option<time::OffsetDateTime>| at.map(|at| clock.when(at).text).unwrap_or_default();
    let attendance = match booking.attendance {
        Attendance::Open => "",
        Attendance::Held => "Held",
        Attendance::Missed { .. } => "Missed",
    };
    vec![
        ("Status", booking.status.as_str().to_owned()),
        ("Attendance", attendance.to_owned()),
        ("Asks for another time", if booking.asks_for_another_time { "Yes" } else { "" }.to_owned()),
        ("Begins", time(known.start)),
        ("Ends", time(known.end)),
        ("Title", text(&known.title)),
        ("Event type", text(&known.event_type)),
        ("Host", text(&known.organizer_name)),
        ("Where", text(&known.location)),
        ("Link", known.link.as_ref().map(WebUrl::as_str).unwrap_or_default().to_owned()),
        ("Booker", text(&known.attendee_name)),
        ("Address", known.attendee_email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default()),
        ("Time zone", text(&known.attendee_timezone)),
        ("Replaces", booking.rescheduled_from.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("Replaced by", booking.rescheduled_to.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("Reason", text(&booking.reason)),
        ("Last event", time(booking.last_event_at)),
    ]
}
