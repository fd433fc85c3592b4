//! The lines of tasks.

use crate::domain::foreign::ForeignText;
use crate::domain::profile::ProfileStatus;
use crate::store::{Lines, MOST_WAITING, NewApplicant, Unmatched, Waiting};
use crate::web::team::badge::Badge;
use crate::web::team::when::{Clock, When};

/// How many lines of a kind are shown.
pub(super) const SHOWN: usize = 5;

/// The lines of a kind, and how many there are.
pub(super) struct Part<T> {
    pub(super) lines: Vec<T>,
    pub(super) count: String,
}

impl<T> Part<T> {
    /// The part that these lines make.
    pub(super) fn new<S>(all: &Lines<S>, line: impl Fn(&S) -> T) -> Self {
        Self { lines: all.lines.iter().map(line).collect(), count: counted(all.count) }
    }
}

/// A count that stops at a bound.
fn counted(count: u32) -> String {
    if count < MOST_WAITING { count.to_string() } else { format!("{}+", MOST_WAITING - 1) }
}

/// An interview that is to come, or under way.
pub(super) struct Meeting {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) when: When,
    pub(super) hour: String,
    /// `in 58 min`.
    pub(super) soon: Option<String>,
    pub(super) host: Option<String>,
    pub(super) link: Option<String>,
    pub(super) is_today: bool,
}

impl Meeting {
    pub(super) fn new(one: &Waiting, clock: &Clock) -> Self {
        // The store finds them by their beginning.
        let start = one.start.unwrap_or(clock.now);
        Self {
            number: one.number,
            name: one.name.visible(80),
            when: clock.when(start),
            hour: clock.hour(start),
            soon: soon((start - clock.now).whole_minutes()),
            host: host(one.host.as_ref()),
            link: one.link.as_ref().map(|link| link.as_str().to_owned()),
            is_today: clock.is_today(start),
        }
    }
}

fn soon(minutes: i64) -> Option<String> {
    match minutes {
        ..1 => Some("now".into()),
        1..60 => Some(format!("in {minutes} min")),
        60..720 => Some(format!("in {} h {} min", minutes / 60, minutes % 60)),
        _ => None,
    }
}

fn host(host: Option<&ForeignText>) -> Option<String> {
    host.map(|host| host.visible(100))
}

/// An applicant with a task.
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) start: Option<When>,
    pub(super) host: Option<String>,
    /// Since when.
    pub(super) since: Option<When>,
    /// The badge of the application, if it differs from the section's.
    pub(super) standing: Option<Badge>,
}

impl Line {
    fn new(one: &Waiting, clock: &Clock) -> Self {
        Self {
            number: one.number,
            name: one.name.visible(80),
            start: one.start.map(|at| clock.when(at)),
            host: host(one.host.as_ref()),
            since: one.since.map(|at| clock.when(at)),
            standing: None,
        }
    }

    /// Somebody who asks for a time.
    pub(super) fn requested(one: &Waiting, clock: &Clock) -> Self {
        Self::new(one, clock)
    }

    /// Somebody whose interview is over.
    pub(super) fn over(one: &Waiting, clock: &Clock) -> Self {
        let missed = (one.status == ProfileStatus::NoShow).then(|| Badge::new(one.status, false));
        Self { standing: missed, since: None, ..Self::new(one, clock) }
    }

    /// An applicant who was asked to pick another time.
    pub(super) fn rescheduling(one: &Waiting, clock: &Clock) -> Self {
        Self { start: None, ..Self::new(one, clock) }
    }
}

/// An unmatched booking.
pub(super) struct OddLine {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) start: Option<When>,
}

impl OddLine {
    pub(super) fn new(one: &Unmatched, clock: &Clock) -> Self {
        let name =
            one.name.as_ref().map_or_else(|| "Somebody without a name".into(), |name| name.visible(80));
        Self { number: one.number, name, start: one.start.map(|at| clock.when(at)) }
    }
}

/// An applicant who is new.
pub(super) struct NewLine {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) applied: When,
}

impl NewLine {
    pub(super) fn new(one: &NewApplicant, clock: &Clock) -> Self {
        Self { number: one.number, name: one.name.visible(80), applied: clock.when(one.applied_at) }
    }
}

/// Returns the number of interviews and tasks in words.
pub(super) fn sum(interviews: usize, waits: u32) -> String {
    let interviews = match interviews {
        0 => String::new(),
        1 => "1 interview by the end of tomorrow. ".into(),
        many if many > SHOWN => format!("More than {SHOWN} interviews by the end of tomorrow. "),
        some => format!("{some} interviews by the end of tomorrow. "),
    };
    let waits = match waits {
        0 if interviews.is_empty() => "Nothing waits.".into(),
        0 => "Nothing else waits.".into(),
        1 => "1 thing waits for the team.".into(),
        many => format!("{} things wait for the team.", counted(many)),
    };
    format!("{interviews}{waits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_said_in_a_sentence() {
        assert_eq!(sum(0, 0), "Nothing waits.");
        assert_eq!(sum(1, 0), "1 interview by the end of tomorrow. Nothing else waits.");
        assert_eq!(sum(0, 1), "1 thing waits for the team.");
        let many = "More than 5 interviews by the end of tomorrow. 999+ things wait for the team.";
        assert_eq!(sum(6, 2400), many);
    }

    #[test]
    fn an_interview_that_is_near_says_how_near() {
        let said = [-20, 0, 1, 59, 60, 135, 720].map(|minutes| soon(minutes).unwrap_or_default());
        assert_eq!(said, ["now", "now", "in 1 min", "in 59 min", "in 1 h 0 min", "in 2 h 15 min", ""]);
    }
}
