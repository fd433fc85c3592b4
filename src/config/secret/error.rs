//! What is wrong with a secret, and what to do.

use std::fmt;
use std::io::ErrorKind;

use super::text::MAX;
use super::{Names, Provenance};
use crate::calcom::signature::UNSIGNED;
use crate::domain::system::reason;

/// Why a secret cannot be used. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretError {
    pub(super) names: &'static Names,
    /// Where the secret came from.
    pub from: Provenance,
    /// What is wrong with it.
    pub problem: SecretProblem,
}

/// What is wrong with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretProblem {
    /// Both the variable and the file are given.
    Twice,
    /// There is nothing in it.
    Empty,
    /// It is too long.
    TooLong,
    /// It has several lines.
    SeveralLines,
    /// It is not UTF-8 text, or holds a zero byte.
    NotText,
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It is a line of the form `NAME=value`.
    Assignment,
    /// It is what Cal.com sends in place of a signature if a webhook has no secret.
    Placeholder,
    /// Its file cannot be read, for this reason.
    Unreadable(ErrorKind),
    /// Other users can read our own file, which has these permission bits, and so could sign deliveries.
    Exposed(u32),
    /// A new one cannot be written, for this reason.
    NotStored(ErrorKind),
}

impl SecretError {
    /// Returns what is wrong, and where.
    #[must_use]
    pub fn problem(&self) -> String {
        let Names { what, variable, file, .. } = self.names;
        let path = self.from.path().display();
        let words = match self.problem {
            SecretProblem::Twice => return format!("both {variable} and {file} are set"),
            SecretProblem::Exposed(mode) => {
                return format!("other users may read or change the {what} {path} (mode {mode:04o})");
            }
            SecretProblem::NotStored(kind) => {
                return format!("the new {what} cannot be written to {path}: {}", reason(kind));
            }
            SecretProblem::Empty => "is empty".to_owned(),
            SecretProblem::TooLong => format!("is longer than {MAX} bytes"),
            SecretProblem::SeveralLines => "has several lines".to_owned(),
            SecretProblem::NotText => "is not text in UTF-8".to_owned(),
            SecretProblem::ByteOrderMark => {
                "begins with a byte order mark, an invisible character".to_owned()
            }
            SecretProblem::Assignment => "is of the form NAME=value, with the name in it".to_owned(),
            SecretProblem::Placeholder => {
                format!("is {UNSIGNED}, which Cal.com sends if a webhook has no secret")
            }
            SecretProblem::Unreadable(kind) => format!("cannot be read: {}", reason(kind)),
        };
        format!("the {what} from {} {words}", self.from)
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        let Names { at_cal_com, variable, .. } = self.names;
        let path = self.from.path().display();
        match (self.problem, &self.from) {
            (SecretProblem::Twice, _) => "unset one of them".into(),
            (SecretProblem::Empty, Provenance::Own(_)) => {
                format!("remove {path}; the next start makes a new one")
            }
            (SecretProblem::Empty, Provenance::Variable(name)) => {
                format!("unset {name}, or set it to {at_cal_com}")
            }
            (SecretProblem::Empty, _) => format!("put {at_cal_com} into it"),
            (SecretProblem::TooLong | SecretProblem::SeveralLines | SecretProblem::NotText, _) => {
                format!("write {at_cal_com}, one line, and nothing else")
            }
            (SecretProblem::ByteOrderMark, _) => {
                "save the file as UTF-8 without a byte order mark (BOM)".into()
            }
            (SecretProblem::Assignment, _) => "remove the name and the equals sign".into(),
            (SecretProblem::Placeholder, _) => {
                "enter a secret at Cal.com's webhook, and write the same here".into()
            }
            (SecretProblem::Unreadable(ErrorKind::NotFound), _) => {
                "correct the path, or make the file".into()
            }
            (SecretProblem::Unreadable(ErrorKind::IsADirectory), _) => "name the file itself".into(),
            (SecretProblem::Unreadable(_), _) => "let the user that runs bookhook read it".into(),
            (SecretProblem::Exposed(_), _) => format!(
                "run: chmod 600 '{path}' (and if others could sign in here, remove it: the next start makes a new one)"
            ),
            (SecretProblem::NotStored(_), _) => {
                format!("let bookhook write to this directory, or set {variable}")
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
