//! What is wrong with a secret, and what to do.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::{MAX, Provenance};

/// Why a secret cannot be used. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretError {
    /// Both the variable and the file are given.
    Twice(&'static str, &'static str),
    /// There is nothing in it.
    Empty(Provenance),
    /// It is not one line of UTF-8 text of at most [`MAX`] bytes.
    NotALine(Provenance),
    /// Its file cannot be read.
    Unreadable {
        /// The file.
        from: Provenance,
        /// What the system says.
        reason: ErrorKind,
    },
    /// Other users can read our own file, and so could sign deliveries.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A new one cannot be written.
    NotKept {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: ErrorKind,
    },
}

impl SecretError {
    /// What is wrong, and where.
    #[must_use]
    pub fn problem(&self) -> String {
        match self {
            Self::Twice(variable, file) => format!("both {variable} and {file} are set"),
            Self::Empty(from) => format!("the webhook secret from {from} is empty"),
            Self::NotALine(from) => {
                format!("the webhook secret from {from} is not one line of text of at most {MAX} bytes")
            }
            Self::Unreadable { from, reason } => {
                format!("the webhook secret from {from} cannot be read: {reason}")
            }
            Self::Exposed { path, mode } => {
                format!(
                    "other users may read or change the webhook secret {} (mode {mode:04o})",
                    path.display()
                )
            }
            Self::NotKept { path, reason } => {
                format!("the new webhook secret cannot be written to {}: {reason}", path.display())
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Twice(..) => "unset one of them".into(),
            Self::Empty(Provenance::Own(path)) => {
                format!("remove {}; the next start makes a new one", path.display())
            }
            Self::Empty(Provenance::Variable(name)) => {
                format!("unset {name}, or set it to the secret in Cal.com's webhook")
            }
            Self::Empty(_) => "put the secret of Cal.com's webhook into it".into(),
            Self::NotALine(_) => "give it the secret of Cal.com's webhook and nothing else".into(),
            Self::Unreadable { .. } => "let the user that runs bookhook read it".into(),
            Self::Exposed { path, .. } => format!(
                "run: chmod 600 '{}' (and if others could sign in here, remove it: the next start makes a new one)",
                path.display()
            ),
            Self::NotKept { .. } => {
                "let bookhook write to this directory, or set CAL_COM_WEBHOOK_SECRET".into()
            }
        }
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem(), self.remedy())
    }
}

impl std::error::Error for SecretError {}
