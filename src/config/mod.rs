//! The settings: read from the defaults, a file and the environment, and checked before the start.

mod checks;
pub mod colour;
mod environment;
mod files;
mod keys;
mod listed;
pub mod logo;
mod mistake;
mod origins;
mod public_url;
mod questions;
pub mod secret;
mod settings;
mod sources;
mod translated;
mod values;
mod visitors;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use figment::Figment;
use figment::providers::Serialized;
use figment::value::{Empty, Tag, Value};
use serde::Deserialize;

use self::mistake::explain;

pub use environment::Environment;
pub use keys::{DEFAULTS, keys};
pub use listed::Listed;
pub use mistake::{Mistake, Mistakes};
pub use origins::AllowedOrigin;
pub use public_url::PublicUrl;
pub use settings::{BackupSettings, RetentionSettings, Settings};
pub use sources::{MACHINE_FILE, Sources};
pub use translated::Translated;
pub use values::{
    Cadence, FilePath, Line, ListedType, Listen, LogFormat, LogLevel, Network, Origin, PageLanguage,
    Paragraph, Period, Simulator, Timeout,
};
pub use visitors::{ApplyPath, Complete, Contact};

/// Our part of all sections: errors inside name their path from here.
#[derive(Deserialize)]
struct Sections {
    bookhook: Settings,
}

/// All settings, checked for conflicts.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Our own settings.
    pub settings: Settings,
    /// Rocket's.
    pub rocket: rocket::Config,
    /// The layers that both came from, for `rocket::custom`.
    pub figment: Figment,
}

impl Configuration {
    /// Reads the layers, weakest first: Rocket's defaults, ours, the file, the environment.
    ///
    /// # Errors
    /// Each unknown key, invalid value and conflict, with its source and the remedy.
    pub fn load(sources: &Sources) -> Result<Self, Mistakes> {
        match Self::read(sources) {
            (Some(configuration), mistakes) if mistakes.is_empty() => Ok(configuration),
            (_, mistakes) => Err(Mistakes(mistakes)),
        }
    }

    /// As [`Configuration::load`], but with defaults in place of wrong values, so that `bookhook check` can
    /// check what depends on the settings.
    #[must_use]
    pub fn read(sources: &Sources) -> (Option<Self>, Vec<Mistake>) {
        let (mut mistakes, mut wrong) = (Vec::new(), BTreeMap::new());
        let layers = sources.layers(&mut mistakes);
        let configuration = Self::from_layers(layers, sources, &mut wrong);
        let conflicts = configuration.as_ref().map(|configuration| configuration.conflicts(&wrong));
        mistakes.extend(wrong.into_values().chain(conflicts.into_iter().flatten()));
        (configuration, mistakes)
    }

    fn from_layers(
        (all, defaults): (Figment, Figment),
        sources: &Sources,
        wrong: &mut BTreeMap<String, Mistake>,
    ) -> Option<Self> {
        let mut rocket: rocket::Config =
            extract(&all, &defaults, wrong, |figment| figment.extract().map_err(explain))?;
        rocket.profile = all.profile().clone();
        let local = local_url(&rocket);
        let [figment, defaults] =
            [all, defaults].map(|layers| layers.join(Serialized::default("bookhook.public_url", &local)));
        // Lossy: from the environment, numbers and flags are text.
        let Sections { bookhook: mut settings } =
            extract(&figment, &defaults, wrong, |figment| figment.extract_lossy().map_err(explain))?;
        if settings.public_url.follows_ngrok()
            && let Ok(local) = local.parse()
        {
            settings.public_url.set(local);
        }
        let paths = [Some(&mut settings.database), settings.logo.as_mut(), settings.backup.dir.as_mut()];
        for path in paths.into_iter().flatten() {
            *path = FilePath(sources.absolute(path));
        }
        Some(Self { settings, rocket, figment })
    }

    /// Our own settings as they stand, which hold no secret.
    #[must_use]
    pub fn listed(&self) -> Vec<Listed> {
        listed::listed(&self.figment)
    }

    /// Whether the stand-in for Cal.com's booking page is there.
    #[must_use]
    pub fn simulates(&self) -> bool {
        let development = self.rocket.profile == rocket::Config::DEBUG_PROFILE
            && self.rocket.address.is_loopback()
            && self.settings.cal_link.is_none();
        match self.settings.simulator {
            Simulator::On => true,
            Simulator::Off => false,
            Simulator::Auto => development,
        }
    }
}

/// Reads a `T`. Invalid values are added to `wrong` and replaced by their defaults.
fn extract<T>(
    figment: &Figment,
    defaults: &Figment,
    wrong: &mut BTreeMap<String, Mistake>,
    read: fn(&Figment) -> Result<T, (String, Mistake)>,
) -> Option<T> {
    let mut figment = figment.clone();
    loop {
        let (key, mistake) = match read(&figment) {
            Ok(value) => return Some(value),
            Err(mistake) => mistake,
        };
        let default = defaults.find_value(&key).unwrap_or(Value::Empty(Tag::Default, Empty::None));
        figment = figment.merge((key.as_str(), default));
        if wrong.insert(key, mistake).is_some() {
            return None;
        }
    }
}

/// Where a browser on this machine reaches the server.
fn local_url(rocket: &rocket::Config) -> String {
    let here = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
    if here.contains(&rocket.address) || rocket.address.is_unspecified() {
        format!("http://localhost:{}", rocket.port)
    } else {
        format!("http://{}", SocketAddr::new(rocket.address, rocket.port))
    }
}
