//! The webhook secret: where it comes from, and how one is made when there is none.

mod api_key;
mod error;
mod files;

use std::ffi::OsStr;
use std::fmt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Environment, Warning};
use files::{checked, keep, read, unless_missing, unquoted};

pub use api_key::{KeyError, api_key, key_warning};
pub use error::SecretError;

/// The environment variables that give a secret or name its file.
pub const VARIABLES: [&str; 6] = [
    CURRENT.variable,
    CURRENT.file,
    PREVIOUS.variable,
    PREVIOUS.file,
    api_key::KEY.variable,
    api_key::KEY.file,
];

/// The largest secret, in bytes. Cal.com's own are much shorter.
pub const MAX: usize = 4096;

/// A shorter secret, in characters, can be guessed.
const SHORT: usize = 16;

/// What Cal.com sends in place of a signature where a webhook has no secret.
const PLACEHOLDER: &str = "no-secret-provided";

const CURRENT: Names = Names {
    variable: "CAL_COM_WEBHOOK_SECRET",
    file: "CAL_COM_WEBHOOK_SECRET_FILE",
    credential: "cal_com_webhook_secret",
};

const PREVIOUS: Names = Names {
    variable: "CAL_COM_WEBHOOK_SECRET_PREVIOUS",
    file: "CAL_COM_WEBHOOK_SECRET_PREVIOUS_FILE",
    credential: "cal_com_webhook_secret_previous",
};

/// The name of our own file, beside the database.
const OWN: &str = "webhook.secret";

struct Names {
    variable: &'static str,
    file: &'static str,
    credential: &'static str,
}

/// A secret: one line of text, not empty, that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

/// Where a secret came from. `Display` follows the word «from».
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// This environment variable.
    Variable(&'static str),
    /// The file that this environment variable names.
    Named(&'static str, PathBuf),
    /// systemd's credentials.
    Credential(PathBuf),
    /// The file that bookhook made at an earlier start.
    Own(PathBuf),
    /// The file that bookhook has just made.
    Made(PathBuf),
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::Named(name, path) => write!(f, "{} ({name})", path.display()),
            Self::Credential(path) => write!(f, "the credential {}", path.display()),
            Self::Own(path) => write!(f, "bookhook's own file {}", path.display()),
            Self::Made(path) => write!(f, "bookhook's own new file {}", path.display()),
        }
    }
}

/// A secret and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// The secret.
    pub text: SecretText,
    /// Its origin.
    pub from: Provenance,
}

impl Sourced {
    /// What is probably a mistake: the same text stands at Cal.com to the character, or nothing verifies.
    fn warnings(&self) -> Vec<Warning> {
        let text = self.text.expose();
        let quoted = unquoted(text) != text.trim();
        let doubts = [
            (
                text != text.trim(),
                "begins or ends with a space",
                "remove the spaces, unless they are at Cal.com, too",
            ),
            (quoted, "is in quotes", "remove the quotes, unless they are at Cal.com, too"),
            (
                unquoted(text).chars().count() < SHORT,
                "is short enough to be guessed",
                "use 32 random characters or more, such as `openssl rand -hex 32` prints, here and at Cal.com",
            ),
        ];
        let there = doubts.into_iter().filter(|(is_so, ..)| *is_so);
        there
            .map(|(_, doubt, remedy)| Warning {
                problem: format!("the webhook secret from {} {doubt}", self.from),
                remedy,
            })
            .collect()
    }
}

/// The secrets with which a delivery may be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secrets {
    /// The one that Cal.com holds, or is to be given.
    pub current: Sourced,
    /// The one that it held until lately.
    pub previous: Option<Sourced>,
}

impl Secrets {
    /// The secrets that are there; `None` if the current one has still to be made.
    ///
    /// # Errors
    /// A secret that is given twice, cannot be read, cannot be used, or that others can read.
    pub fn find(environment: &Environment, database: &Path) -> Result<Option<Self>, SecretError> {
        let previous = given(environment, &PREVIOUS)?;
        Ok(current(environment, database)?.map(|current| Self { current, previous }))
    }

    /// Each secret that is there and cannot be used.
    #[must_use]
    pub fn errors(environment: &Environment, database: &Path) -> Vec<SecretError> {
        [current(environment, database), given(environment, &PREVIOUS)]
            .into_iter()
            .filter_map(Result::err)
            .collect()
    }

    /// What is probably a mistake.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(Sourced::warnings)
            .collect()
    }

    /// The secrets that are there, or else a current one made of `fresh`, which must be random.
    ///
    /// # Errors
    /// As [`Secrets::find`], and if the new one cannot be kept.
    pub fn find_or_make(
        environment: &Environment,
        database: &Path,
        fresh: [u8; 32],
    ) -> Result<Self, SecretError> {
        if let Some(secrets) = Self::find(environment, database)? {
            return Ok(secrets);
        }
        let path = own_path(database);
        let text = SecretText(hex::encode(fresh));
        keep(&path, &text)
            .map_err(|error| SecretError::NotKept { path: path.clone(), reason: error.kind() })?;
        let current = Sourced { text, from: Provenance::Made(path) };
        Ok(Self { current, previous: given(environment, &PREVIOUS)? })
    }
}

/// Where the secret is kept that bookhook makes itself.
#[must_use]
pub fn own_path(database: &Path) -> PathBuf {
    database.with_file_name(OWN)
}

fn current(environment: &Environment, database: &Path) -> Result<Option<Sourced>, SecretError> {
    match given(environment, &CURRENT)? {
        Some(current) => Ok(Some(current)),
        None => own(&own_path(database)),
    }
}

fn given(environment: &Environment, names: &Names) -> Result<Option<Sourced>, SecretError> {
    match (environment.get(names.variable), environment.get(names.file)) {
        (Some(_), Some(_)) => Err(SecretError::Twice(names.variable, names.file)),
        (Some(text), None) => {
            let from = Provenance::Variable(names.variable);
            let text = text.to_str().ok_or_else(|| SecretError::NotText(from.clone()))?;
            checked(text, from).map(Some)
        }
        (None, Some(path)) if path.is_empty() => Err(SecretError::Empty(Provenance::Variable(names.file))),
        (None, Some(path)) => read(Provenance::Named(names.file, path.into()), Path::new(path)).map(Some),
        (None, None) => credential(environment.get("CREDENTIALS_DIRECTORY"), names),
    }
}

fn credential(directory: Option<&OsStr>, names: &Names) -> Result<Option<Sourced>, SecretError> {
    let Some(directory) = directory else { return Ok(None) };
    let path = Path::new(directory).join(names.credential);
    unless_missing(read(Provenance::Credential(path.clone()), &path))
}

fn own(path: &Path) -> Result<Option<Sourced>, SecretError> {
    let secret = unless_missing(read(Provenance::Own(path.into()), path))?;
    if secret.is_some() {
        let mode = path.metadata().map_or(0, |file| file.permissions().mode() & 0o777);
        if mode & 0o077 != 0 {
            return Err(SecretError::Exposed { path: path.into(), mode });
        }
    }
    Ok(secret)
}
