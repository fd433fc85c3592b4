//! The settings: read from the defaults, a file and the environment, and proved before the start.

pub mod colour;
mod conflicts;
mod error;
mod files;
mod keys;
pub mod logo;
mod origins;
mod public_url;
mod questions;
pub mod secret;
mod sources;
mod values;
mod warning;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use figment::Figment;
use figment::providers::Serialized;
use ipnet::IpNet;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tracing::level_filters::LevelFilter;

use self::colour::Colour;
use crate::calcom::api::ApiUrl;
use crate::calcom::links::CalLink;
use crate::domain::questions::Questions;
use crate::words;

pub use error::{ConfigError, ConfigErrors, Place, Source};
pub use files::FileProblem;
pub use keys::OWN as KEYS;
pub use origins::AllowedOrigin;
pub use public_url::PublicUrl;
pub use sources::{DEFAULTS, Environment, MACHINE_FILE, Sources};
pub use values::{Line, LogFormat, Origin, Paragraph, Period, Simulator};
pub use warning::Warning;

/// What bookhook itself can be told. `Rocket.toml` explains each key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The database, one file.
    #[serde(deserialize_with = "values::one")]
    pub database: PathBuf,
    /// Where people and Cal.com reach this server; unless set, `localhost` with the port.
    #[serde(deserialize_with = "values::one")]
    pub public_url: PublicUrl,
    /// The booking page at Cal.com.
    #[serde(default, deserialize_with = "values::optional")]
    pub cal_link: Option<CalLink>,
    /// Cal.com's API; unset, [`Settings::api`] follows from the booking page.
    #[serde(default, deserialize_with = "values::optional")]
    pub cal_api_url: Option<ApiUrl>,
    /// Whose pages may call the public API.
    #[serde(deserialize_with = "values::list")]
    pub allowed_origins: Vec<AllowedOrigin>,
    /// Whether an e-mail address can tie a booking to a profile.
    #[serde(deserialize_with = "values::one")]
    pub match_by_email: bool,
    /// When the stand-in for Cal.com is there; [`Configuration::simulates`] decides.
    #[serde(deserialize_with = "values::one")]
    pub simulator: Simulator,
    /// The peers whose word on the client's address is taken.
    #[serde(deserialize_with = "values::list")]
    pub trusted_proxies: Vec<IpNet>,
    /// Applications that one client address may send in a minute.
    #[serde(deserialize_with = "values::one")]
    pub profiles_per_minute: NonZeroU32,
    /// Pages that follow their booking at once, in all.
    #[serde(deserialize_with = "values::one")]
    pub streams: NonZeroU32,
    /// Pages that follow their booking at once, from one client address.
    #[serde(deserialize_with = "values::one")]
    pub streams_per_address: NonZeroU32,
    /// How long the body of one delivery may take to arrive.
    #[serde(deserialize_with = "values::one")]
    pub body_timeout: Duration,
    /// What is logged.
    #[serde(deserialize_with = "values::one")]
    pub log: LevelFilter,
    /// How it is logged.
    #[serde(deserialize_with = "values::one")]
    pub log_format: LogFormat,
    /// Where the metrics are served; `None` for nowhere.
    #[serde(default, deserialize_with = "values::optional")]
    pub metrics_address: Option<SocketAddr>,
    /// What is asked of applicants, besides their name and address.
    #[serde(default = "words::questions", deserialize_with = "questions::read")]
    pub questions: Questions,
    /// Who the applicants apply to.
    #[serde(deserialize_with = "values::one")]
    pub team_name: Line,
    /// The colour of buttons and links.
    #[serde(deserialize_with = "values::one")]
    pub accent: Colour,
    /// The file with the team's logo.
    #[serde(default, deserialize_with = "values::optional")]
    pub logo: Option<PathBuf>,
    /// The heading of the page with the form; `None` for our words, as for the five texts that follow.
    #[serde(default, deserialize_with = "values::optional")]
    pub apply_title: Option<Line>,
    /// The text below it.
    #[serde(default, deserialize_with = "values::optional")]
    pub apply_intro: Option<Paragraph>,
    /// The heading of the page with the booking.
    #[serde(default, deserialize_with = "values::optional")]
    pub schedule_title: Option<Line>,
    /// The text below it.
    #[serde(default, deserialize_with = "values::optional")]
    pub schedule_intro: Option<Paragraph>,
    /// The heading of the last page.
    #[serde(default, deserialize_with = "values::optional")]
    pub thanks_title: Option<Line>,
    /// The text below it.
    #[serde(default, deserialize_with = "values::optional")]
    pub thanks_intro: Option<Paragraph>,
    /// Backups by the clock.
    pub backup: BackupSettings,
    /// What is kept for how long.
    pub retention: RetentionSettings,
}

