//! The address of the ngrok tunnel on this machine.

use crate::cli::support::failure::{Exit, Failure};
use crate::config::Configuration;
use crate::remote::ngrok;

/// Uses the tunnel's address as the public one, if so configured.
pub(super) fn follow(configuration: &Configuration) -> Result<bool, Failure> {
    let public = &configuration.settings.public_url;
    if !public.follows_ngrok() {
        return Ok(false);
    }
    let found = ngrok::address(configuration.rocket.port);
    let address =
        found.map_err(|error| Failure::new(Exit::Failed, error.to_string()).with_remedy(error.remedy()))?;
    let origin = address.parse().map_err(|_| Failure::new(Exit::Failed, "the tunnel's address is none"))?;
    let is_new = origin != public.get();
    public.set(origin);
    Ok(is_new)
}
