//! The names under which secrets are given, and where they came from.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::mistake::Mistake;

/// The secret of Cal.com's webhook.
pub(super) const CURRENT: Names = Names {
    what: "webhook secret",
    at_cal_com: "the secret of Cal.com's webhook",
    variable: "CAL_COM_WEBHOOK_SECRET",
    file: "CAL_COM_WEBHOOK_SECRET_FILE",
    credential: "cal_com_webhook_secret",
};

/// The secret that the webhook had before.
pub(super) const PREVIOUS: Names = Names {
    variable: "CAL_COM_WEBHOOK_SECRET_PREVIOUS",
    file: "CAL_COM_WEBHOOK_SECRET_PREVIOUS_FILE",
    credential: "cal_com_webhook_secret_previous",
    ..CURRENT
};

/// The names of a secret, in messages and where it is set.
#[derive(Debug)]
pub struct Names {
    /// Its name in messages.
    pub(super) what: &'static str,
    /// Its name at Cal.com.
    pub(super) at_cal_com: &'static str,
    /// The environment variable that holds it.
    pub(super) variable: &'static str,
    /// The environment variable that names a file that holds it.
    pub(super) file: &'static str,
    /// Its file among systemd's credentials.
    pub(super) credential: &'static str,
}

impl Names {
    pub(super) fn mistake(&self, from: &Provenance, problem: &str, remedy: impl Into<String>) -> Mistake {
        Mistake::new(format!("the {} from {from} {problem}", self.what), remedy)
    }

    pub(super) fn empty(&self, from: &Provenance) -> Mistake {
        let remedy = match from {
            Provenance::Own(path) => format!("remove {}; the next start generates a new one", path.display()),
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
    pub(super) fn path(&self) -> &Path {
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
