//! From the secrets as they were given to those that sign and verify.

use crate::calcom::signature::{Secret, Secrets as Active};
use crate::config::secret::{SecretError, Secrets, Sourced};

/// The secrets that verify deliveries.
pub(crate) fn active(secrets: &Secrets) -> Result<Active, SecretError> {
    let previous = secrets.previous.as_ref().map(secret).transpose()?;
    Ok(Active { current: secret(&secrets.current)?, previous })
}

fn secret(sourced: &Sourced) -> Result<Secret, SecretError> {
    Secret::new(sourced.text.expose()).ok_or_else(|| SecretError::Empty(sourced.from.clone()))
}
