//! What commands need that talk to Cal.com's API, and what bookhook remembers of it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;

use serde::{Deserialize, Serialize};

use super::failure::{Exit, Failure};
use crate::calcom::api::{Flaw, TRIGGERS, Wanted, flaws};
use crate::calcom::links::CalLink;
use crate::config::secret::{API_KEY, WebhookSecrets};
use crate::config::{Origin, Settings, Sources};
use crate::domain::system::reason;
use crate::remote::{Account, ApiError, Client};
use crate::store::create_private;
use crate::web::paths;

/// The file beside the database. It holds no secret.
const MEMORY: &str = "connection.json";

/// A client with the key, and the booking page that it is about.
pub(in crate::cli) struct CalCom {
    pub(in crate::cli) client: Client,
    pub(in crate::cli) link: CalLink,
}

impl CalCom {
    /// Names the setting that is missing, before anything is asked.
    pub(in crate::cli) fn open(sources: &Sources, settings: &Settings) -> Result<Self, Failure> {
        let missing =
            |problem: &str, remedy: &str| Failure::new(Exit::Configuration, problem).with_remedy(remedy);
        let key = API_KEY.read(&sources.environment)?.ok_or_else(|| {
            missing(
                "there is no key for Cal.com's API",
                "create one in Cal.com under Settings, Developer, API keys, and set CAL_COM_API_KEY",
            )
        })?;
        let link = settings.cal_link.clone().ok_or_else(|| {
            missing(
                "cal_link is not set",
                "set it to the page of your event type, like https://cal.com/your-team/interview",
            )
        })?;
        let base = settings.api().ok_or_else(|| {
            missing(
                "nothing tells where the API of this Cal.com is",
                "set cal_api_url, for a self-hosted Cal.com often https://cal.example.com/api/v2",
            )
        })?;
        let wait = Box::new(|time| {
            sleep(time);
            false
        });
        Ok(Self { client: Client::new(base, key.expose(), wait), link })
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::new(Exit::Failed, error.to_string()).with_remedy(error.remedy())
    }
}

/// How things are to be at Cal.com.
pub(in crate::cli) struct Wish {
    pub(in crate::cli) wanted: Wanted,
    pub(in crate::cli) redirect: String,
    /// The secret that was ours until lately.
    pub(in crate::cli) previous: Option<String>,
}

impl Wish {
    pub(in crate::cli) fn new(
        origin: &Origin,
        secret: String,
        previous: Option<String>,
        memory: &Memory,
    ) -> Self {
        let known = TRIGGERS.map(str::to_owned).into_iter();
        let triggers = known.filter(|name| !memory.unknown_triggers.contains(name)).collect();
        Self {
            wanted: Wanted { url: format!("{origin}{}", paths::WEBHOOK), triggers, secret },
            redirect: format!("{origin}/schedule?bookingConfirmed=true"),
            previous,
        }
    }

    /// With the secrets that are there; an empty one where there is none yet.
    pub(in crate::cli) fn of(settings: &Settings, secrets: Option<&WebhookSecrets>, memory: &Memory) -> Self {
        let current = secrets.map_or("", |secrets| secrets.current.expose());
        let previous = secrets.and_then(|secrets| secrets.previous.as_ref());
        let previous = previous.map(|secret| secret.expose().to_owned());
        Self::new(&settings.public_url.get(), current.to_owned(), previous, memory)
    }

    /// All that is not so.
    pub(in crate::cli) fn flaws(&self, account: &Account) -> Vec<Flaw> {
        let Wanted { url, .. } = &self.wanted;
        flaws(account.ours(url), &self.wanted, &account.twins(url), &account.event_type, &self.redirect)
    }
}

/// What `bookhook connect` did, for its next run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::cli) struct Memory {
    /// Where the subscription delivers that it made or took over.
    pub(in crate::cli) subscriber_url: Option<String>,
    /// The redirect that it set.
    pub(in crate::cli) redirect: Option<String>,
    /// The one that was there before.
    pub(in crate::cli) redirect_before: Option<String>,
    /// Triggers that the server does not know.
    pub(in crate::cli) unknown_triggers: Vec<String>,
}

impl Memory {
    /// Nothing, where there is no file or it is none of ours.
    pub(in crate::cli) fn load(database: &Path) -> Self {
        let text = fs::read(place(database)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes it under another name first, so that it is there whole or as it was.
    pub(in crate::cli) fn save(&self, database: &Path) -> Result<(), Failure> {
        let path = place(database);
        let fresh = path.with_extension("json.new");
        let write = || -> io::Result<()> {
            match fs::remove_file(&fresh) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = create_private(&fresh)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            writeln!(file)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        };
        write().map_err(|error| {
            Failure::new(
                Exit::Failed,
                format!("{} cannot be written: {}", path.display(), reason(error.kind())),
            )
            .with_remedy("let this user write to the database's folder; nothing was changed at Cal.com")
        })
    }
}

fn place(database: &Path) -> PathBuf {
    database.with_file_name(MEMORY)
}
