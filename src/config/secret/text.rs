//! The rules for the text of a secret.

use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::names::{Names, Provenance};
use crate::calcom::signature::UNSIGNED;
use crate::config::environment::Environment;
use crate::config::mistake::Mistake;
use crate::domain::system::reason;

/// The largest secret, in bytes. Cal.com's own are much shorter.
const MAX: usize = 4096;

/// A shorter secret, in characters, can be guessed.
const SHORT: usize = 16;

/// The text of a secret: one line, not empty. `Debug` does not show it.
#[derive(Clone)]
pub struct SecretText {
    pub(super) text: String,
    pub(super) names: &'static Names,
    /// Where it came from.
    pub from: Provenance,
}

impl SecretText {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Lists probable mistakes: unless Cal.com has the same text, character by character, nothing verifies.
    #[must_use]
    pub fn warnings(&self) -> Vec<Mistake> {
        let (text, bare) = (&self.text, unquoted(&self.text));
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
        let there = doubts.into_iter().filter(|(is_so, ..)| *is_so);
        there.map(|(_, doubt, remedy)| self.names.mistake(&self.from, doubt, remedy)).collect()
    }

    /// Reads the file of this provenance, without the line break at its end. A file that nobody named may be
    /// missing.
    pub(super) fn load(names: &'static Names, from: Provenance) -> Result<Option<Self>, Mistake> {
        let mut bytes = Vec::new();
        // The line break, and a byte more to notice what is too long.
        let limit = MAX as u64 + 3;
        match File::open(from.path()).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
            Ok(_) => {
                let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
                Self::parse(names, line.strip_suffix(b"\r").unwrap_or(line), from).map(Some)
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !matches!(from, Provenance::Named(..)) => {
                Ok(None)
            }
            Err(error) => {
                let remedy = match error.kind() {
                    ErrorKind::NotFound => "correct the path, or create the file",
                    ErrorKind::IsADirectory => "name the file itself",
                    _ => "let bookhook's user read it",
                };
                Err(names.mistake(&from, &format!("cannot be read: {}", reason(error.kind())), remedy))
            }
        }
    }

    /// Refuses texts that cannot be a secret.
    pub(super) fn parse(names: &'static Names, bytes: &[u8], from: Provenance) -> Result<Self, Mistake> {
        let text = str::from_utf8(bytes).unwrap_or("\0");
        let exact = format!("write {}, one line, and nothing else", names.at_cal_com);
        let rules = [
            (bytes.len() > MAX, "is longer than 4096 bytes", exact.as_str()),
            (text.contains(['\n', '\r']), "has several lines", &exact),
            (text.contains('\0'), "is not text in UTF-8", &exact),
            (
                text.starts_with('\u{feff}'),
                "begins with a byte order mark, an invisible character",
                "save the file as UTF-8 without a byte order mark (BOM)",
            ),
            (
                is_assignment(text),
                "is of the form NAME=value, with the name in it",
                "remove the name and the equals sign",
            ),
            (
                unquoted(text) == UNSIGNED,
                "is no-secret-provided, which Cal.com sends if a webhook has no secret",
                "enter a secret at Cal.com's webhook, and write the same here",
            ),
        ];
        if text.trim().is_empty() {
            return Err(names.empty(&from));
        }
        match rules.into_iter().find(|(is_broken, ..)| *is_broken) {
            Some((_, problem, remedy)) => Err(names.mistake(&from, problem, remedy)),
            None => Ok(Self { text: text.to_owned(), names, from }),
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretText").field("from", &self.from).finish_non_exhaustive()
    }
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

impl Names {
    /// Reads the secret from its variable, the file that a variable names, or systemd's credentials.
    ///
    /// # Errors
    /// It is given twice, cannot be read, or cannot be a secret.
    pub fn read(&'static self, environment: &Environment) -> Result<Option<SecretText>, Mistake> {
        let Self { variable, file, .. } = self;
        match (environment.get(variable), environment.get(file)) {
            (Some(_), Some(_)) => {
                Err(Mistake::new(format!("both {variable} and {file} are set"), "unset one of them"))
            }
            (Some(text), None) => {
                SecretText::parse(self, text.as_encoded_bytes(), Provenance::Variable(variable)).map(Some)
            }
            (None, Some(path)) if path.is_empty() => Err(self.empty(&Provenance::Variable(file))),
            (None, Some(path)) => SecretText::load(self, Provenance::Named(file, path.into())),
            (None, None) => match environment.get("CREDENTIALS_DIRECTORY") {
                Some(folder) => {
                    let path = Path::new(folder).join(self.credential);
                    SecretText::load(self, Provenance::Credential(path))
                }
                None => Ok(None),
            },
        }
    }
}
