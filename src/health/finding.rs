//! One finding: the state of a thing, and what to do.

use std::fmt::Write as _;

use time::Duration;

use crate::config::Mistake;
use crate::domain::count::count;
use crate::domain::printable::printable;
use crate::store::{OpenError, ReadError};

/// Clocks differ a little.
pub const TOLERANCE: Duration = Duration::minutes(2);

/// The state of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is fine.
    Ok,
    /// Somebody should look.
    Warn,
    /// It is broken.
    Fail,
    /// It cannot be checked from here.
    Unseen,
}

/// The state of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The thing, in one word.
    pub what: &'static str,
    /// The state.
    pub level: Level,
    /// The state, in words.
    pub words: String,
    /// What to do; empty if there is nothing to do.
    pub remedy: String,
}

impl Finding {
    /// It is fine.
    #[must_use]
    pub fn ok(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, level: Level::Ok, words: words.into(), remedy: String::new() }
    }

    /// Somebody should look.
    #[must_use]
    pub fn warn(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Warn, words: words.into(), remedy: remedy.into() }
    }

    /// It is broken.
    #[must_use]
    pub fn fail(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Fail, words: words.into(), remedy: remedy.into() }
    }

    /// It cannot be checked from here.
    #[must_use]
    pub fn unseen(what: &'static str, words: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, level: Level::Unseen, words: words.into(), remedy: remedy.into() }
    }

    /// A setting that cannot be used.
    #[must_use]
    pub fn mistake(what: &'static str, mistake: Mistake) -> Self {
        Self::fail(what, mistake.problem, mistake.remedy)
    }

    /// A setting that is probably a mistake.
    #[must_use]
    pub fn warning(what: &'static str, doubt: Mistake) -> Self {
        Self::warn(what, doubt.problem, doubt.remedy)
    }

    /// The database cannot be opened.
    #[must_use]
    pub fn open(what: &'static str, error: &OpenError) -> Self {
        Self::fail(what, error.to_string(), error.remedy())
    }

    /// The database cannot be read.
    #[must_use]
    pub fn read(what: &'static str, error: &ReadError) -> Self {
        Self::fail(what, error.to_string(), error.remedy())
    }

    /// Returns it as a line for a terminal.
    #[must_use]
    pub fn line(&self) -> String {
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

/// Returns an age in words, such as `3 days`.
#[must_use]
pub fn age(age: Duration) -> String {
    match (age.whole_days(), age.whole_hours(), age.whole_minutes()) {
        (days @ 2.., ..) => format!("{days} days"),
        (_, hours @ 2.., _) => format!("{hours} hours"),
        (.., minutes @ 2..) => format!("{minutes} minutes"),
        _ => count(age.whole_seconds().max(0), "second", "seconds"),
    }
}
