//! The key of Cal.com's API, which may be missing.

use std::fmt;

use super::{Names, Provenance, SecretError, Sourced, given};
use crate::config::{Environment, Warning};
use crate::domain::system::reason;

/// Where the key comes from.
pub(super) const KEY: Names =
    Names { variable: "CAL_COM_API_KEY", file: "CAL_COM_API_KEY_FILE", credential: "cal_com_api_key" };

/// How Cal.com's keys begin.
const BEGINNING: &str = "cal_";

/// The key that is there.
///
/// # Errors
/// It is given twice, cannot be read, or cannot be used.
pub fn api_key(environment: &Environment) -> Result<Option<Sourced>, KeyError> {
    given(environment, &KEY).map_err(KeyError)
}

/// What is probably a mistake.
#[must_use]
pub fn key_warning(key: &Sourced) -> Option<Warning> {
    (!key.text.expose().starts_with(BEGINNING)).then(|| Warning {
        problem: format!(
            "the API key from {} does not begin with {BEGINNING}, as Cal.com's keys do",
            key.from
        ),
        remedy: "copy the whole key from Cal.com's Settings, Developer, API keys",
    })
}

/// Why the key cannot be used. It never holds the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(SecretError);

impl KeyError {
    /// What is wrong, and where.
    #[must_use]
    pub fn problem(&self) -> String {
        let from = |from: &Provenance, what: &str| format!("the API key from {from} {what}");
        match &self.0 {
            SecretError::Empty(place) => from(place, "is empty"),
            SecretError::TooLong(place) => from(place, "is too long"),
            SecretError::SeveralLines(place) => from(place, "has several lines"),
            SecretError::NotText(place) => from(place, "is not text in UTF-8"),
            SecretError::ByteOrderMark(place) => {
                from(place, "begins with a byte order mark, an invisible character")
            }
            SecretError::Assignment(place) => from(place, "is of the form NAME=value, with the name in it"),
            SecretError::Placeholder(place) => from(place, "is not a key"),
            SecretError::Unreadable { from: place, reason: kind } => {
                from(place, &format!("cannot be read: {}", reason(*kind)))
            }
            other @ (SecretError::Twice(..) | SecretError::Exposed { .. } | SecretError::NotKept { .. }) => {
                other.problem()
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match &self.0 {
            SecretError::Empty(Provenance::Variable(name)) => format!("unset {name}, or set it to the key"),
            SecretError::Empty(_)
            | SecretError::TooLong(_)
            | SecretError::SeveralLines(_)
            | SecretError::NotText(_)
            | SecretError::Placeholder(_) => {
                "write the key of Cal.com's API, one line, and nothing else".into()
            }
            other => other.remedy(),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem(), self.remedy())
    }
}

impl std::error::Error for KeyError {}
