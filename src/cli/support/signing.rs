//! From the secrets as they were given to those that sign and verify.

use super::failure::{Exit, Failure};
use crate::calcom::signature::{Secret, Secrets as Active};
use crate::config::secret::{Secrets, Sourced};

/// The secrets that verify deliveries.
pub(in crate::cli) fn active(secrets: &Secrets) -> Result<Active, Failure> {
    let previous = secrets.previous.as_ref().map(secret).transpose()?;
    Ok(Active { current: secret(&secrets.current)?, previous })
}

fn secret(sourced: &Sourced) -> Result<Secret, Failure> {
    Secret::new(sourced.text.expose()).ok_or_else(|| {
        Failure::new(Exit::Configuration, format!("the secret from {} is empty", sourced.from))
    })
}
