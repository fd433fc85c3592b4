//! The parts of a start that come before the database.

use crate::config::logo::{self, Logo};
use crate::config::secret::{API_KEY, WebhookSecrets};
use crate::config::{Configuration, Mistakes, Sources};

/// Everything that a start needs besides the database.
pub(super) struct Startup {
    pub(super) configuration: Configuration,
    pub(super) logo: Option<Logo>,
}

impl Startup {
    /// Reads everything, and collects all that is wrong.
    pub(super) fn read(sources: &Sources) -> Result<Self, Mistakes> {
        let (configuration, mut mistakes) = Configuration::read(sources);
        let Some(configuration) = configuration else { return Err(Mistakes(mistakes)) };
        let logo = configuration.settings.logo.as_deref().map(logo::read).transpose();
        let secrets = WebhookSecrets::find(&sources.environment, &configuration.settings.database);
        mistakes.extend(secrets.err().into_iter().flat_map(|mistakes| mistakes.0));
        mistakes.extend(API_KEY.read(&sources.environment).err());
        match logo {
            Ok(logo) if mistakes.is_empty() => return Ok(Self { configuration, logo }),
            Ok(_) => {}
            Err(error) => mistakes.push(error),
        }
        Err(Mistakes(mistakes))
    }
}
