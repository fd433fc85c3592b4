//! What is wrong with a secret, and what to do.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::{MAX, PLACEHOLDER, Provenance};
use crate::domain::system::reason;

/// Why a secret cannot be used. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretError {
    /// Both the variable and the file are given.
    Twice(&'static str, &'static str),
    /// There is nothing in it.
    Empty(Provenance),
    /// It is longer than [`MAX`] bytes.
    TooLong(Provenance),
    /// It has several lines.
    SeveralLines(Provenance),
    /// It is not UTF-8 text, or holds a zero byte.
    NotText(Provenance),
    /// It begins with a byte order mark.
    ByteOrderMark(Provenance),
    /// It is a line of the form `NAME=value`.
    Assignment(Provenance),
    /// It is what Cal.com sends in place of a signature where a webhook has no secret.
    Placeholder(Provenance),
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
            Self::TooLong(from) => format!("the webhook secret from {from} is longer than {MAX} bytes"),
            Self::SeveralLines(from) => format!("the webhook secret from {from} has several lines"),
            Self::NotText(from) => format!("the webhook secret from {from} is not text in UTF-8"),
            Self::ByteOrderMark(from) => {
                format!(
                    "the webhook secret from {from} begins with a byte order mark, an invisible character"
                )
            }
            Self::Assignment(from) => {
                format!("the webhook secret from {from} is of the form NAME=value, with the name in it")
            }
            Self::Placeholder(from) => {
                format!(
                    "the webhook secret from {from} is {PLACEHOLDER}, which Cal.com sends if a webhook has no secret"
                )
            }
            Self::Unreadable { from, reason: kind } => {
                format!("the webhook secret from {from} cannot be read: {}", reason(*kind))
            }
            Self::Exposed { path, mode } => {
                format!(
                    "other users may read or change the webhook secret {} (mode {mode:04o})",
                    path.display()
                )
            }
            Self::NotKept { path, reason: kind } => {
                format!("the new webhook secret cannot be written to {}: {}", path.display(), reason(*kind))
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
            Self::TooLong(_) | Self::SeveralLines(_) | Self::NotText(_) => {
                "write the secret of Cal.com's webhook, one line, and nothing else".into()
            }
            Self::ByteOrderMark(_) => "save the file as UTF-8 without a byte order mark (BOM)".into(),
            Self::Assignment(_) => "remove the name and the equals sign".into(),
            Self::Placeholder(_) => "enter a secret at Cal.com's webhook, and write the same here".into(),
            Self::Unreadable { reason: ErrorKind::NotFound, .. } => {
                "correct the path, or make the file".into()
            }
            Self::Unreadable { reason: ErrorKind::IsADirectory, .. } => "name the file itself".into(),
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
