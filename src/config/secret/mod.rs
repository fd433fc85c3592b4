//! Secrets: the names under which they are given, the order of their sources, and the one that bookhook makes.

mod api_key;
mod error;
mod text;
mod webhook;

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{Environment, Warning};

pub use api_key::{API_KEY, key_warning};
pub use error::{SecretError, SecretProblem};
pub use webhook::{WebhookSecrets, own_path};

/// The environment variables that give a secret or name its file.
pub(super) const VARIABLES: [&str; 6] =
    [CURRENT.variable, CURRENT.file, PREVIOUS.variable, PREVIOUS.file, API_KEY.variable, API_KEY.file];

/// The secret of Cal.com's webhook.
const CURRENT: Names = Names {
    what: "webhook secret",
    at_cal_com: "the secret of Cal.com's webhook",
    variable: "CAL_COM_WEBHOOK_SECRET",
    file: "CAL_COM_WEBHOOK_SECRET_FILE",
    credential: "cal_com_webhook_secret",
};

/// The secret that the webhook had before.
const PREVIOUS: Names = Names {
    variable: "CAL_COM_WEBHOOK_SECRET_PREVIOUS",
    file: "CAL_COM_WEBHOOK_SECRET_PREVIOUS_FILE",
    credential: "cal_com_webhook_secret_previous",
    ..CURRENT
};

/// What a secret is called, and the names under which it is given.
#[derive(Debug, PartialEq, Eq)]
pub struct Names {
    /// What messages call it.
    what: &'static str,
    /// What it is at Cal.com.
    at_cal_com: &'static str,
    /// The environment variable that holds it.
    variable: &'static str,
    /// The environment variable that names a file that holds it.
    file: &'static str,
    /// Its file among systemd's credentials.
    credential: &'static str,
}

impl Names {
    /// Reads the secret from its variable, the file that a variable names, or systemd's credentials.
    ///
    /// # Errors
    /// It is given twice, cannot be read, or can never be right.
    pub fn read(&'static self, environment: &Environment) -> Result<Option<SecretText>, SecretError> {
        let given = Provenance::Variable(self.variable);
        match (environment.get(self.variable), environment.get(self.file)) {
            (Some(_), Some(_)) => Err(self.error(given, SecretProblem::Twice)),
            (Some(text), None) => SecretText::from_variable(self, text, given).map(Some),
            (None, Some(path)) if path.is_empty() => {
                Err(self.error(Provenance::Variable(self.file), SecretProblem::Empty))
            }
            (None, Some(path)) => {
                SecretText::from_file(self, Provenance::Named(self.file, path.into())).map(Some)
            }
            (None, None) => self.read_credential(environment.get("CREDENTIALS_DIRECTORY")),
        }
    }

    fn read_credential(&'static self, directory: Option<&OsStr>) -> Result<Option<SecretText>, SecretError> {
        let Some(directory) = directory else { return Ok(None) };
        let path = Path::new(directory).join(self.credential);
        SecretText::from_file_if_any(self, Provenance::Credential(path))
    }

    fn error(&'static self, from: Provenance, problem: SecretProblem) -> SecretError {
        SecretError { names: self, from, problem }
    }
}

/// Where a secret came from. `Display` follows the word "from".
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

impl Provenance {
    fn path(&self) -> &Path {
        match self {
            Self::Variable(_) => Path::new(""),
            Self::Named(_, path) | Self::Credential(path) | Self::Own(path) | Self::Made(path) => path,
        }
    }
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

/// The text of a secret: one line, not empty. `Debug` does not show it.
#[derive(Clone)]
pub struct SecretText {
    text: String,
    names: &'static Names,
    /// Where it came from.
    pub from: Provenance,
}

impl SecretText {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Lists what is probably a mistake: the text must be at Cal.com to the character, or nothing verifies.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let problem = |doubt| format!("the {} from {} {doubt}", self.names.what, self.from);
        text::doubts(&self.text).map(|(doubt, remedy)| Warning { problem: problem(doubt), remedy }).collect()
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretText").field("from", &self.from).finish_non_exhaustive()
    }
}
