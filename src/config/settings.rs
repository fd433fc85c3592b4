//! The settings of `[default.bookhook]`.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::colour::Colour;
use super::origins::AllowedOrigin;
use super::public_url::PublicUrl;
use super::translated::Translated;
use super::values::{
    Cadence, FilePath, HeaderName, Line, ListedType, Listen, LogFormat, LogLevel, Network, PageLanguage,
    Paragraph, Period, Simulator, Timeout,
};
use super::visitors::{ApplyPath, Complete, Contact};

use crate::calcom::api::ApiUrl;
use crate::calcom::links::CalLink;
use crate::domain::event_types::{EventTypes, Slug};
use crate::domain::questions::Questions;
use crate::domain::text::WebUrl;

/// The settings of bookhook itself. `Rocket.toml` explains each key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a section, like [default.bookhook]")]
pub struct Settings {
    /// The database, one file.
    pub database: FilePath,
    /// Where people and Cal.com reach this server; unless set, `localhost` with the port.
    pub public_url: PublicUrl,
    /// The booking page at Cal.com.
    pub cal_link: Option<CalLink>,
    /// The event types whose bookings belong here; [`Settings::scope`] says what an empty list means.
    pub event_types: Vec<ListedType>,
    /// Cal.com's API; unset, [`Settings::api`] follows from the booking page.
    pub cal_api_url: Option<ApiUrl>,
    /// The time between two passes over Cal.com's API, given a key.
    pub reconcile_every: Cadence,
    /// The origins whose pages may call the public API.
    pub allowed_origins: Vec<AllowedOrigin>,
    /// Whether bookings are matched by e-mail address.
    pub match_by_email: bool,
    /// When to serve the stand-in for Cal.com; `Configuration::simulates` decides.
    pub simulator: Simulator,
    /// The peers that are trusted to report the client's address.
    pub trusted_proxies: Vec<Network>,
    /// Applications that one client address may send in a minute.
    pub profiles_per_minute: NonZeroU32,
    /// Pages that follow their booking at once, in all.
    pub streams: NonZeroU32,
    /// Pages that follow their booking at once, from one client address.
    pub streams_per_address: NonZeroU32,
    /// How long the body of one delivery may take to arrive.
    pub body_timeout: Timeout,
    /// The log level.
    pub log: LogLevel,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Where the metrics are served; `None` for nowhere.
    pub metrics_address: Option<Listen>,
    /// Whether to serve the team's pages.
    pub team: bool,
    /// The header in which a trusted proxy names the member; `None` if none does.
    pub team_header: Option<HeaderName>,
    /// Whether members sign in with passwords; [`Settings::takes_passwords`] decides where this is unset.
    pub team_passwords: Option<bool>,
    /// Whether everybody whom the proxy names becomes a member.
    pub team_header_creates: bool,
    /// The questions for applicants, besides name and address.
    pub questions: Questions,
    /// The language of the applicant's pages.
    pub language: PageLanguage,
    /// The path of the form.
    pub apply_path: ApplyPath,
    /// When an application is complete.
    pub complete: Complete,
    /// The team's name.
    pub team_name: Line,
    /// The colour of buttons and links.
    pub accent: Colour,
    /// The file with the team's logo.
    pub logo: Option<FilePath>,
    /// The page that says what the team does with applicants' data.
    pub privacy_url: Option<WebUrl>,
    /// Where applicants can ask.
    pub contact: Option<Contact>,
    /// The heading of the page with the form; `None` for our words, as for the five texts that follow.
    pub apply_title: Option<Translated<Line>>,
    /// The text below it.
    pub apply_intro: Option<Translated<Paragraph>>,
    /// The heading of the page with the booking.
    pub schedule_title: Option<Translated<Line>>,
    /// The text below it.
    pub schedule_intro: Option<Translated<Paragraph>>,
    /// The heading of the last page.
    pub thanks_title: Option<Translated<Line>>,
    /// The text below it.
    pub thanks_intro: Option<Translated<Paragraph>>,
    /// The team's text about the steps after the booking.
    pub next_steps: Option<Translated<Paragraph>>,
    /// Backups by the clock.
    pub backup: BackupSettings,
    /// How long data is stored.
    pub retention: RetentionSettings,
}

/// How long data is stored.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a section, like [default.bookhook.retention]")]
pub struct RetentionSettings {
    /// The days after which a delivery is reduced to what bookings need; `None` for never.
    pub deliveries: Option<NonZeroU32>,
    /// The days after which activity is removed.
    pub activity: NonZeroU32,
}

/// When and where backups are made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a section, like [default.bookhook.backup]")]
pub struct BackupSettings {
    /// The time from one to the next; `None` for no scheduled backups.
    pub every: Option<Period>,
    /// How many of the latest stay.
    pub keep: NonZeroU32,
    /// Their folder; `None` for `backups` beside the database. See [`Settings::backup_dir`].
    pub dir: Option<FilePath>,
}

impl Settings {
    /// The address of Cal.com's API, if the settings determine it.
    #[must_use]
    pub fn api(&self) -> Option<ApiUrl> {
        self.cal_api_url.clone().or_else(|| ApiUrl::from_cal_link(self.cal_link.as_ref()?))
    }

    /// Whether members sign in with passwords: unless set, where no proxy names them.
    #[must_use]
    pub fn takes_passwords(&self) -> bool {
        self.team_passwords.unwrap_or(self.team_header.is_none())
    }

    /// The event types whose bookings belong here: those that are listed, else that of the booking page.
    #[must_use]
    pub fn scope(&self) -> EventTypes {
        let listed = self.event_types.iter().filter_map(|ListedType(slug)| slug.clone());
        let listed: Vec<Slug> = listed.collect();
        if listed.len() < self.event_types.len() {
            return EventTypes::All;
        }
        let of_link = || self.cal_link.as_ref().and_then(CalLink::event_type);
        match listed {
            listed if !listed.is_empty() => EventTypes::Only(listed),
            _ => of_link().map_or(EventTypes::All, EventTypes::OfLink),
        }
    }

    /// The folder of the scheduled backups.
    #[must_use]
    pub fn backup_dir(&self) -> PathBuf {
        self.backup.dir.as_deref().map_or_else(|| self.database.with_file_name("backups"), Path::to_owned)
    }
}
