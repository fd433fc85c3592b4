//! What the text of a secret may be.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read};

use super::error::{SecretError, SecretProblem};
use super::{Names, Provenance, SecretText};
use crate::calcom::signature::UNSIGNED;

/// The largest secret, in bytes. Cal.com's own are much shorter.
pub(super) const MAX: usize = 4096;

/// A shorter secret, in characters, can be guessed.
const SHORT: usize = 16;

impl SecretText {
    pub(super) fn from_variable(
        names: &'static Names,
        text: &OsStr,
        from: Provenance,
    ) -> Result<Self, SecretError> {
        match text.to_str() {
            Some(text) => Self::parse(names, text, from),
            None => Err(names.error(from, SecretProblem::NotText)),
        }
    }

    /// Reads the file of this provenance, without the line break at its end.
    pub(super) fn from_file(names: &'static Names, from: Provenance) -> Result<Self, SecretError> {
        let mut bytes = Vec::new();
        // The line break, and a byte more to notice what is too long.
        let limit = MAX as u64 + 3;
        let read = File::open(from.path()).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        if let Err(error) = read {
            return Err(names.error(from, SecretProblem::Unreadable(error.kind())));
        }
        if bytes.len() as u64 == limit {
            return Err(names.error(from, SecretProblem::TooLong));
        }
        let Ok(text) = str::from_utf8(&bytes) else { return Err(names.error(from, SecretProblem::NotText)) };
        let line = text.strip_suffix('\n').unwrap_or(text);
        Self::parse(names, line.strip_suffix('\r').unwrap_or(line), from)
    }

    /// As [`SecretText::from_file`], but a file that does not exist is no secret.
    pub(super) fn from_file_if_any(
        names: &'static Names,
        from: Provenance,
    ) -> Result<Option<Self>, SecretError> {
        match Self::from_file(names, from) {
            Err(SecretError { problem: SecretProblem::Unreadable(ErrorKind::NotFound), .. }) => Ok(None),
            read => read.map(Some),
        }
    }

    fn parse(names: &'static Names, text: &str, from: Provenance) -> Result<Self, SecretError> {
        match problem(text) {
            Some(problem) => Err(names.error(from, problem)),
            None => Ok(Self { text: text.to_owned(), names, from }),
        }
    }
}

/// Why this can never be a secret.
fn problem(text: &str) -> Option<SecretProblem> {
    let problems = [
        (text.trim().is_empty(), SecretProblem::Empty),
        (text.len() > MAX, SecretProblem::TooLong),
        (text.contains(['\n', '\r']), SecretProblem::SeveralLines),
        (text.contains('\0'), SecretProblem::NotText),
        (text.starts_with('\u{feff}'), SecretProblem::ByteOrderMark),
        (is_assignment(text), SecretProblem::Assignment),
        (unquoted(text) == UNSIGNED, SecretProblem::Placeholder),
    ];
    problems.into_iter().find_map(|(is_so, problem)| is_so.then_some(problem))
}

/// What is probably a mistake, each with a remedy.
pub(super) fn doubts(text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let bare = unquoted(text);
    let doubts = [
        (
            text != text.trim(),
            "begins or ends with a space",
            "remove the spaces, unless they are at Cal.com, too",
        ),
        (bare != text.trim(), "is in quotes", "remove the quotes, unless they are at Cal.com, too"),
        (
            bare.chars().count() < SHORT,
            "is short enough to be guessed",
            "use 32 random characters or more, such as `openssl rand -hex 32` prints, here and at Cal.com",
        ),
    ];
    doubts.into_iter().filter_map(|(is_so, doubt, remedy)| is_so.then_some((doubt, remedy)))
}

/// Whether this is a line of an environment file, as Docker and systemd read them.
fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim().trim_start_matches("export ").to_ascii_uppercase();
        ["SECRET", "API_KEY"].iter().any(|word| name.contains(word))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The text without the spaces and quotes around it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}
