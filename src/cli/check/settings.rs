//! Checks the files that a start reads: settings, logo, secrets.

use crate::config::secret::WebhookSecrets;
use crate::config::{Configuration, Sources, logo};
use crate::health::{self, Finding};

/// Returns all their mistakes, and the settings.
pub(super) fn look(sources: &Sources) -> (Option<Configuration>, Vec<Finding>) {
    let (configuration, mistakes) = Configuration::read(sources);
    let mut findings: Vec<_> =
        mistakes.into_iter().map(|mistake| Finding::mistake("settings", mistake)).collect();
    let usable = findings.is_empty();
    if usable {
        findings.push(health::settings());
    }
    if let Some(configuration) = &configuration {
        let warnings = configuration.warnings().into_iter();
        findings.extend(warnings.map(|warning| Finding::warning("settings", warning)));
        findings.extend(usable.then(|| health::event_types(&configuration.settings.scope())));
        findings.extend(look_at_logo(configuration));
        findings.extend(secrets(sources, configuration));
    }
    (configuration.filter(|_| usable), findings)
}

fn look_at_logo(configuration: &Configuration) -> Option<Finding> {
    let path = configuration.settings.logo.as_ref()?;
    Some(match logo::read(path) {
        Ok(_) => Finding::ok("logo", path.display().to_string()),
        Err(mistake) => Finding::mistake("logo", mistake),
    })
}

fn secrets(sources: &Sources, configuration: &Configuration) -> Vec<Finding> {
    let database = &configuration.settings.database;
    match WebhookSecrets::find(&sources.environment, database) {
        Ok(Some(secrets)) => health::secret(&secrets),
        Ok(None) => vec![Finding::fail(
            "secret",
            "there is none yet",
            "start bookhook once to make one, or set CAL_COM_WEBHOOK_SECRET",
        )],
        Err(mistakes) => mistakes.0.into_iter().map(|mistake| Finding::mistake("secret", mistake)).collect(),
    }
}
