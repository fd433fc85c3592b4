//! The findings of `bookhook check`, one line each.

use std::fmt::Write as _;

use time::Duration;

use crate::cli::support::terminal::count;
use crate::config::Mistake;
use crate::domain::printable::printable;
use crate::store::{OpenError, ReadError};

/// Clocks differ a little.
pub(super) const TOLERANCE: Duration = Duration::minutes(2);

/// How a thing stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Ok,
    Warn,
    Fail,
    /// Nobody can tell from here.
    Unseen,
}

/// One line.
pub(super) struct Finding {
    what: &'static str,
    pub(super) level: Level,
    words: String,
    remedy: String,
}

impl Finding {
    pub(super) fn ok(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, level: Level::Ok, words: words.into(), remedy: String::new() }
    }

    pub(super) fn warn(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Warn, words: words.into(), remedy: remedy.into() }
    }

    pub(super) fn fail(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Fail, words: words.into(), remedy: remedy.into() }
    }

    pub(super) fn unseen(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Unseen, words: words.into(), remedy: remedy.into() }
    }

    pub(super) fn mistake(what: &'static str, mistake: Mistake) -> Self {
        Self::fail(what, mistake.problem, mistake.remedy)
    }

    pub(super) fn warning(what: &'static str, doubt: Mistake) -> Self {
        Self::warn(what, doubt.problem, doubt.remedy)
    }

    pub(super) fn open(what: &'static str, error: &OpenError) -> Self {
        Self::fail(what, error.to_string(), error.remedy())
    }

    pub(super) fn read(what: &'static str, error: &ReadError) -> Self {
        Self::fail(what, error.to_string(), error.remedy())
    }

    pub(super) fn line(&self) -> String {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Warn => "warn",
            Level::Fail => "FAIL",
            Level::Unseen => "?",
        };
        let mut line = format!("{level:4}  {:12}  {}", self.what, printable(&self.words));
        if !self.remedy.is_empty() {
            let _ = write!(line, "; {}", printable(&self.remedy));
        }
        line
    }
}

pub(super) fn age(age: Duration) -> String {
    match (age.whole_days(), age.whole_hours(), age.whole_minutes()) {
        (days @ 2.., ..) => format!("{days} days"),
        (_, hours @ 2.., _) => format!("{hours} hours"),
        (.., minutes @ 2..) => format!("{minutes} minutes"),
        _ => count(age.whole_seconds().max(0), "second", "seconds"),
    }
}
