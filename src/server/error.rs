//! Why the server did not start, or did not stop cleanly.

use std::fmt;
use std::io::ErrorKind;
use std::net::SocketAddr;

use crate::config::Mistakes;
use crate::domain::system;
use crate::store::OpenError;

/// Why the server did not start, or did not stop cleanly.
#[derive(Debug)]
pub(crate) enum ServeError {
    /// The settings, the logo or the secrets cannot be used.
    Settings(Mistakes),
    /// The database cannot be opened.
    Database(OpenError),
    /// The system provides no random bytes.
    Random(getrandom::Error),
    /// The system starts no thread.
    Thread(ErrorKind),
    /// An address cannot be listened on.
    Listen(ListenError),
    /// The metrics cannot be served.
    Metrics,
    /// Rocket did not start.
    Rocket,
    /// Requests took longer than the shutdown waits.
    CutOff,
}

/// Why an address cannot be listened on.
#[derive(Debug)]
pub(crate) struct ListenError {
    pub(crate) address: SocketAddr,
    pub(crate) reason: ErrorKind,
    /// Names the setting that chooses another address.
    pub(crate) remedy: &'static str,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot listen on {}: {}", self.address, system::reason(self.reason))
    }
}

impl From<Mistakes> for ServeError {
    fn from(errors: Mistakes) -> Self {
        Self::Settings(errors)
    }
}

impl From<OpenError> for ServeError {
    fn from(error: OpenError) -> Self {
        Self::Database(error)
    }
}

impl From<getrandom::Error> for ServeError {
    fn from(error: getrandom::Error) -> Self {
        Self::Random(error)
    }
}

impl From<ListenError> for ServeError {
    fn from(error: ListenError) -> Self {
        Self::Listen(error)
    }
}
