//! The failure of a command: its message, and the exit code for scripts.

use std::io;
use std::process::ExitCode;

use super::terminal::tell;
use crate::config::{Mistake, Mistakes};
use crate::domain::printable::printable;
use crate::domain::system::reason;
use crate::server::{ListenError, ServeError};
use crate::store::{CopyError, OpenError, ReadError};

/// The exit code of a failed command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It was tried and failed.
    Failed = 1,
    /// The command line is wrong; the parser exits with this, too.
    Usage = 2,
    /// The settings or secrets cannot be used.
    Configuration = 3,
    /// The database cannot be used.
    Database = 4,
}

/// Why a command failed, for the person who ran it.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    exit: Exit,
    problem: String,
    remedy: Option<String>,
    /// Further failures.
    more: Vec<Failure>,
}

impl Failure {
    /// `problem` says what is wrong, without a capital letter or a full stop.
    #[must_use]
    pub fn new(exit: Exit, problem: impl Into<String>) -> Self {
        Self { exit, problem: problem.into(), remedy: None, more: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    /// The problem and its remedy.
    pub(in crate::cli) fn into_words(self) -> (String, String) {
        (self.problem, self.remedy.unwrap_or_default())
    }

    /// Prints the message.
    pub(in crate::cli) fn report(self) -> ExitCode {
        for failure in std::iter::once(&self).chain(&self.more) {
            tell(&format!("error: {}", printable(&failure.problem)));
            if let Some(remedy) = &failure.remedy {
                tell(&format!("help: {}", printable(remedy)));
            }
        }
        ExitCode::from(self.exit as u8)
    }
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Self {
        Self::new(Exit::Configuration, mistake.problem).with_remedy(mistake.remedy)
    }
}

impl From<Mistakes> for Failure {
    fn from(mistakes: Mistakes) -> Self {
        let mut failures = mistakes.0.into_iter().map(Self::from);
        let first =
            failures.next().unwrap_or_else(|| Self::new(Exit::Configuration, "the settings cannot be used"));
        Self { more: failures.collect(), ..first }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::new(Exit::Database, error.to_string()).with_remedy(error.remedy())
    }
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        let exit = match error {
            CopyError::Source(_) | CopyError::Backup(_) => Exit::Database,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string()).with_remedy(error.remedy())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(Exit::Database, error.to_string()).with_remedy(error.remedy())
    }
}

impl From<getrandom::Error> for Failure {
    fn from(_: getrandom::Error) -> Self {
        Self::new(Exit::Failed, "the system provides no random numbers")
    }
}

impl From<ListenError> for Failure {
    fn from(error: ListenError) -> Self {
        Self::new(Exit::Failed, error.to_string()).with_remedy(error.remedy)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Settings(errors) => errors.into(),
            ServeError::Database(error) => error.into(),
            ServeError::Random(error) => error.into(),
            ServeError::Listen(error) => error.into(),
            ServeError::Thread(kind) => {
                Self::new(Exit::Failed, format!("no thread can be started: {}", reason(kind)))
            }
            ServeError::Metrics => Self::new(Exit::Failed, "the metrics cannot be served"),
            ServeError::Rocket => {
                Self::new(Exit::Failed, "the server could not be started").with_remedy("run `bookhook check`")
            }
            ServeError::CutOff => {
                Self::new(Exit::Failed, "some requests were cut off at shutdown because they took too long")
            }
        }
    }
}

/// For what a command writes to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failed, format!("the output cannot be written: {}", reason(error.kind())))
    }
}
