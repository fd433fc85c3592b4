//! Secrets: the names under which they are given, the order of their sources, and the one that bookhook makes.

mod api_key;
mod own;
mod team;
mod text;
mod webhook;

use std::fmt;
use std::path::{Path, PathBuf};

use super::{Environment, Mistake};

pub use api_key::{API_KEY, key_warning};
pub use team::{find_or_make_team_key, team_key, team_key_path};
pub use text::SecretText;
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

/// The names of a secret, in messages and where it is set.
#[derive(Debug)]
pub struct Names {
    /// Its name in messages.
    what: &'static str,
    /// Its name at Cal.com.
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

    fn mistake(&self, from: &Provenance, problem: &str, remedy: impl Into<String>) -> Mistake {
        Mistake::new(format!("the {} from {from} {problem}", self.what), remedy)
    }

    fn empty(&self, from: &Provenance) -> Mistake {
        let remedy = match from {
            Provenance::Own(path) => format!("remove {}; the next start makes a new one", path.display()),
            Provenance::Variable(name) => format!("unset {name}, or set it to {}", self.at_cal_com),
            _ => format!("put {} into it", self.at_cal_com),
        };
        self.mistake(from, "is empty", remedy)
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
        let path = self.path().display();
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::Named(name, _) => write!(f, "{path} ({name})"),
            Self::Credential(_) => write!(f, "the credential {path}"),
            Self::Own(_) => write!(f, "bookhook's own file {path}"),
            Self::Made(_) => write!(f, "bookhook's own new file {path}"),
        }
    }
}