/// What is kept for how long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionSettings {
    /// The days after which only what bookings need is kept of a delivery; `None` for no end.
    #[serde(default, deserialize_with = "values::optional")]
    pub deliveries: Option<NonZeroU32>,
}

/// When and where backups are made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupSettings {
    /// The time from one to the next; `None` for no scheduled backups.
    #[serde(default, deserialize_with = "values::optional")]
    pub every: Option<Period>,
    /// How many of the latest stay.
    #[serde(deserialize_with = "values::one")]
    pub keep: NonZeroU32,
    /// Their folder; `None` for `backups` beside the database. See [`Settings::backup_dir`].
    #[serde(default, deserialize_with = "values::optional")]
    pub dir: Option<PathBuf>,
}

impl Settings {
    /// Where Cal.com's API is, as far as the settings tell.
    #[must_use]
    pub fn api(&self) -> Option<ApiUrl> {
        self.cal_api_url.clone().or_else(|| ApiUrl::of(self.cal_link.as_ref()?))
    }

    /// The folder of the scheduled backups.
    #[must_use]
    pub fn backup_dir(&self) -> PathBuf {
        self.backup.dir.clone().unwrap_or_else(|| self.database.with_file_name("backups"))
    }
}

/// What is ours among all sections: errors inside name their path from here.
#[derive(Deserialize)]
struct Sections {
    bookhook: Settings,
}

/// Everything that was read, proved to fit together.
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
    /// Each key that does not exist, value that cannot be used, and pair that cannot go together,
    /// with its source and the remedy.
    pub fn load(sources: &Sources) -> Result<Self, ConfigErrors> {
        match Self::read(sources) {
            (Some(configuration), errors) if errors.is_empty() => Ok(configuration),
            (_, errors) => Err(ConfigErrors(errors)),
        }
    }

    /// As [`Configuration::load`], but with the default in place of what is wrong, so that what
    /// depends on the settings can be looked at, too.
    #[must_use]
    pub fn read(sources: &Sources) -> (Option<Self>, Vec<ConfigError>) {
        let mut errors = Vec::new();
        let sources::Layers { all, defaults } = sources.layers(&mut errors);
        let rocket = extract::<rocket::Config>(&all, &defaults, &mut errors);
        let Some(mut rocket) = rocket else { return (None, errors) };
        rocket.profile = all.profile().clone();
        let figment = all.join(Serialized::default("bookhook.public_url", local_url(&rocket)));
        let sections = extract::<Sections>(&figment, &defaults, &mut errors);
        let Some(Sections { bookhook: mut settings }) = sections else { return (None, errors) };
        if settings.public_url.follows_ngrok() {
            settings
                .public_url
                .set(Origin::read(&local_url(&rocket)).unwrap_or_else(|| settings.public_url.get()));
        }
        settings.database = sources.absolute(&settings.database);
        settings.logo = settings.logo.map(|logo| sources.absolute(&logo));
        settings.backup.dir = settings.backup.dir.map(|dir| sources.absolute(&dir));
        let configuration = Self { settings, rocket, figment };
        let conflicts = configuration.conflicts(&errors);
        errors.extend(conflicts);
        (Some(configuration), errors)
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

/// Reads what `T` needs. A value that cannot be used is added to `errors`, and its default takes its place.
fn extract<T: DeserializeOwned>(
    figment: &Figment,
    defaults: &Figment,
    errors: &mut Vec<ConfigError>,
) -> Option<T> {
    let (mut figment, mut wrong) = (figment.clone(), BTreeSet::new());
    loop {
        let error = match figment.extract() {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let key = keys::setting(&error.path);
        if !wrong.insert(key.clone()) {
            return None;
        }
        // An empty text stands for what has no default.
        let default = defaults.find_value(&key).unwrap_or_else(|_| "".into());
        errors.push(error.into());
        figment = figment.merge((key, default));
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
