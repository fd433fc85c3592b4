//! The webhook's secrets, and the one that bookhook makes.

use std::path::{Path, PathBuf};

use super::names::{CURRENT, PREVIOUS, Provenance};
use super::own;
use super::text::SecretText;
use crate::calcom::signature::{Secret, Secrets};
use crate::config::environment::Environment;
use crate::config::mistake::{Mistake, Mistakes};

/// The name of our own file, beside the database.
const OWN: &str = "webhook.secret";

/// The secrets that verify deliveries, and where they came from.
#[derive(Clone, Debug)]
pub struct WebhookSecrets {
    /// Both, ready to verify.
    pub active: Secrets,
    /// The current secret.
    pub current: SecretText,
    /// The previous secret.
    pub previous: Option<SecretText>,
}

impl WebhookSecrets {
    /// Reads the secrets; `None` if there is no current one yet.
    ///
    /// # Errors
    /// Each secret that is given twice, cannot be read, cannot be used, or that others can read.
    pub fn find(environment: &Environment, database: &Path) -> Result<Option<Self>, Mistakes> {
        match (current(environment, database), PREVIOUS.read(environment)) {
            (Ok(None), Ok(_)) => Ok(None),
            (Ok(Some(current)), Ok(previous)) => Ok(Some(Self::new(current, previous)?)),
            (current, previous) => {
                Err(Mistakes([current.err(), previous.err()].into_iter().flatten().collect()))
            }
        }
    }

    /// Reads the secrets, or makes a current one of `fresh`, which must be random.
    ///
    /// # Errors
    /// As [`WebhookSecrets::find`], and if the new one cannot be stored.
    pub fn find_or_make(
        environment: &Environment,
        database: &Path,
        fresh: [u8; 32],
    ) -> Result<Self, Mistakes> {
        if let Some(secrets) = Self::find(environment, database)? {
            return Ok(secrets);
        }
        let current = make(own_path(database), hex::encode(fresh))?;
        Ok(Self::new(current, PREVIOUS.read(environment)?)?)
    }

    /// Lists what is probably a mistake.
    #[must_use]
    pub fn warnings(&self) -> Vec<Mistake> {
        std::iter::once(&self.current).chain(&self.previous).flat_map(SecretText::warnings).collect()
    }

    fn new(current: SecretText, previous: Option<SecretText>) -> Result<Self, Mistake> {
        let active =
            Secrets { current: secret(&current)?, previous: previous.as_ref().map(secret).transpose()? };
        Ok(Self { active, current, previous })
    }
}

fn secret(text: &SecretText) -> Result<Secret, Mistake> {
    Secret::new(text.expose()).ok_or_else(|| text.names.empty(&text.from))
}

/// Where bookhook stores the secret that it makes.
#[must_use]
pub fn own_path(database: &Path) -> PathBuf {
    database.with_file_name(OWN)
}

fn current(environment: &Environment, database: &Path) -> Result<Option<SecretText>, Mistake> {
    match CURRENT.read(environment)? {
        Some(current) => Ok(Some(current)),
        None => read_own(own_path(database)),
    }
}

/// Reads our own file. Whoever else can read it can sign deliveries.
fn read_own(path: PathBuf) -> Result<Option<SecretText>, Mistake> {
    let Some(secret) = SecretText::load(&CURRENT, Provenance::Own(path))? else { return Ok(None) };
    own::check_mode(CURRENT.what, secret.from.path())?;
    Ok(Some(secret))
}

fn make(path: PathBuf, text: String) -> Result<SecretText, Mistake> {
    let remedy = "let bookhook write to this directory, or set CAL_COM_WEBHOOK_SECRET";
    own::make(CURRENT.what, &path, &text, remedy)?;
    Ok(SecretText { text, names: &CURRENT, from: Provenance::Made(path) })
}
