//! What a start reads before it opens the database.

use crate::config::logo::{self, Logo};
use crate::config::secret::{API_KEY, WebhookSecrets};
use crate::config::{ConfigError, ConfigErrors, Configuration, Sources};

/// What a start needs besides the database.
pub(super) struct Startup {
    pub(super) configuration: Configuration,
    pub(super) logo: Option<Logo>,
}

impl Startup {
    /// Reads everything, and collects all that is wrong.
    pub(super) fn read(sources: &Sources) -> Result<Self, ConfigErrors> {
        let (configuration, mut errors) = Configuration::read(sources);
        let Some(configuration) = configuration else { return Err(ConfigErrors(errors)) };
        let logo = configuration.settings.logo.as_deref().map(logo::read).transpose();
        let secrets = WebhookSecrets::find(&sources.environment, &configuration.settings.database);
        errors.extend(secrets.err().into_iter().flat_map(|errors| errors.0));
        errors.extend(API_KEY.read(&sources.environment).err().map(ConfigError::Secret));
        match logo {
            Ok(logo) if errors.is_empty() => return Ok(Self { configuration, logo }),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        Err(ConfigErrors(errors))
    }
}
