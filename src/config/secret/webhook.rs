//! The webhook's secrets, and the file of the one that bookhook makes.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{SecretError, SecretProblem};
use super::{CURRENT, PREVIOUS, Provenance, SecretText};
use crate::calcom::signature::{Secret, Secrets};
use crate::config::{ConfigErrors, Environment, Warning};

/// The name of our own file, beside the database.
const OWN: &str = "webhook.secret";

/// The secrets that verify deliveries, and where they came from.
#[derive(Clone, Debug)]
pub struct WebhookSecrets {
    /// Both, ready to verify.
    pub active: Secrets,
    /// The one that Cal.com has, or is to be given.
    pub current: SecretText,
    /// The one that it had until lately.
    pub previous: Option<SecretText>,
}

impl WebhookSecrets {
    /// Reads the secrets; `None` if there is no current one yet.
    ///
    /// # Errors
    /// Each secret that is given twice, cannot be read, cannot be used, or that others can read.
    pub fn find(environment: &Environment, database: &Path) -> Result<Option<Self>, ConfigErrors> {
        match (current(environment, database), PREVIOUS.read(environment)) {
            (Ok(None), Ok(_)) => Ok(None),
            (Ok(Some(current)), Ok(previous)) => Ok(Some(Self::new(current, previous)?)),
            (current, previous) => Err([current.err(), previous.err()].into_iter().flatten().collect()),
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
    ) -> Result<Self, ConfigErrors> {
        if let Some(secrets) = Self::find(environment, database)? {
            return Ok(secrets);
        }
        let current = make(&own_path(database), hex::encode(fresh))?;
        Ok(Self::new(current, PREVIOUS.read(environment)?)?)
    }

    /// Lists what is probably a mistake.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(SecretText::warnings)
            .collect()
    }

    fn new(current: SecretText, previous: Option<SecretText>) -> Result<Self, SecretError> {
        let active =
            Secrets { current: secret(&current)?, previous: previous.as_ref().map(secret).transpose()? };
        Ok(Self { active, current, previous })
    }
}

fn secret(text: &SecretText) -> Result<Secret, SecretError> {
    Secret::new(text.expose()).ok_or_else(|| text.names.error(text.from.clone(), SecretProblem::Empty))
}

/// Where bookhook stores the secret that it makes.
#[must_use]
pub fn own_path(database: &Path) -> PathBuf {
    database.with_file_name(OWN)
}

fn current(environment: &Environment, database: &Path) -> Result<Option<SecretText>, SecretError> {
    match CURRENT.read(environment)? {
        Some(current) => Ok(Some(current)),
        None => own(own_path(database)),
    }
}

/// Reads our own file. Whoever else can read it can sign deliveries.
fn own(path: PathBuf) -> Result<Option<SecretText>, SecretError> {
    let Some(secret) = SecretText::from_file_if_any(&CURRENT, Provenance::Own(path))? else {
        return Ok(None);
    };
    let mode = secret.from.path().metadata().map_or(0, |file| file.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        return Err(CURRENT.error(secret.from, SecretProblem::Exposed(mode)));
    }
    Ok(Some(secret))
}

fn make(path: &Path, text: String) -> Result<SecretText, SecretError> {
    let from = Provenance::Made(path.to_owned());
    match store(path, &text) {
        Ok(()) => Ok(SecretText { text, names: &CURRENT, from }),
        Err(error) => Err(CURRENT.error(from, SecretProblem::NotStored(error.kind()))),
    }
}

fn store(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
