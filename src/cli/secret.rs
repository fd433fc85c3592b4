//! `bookhook secret`: prints the secret on standard output, and its source on standard error.

use std::io::{self, Write};

use super::support::failure::{Exit, Failure};
use super::support::terminal::tell;
use crate::config::secret::{WebhookSecrets, own_path};
use crate::config::{Configuration, Sources};
use crate::domain::printable::printable;

/// Never generates a secret: in the wrong directory, no server would use it.
pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let Some(secrets) = WebhookSecrets::find(&sources.environment, &database)? else {
        let place = own_path(&database);
        let problem =
            format!("there is no webhook secret yet, neither in the environment nor in {}", place.display());
        return Err(Failure::new(Exit::Configuration, problem).with_remedy(
            "start bookhook once to generate one, or run this where bookhook runs; or set CAL_COM_WEBHOOK_SECRET",
        ));
    };
    tell(&format!("The webhook secret, from {}:", printable(&secrets.current.from.to_string())));
    writeln!(io::stdout(), "{}", secrets.current.expose())?;
    if let Some(previous) = &secrets.previous {
        let from = previous.from.to_string();
        tell(&format!("The previous secret, from {}, still verifies.", printable(&from)));
    }
    Ok(())
}
