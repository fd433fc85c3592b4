//! What a start reads and tries before it opens the database.

use std::io;
use std::net::{SocketAddr, TcpListener};

use super::failure::{Exit, Failure};
use crate::config::logo::{self, Logo};
use crate::config::secret::Secrets;
use crate::config::{ConfigError, ConfigErrors, Configuration, Sources};
use crate::domain::system;

/// What a start needs besides the database.
pub(in crate::cli) struct Startup {
    pub(in crate::cli) configuration: Configuration,
    pub(in crate::cli) logo: Option<Logo>,
}

impl Startup {
    /// Reads everything, and collects all that is wrong.
    pub(in crate::cli) fn read(sources: &Sources) -> Result<Self, ConfigErrors> {
        let (configuration, mut errors) = Configuration::read(sources);
        let Some(configuration) = configuration else { return Err(ConfigErrors(errors)) };
        let logo = configuration.settings.logo.as_deref().map(logo::read).transpose();
        let secrets = Secrets::errors(&sources.environment, &configuration.settings.database);
        errors.extend(secrets.into_iter().map(ConfigError::Secret));
        match logo {
            Ok(logo) if errors.is_empty() => return Ok(Self { configuration, logo }),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        Err(ConfigErrors(errors))
    }
}

/// Where a server listens, and the setting that chooses another place.
pub(in crate::cli) struct Place {
    pub(in crate::cli) name: &'static str,
    pub(in crate::cli) address: SocketAddr,
    remedy: &'static str,
}

impl Place {
    /// All places of a server with these settings.
    pub(in crate::cli) fn all(configuration: &Configuration) -> Vec<Self> {
        let metrics = configuration.settings.metrics_address.map(Self::metrics);
        std::iter::once(Self::server(configuration)).chain(metrics).collect()
    }

    /// The public one.
    pub(in crate::cli) fn server(configuration: &Configuration) -> Self {
        let address = SocketAddr::new(configuration.rocket.address, configuration.rocket.port);
        let remedy = "stop what listens there, or choose another with ROCKET_PORT and ROCKET_ADDRESS";
        Self { name: "address", address, remedy }
    }

    /// The one for Prometheus.
    pub(in crate::cli) fn metrics(address: SocketAddr) -> Self {
        let remedy = "stop what listens there, or choose another with BOOKHOOK_METRICS_ADDRESS";
        Self { name: "metrics", address, remedy }
    }

    /// Tries to listen there for a moment.
    pub(in crate::cli) fn try_listen(&self) -> Result<(), Failure> {
        TcpListener::bind(self.address).map(drop).map_err(|error| self.failure(&error))
    }

    /// Nobody can listen there.
    pub(in crate::cli) fn failure(&self, error: &io::Error) -> Failure {
        let reason = system::reason(error.kind());
        Failure::new(Exit::Failed, format!("cannot listen on {}: {reason}", self.address))
            .with_remedy(self.remedy)
    }
}
