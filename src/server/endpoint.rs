//! The addresses that a server listens on.

use std::io;
use std::net::{SocketAddr, TcpListener};

use rocket::error::ErrorKind;

use super::error::{ListenError, ServeError};
use crate::config::Configuration;

/// An address that a server listens on, and the setting that chooses another.
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    remedy: &'static str,
}

impl Endpoint {
    /// Returns all endpoints of a server with these settings.
    pub(crate) fn all(configuration: &Configuration) -> Vec<Self> {
        let metrics = configuration.settings.metrics_address.map(|address| Self::metrics(address.0));
        std::iter::once(Self::server(configuration)).chain(metrics).collect()
    }

    /// The public endpoint.
    pub(super) fn server(configuration: &Configuration) -> Self {
        let address = SocketAddr::new(configuration.rocket.address, configuration.rocket.port);
        let remedy = "stop what listens there, or choose another with ROCKET_PORT and ROCKET_ADDRESS";
        Self { name: "address", address, remedy }
    }

    /// The endpoint for Prometheus.
    pub(super) fn metrics(address: SocketAddr) -> Self {
        let remedy = "stop what listens there, or choose another with BOOKHOOK_METRICS_ADDRESS";
        Self { name: "metrics", address, remedy }
    }

    /// Listens there for a moment.
    pub(crate) fn try_listen(&self) -> Result<(), ListenError> {
        TcpListener::bind(self.address).map(drop).map_err(|error| self.refused(&error))
    }

    /// Turns Rocket's error for this endpoint into ours. Rocket's own error panics if it is dropped without a
    /// look.
    pub(super) fn failed(&self, error: &rocket::Error) -> ServeError {
        match error.kind() {
            ErrorKind::Bind(error) => self.refused(error).into(),
            ErrorKind::Shutdown(..) => ServeError::CutOff,
            _ => ServeError::Rocket,
        }
    }

    fn refused(&self, error: &io::Error) -> ListenError {
        ListenError { address: self.address, reason: error.kind(), remedy: self.remedy }
    }
}
