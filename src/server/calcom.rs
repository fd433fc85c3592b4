//! The desired set-up at Cal.com, and the stored state of earlier runs.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::calcom::api::{Flaw, TRIGGERS, Wanted, flaws};
use crate::config::secret::WebhookSecrets;
use crate::config::{Origin, Settings};
use crate::remote::Account;
use crate::store::create_private;
use crate::web::paths;

/// The file beside the database. It holds no secret.
const MEMORY: &str = "connection.json";

/// The desired set-up at Cal.com.
pub(crate) struct Target {
    pub(crate) wanted: Wanted,
    pub(crate) redirect: String,
    /// The previous secret, if deliveries may still be signed with it.
    pub(crate) previous: Option<String>,
}

impl Target {
    pub(crate) fn new(origin: &Origin, secret: String, previous: Option<String>, memory: &Memory) -> Self {
        let known = TRIGGERS.map(str::to_owned).into_iter();
        let triggers = known.filter(|name| !memory.unknown_triggers.contains(name)).collect();
        Self {
            wanted: Wanted { url: format!("{origin}{}", paths::WEBHOOK), triggers, secret },
            redirect: format!("{origin}/schedule?bookingConfirmed=true"),
            previous,
        }
    }

    /// Uses the existing secrets, or an empty one if there is none yet.
    pub(crate) fn from_settings(
        settings: &Settings,
        secrets: Option<&WebhookSecrets>,
        memory: &Memory,
    ) -> Self {
        let current = secrets.map_or("", |secrets| secrets.current.expose());
        let previous = secrets.and_then(|secrets| secrets.previous.as_ref());
        let previous = previous.map(|secret| secret.expose().to_owned());
        Self::new(&settings.public_url.get(), current.to_owned(), previous, memory)
    }

    /// Returns the differences from it.
    pub(crate) fn flaws(&self, account: &Account) -> Vec<Flaw> {
        let Wanted { url, .. } = &self.wanted;
        flaws(account.ours(url), &self.wanted, &account.twins(url), &account.event_type, &self.redirect)
    }
}

/// The work of `bookhook connect`, for its next run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// The address of the subscription that it created or took over.
    pub(crate) subscriber_url: Option<String>,
    /// The redirect that it set.
    pub(crate) redirect: Option<String>,
    /// The redirect before it.
    pub(crate) redirect_before: Option<String>,
    /// Triggers that the server does not know.
    pub(crate) unknown_triggers: Vec<String>,
}

impl Memory {
    /// Empty if there is no file, or not one of ours.
    pub(crate) fn load(database: &Path) -> Self {
        let text = fs::read(place(database)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Writes to another name first, so that the file is never incomplete.
    pub(crate) fn save(&self, database: &Path) -> io::Result<()> {
        let path = place(database);
        let fresh = path.with_extension("json.new");
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = create_private(&fresh)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        writeln!(file)?;
        file.sync_all()?;
        fs::rename(&fresh, &path)
    }
}

fn place(database: &Path) -> PathBuf {
    database.with_file_name(MEMORY)
}
