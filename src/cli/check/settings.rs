//! The files that a start reads: settings, logo, secrets.

use super::finding::Finding;
use crate::config::secret::WebhookSecrets;
use crate::config::{Configuration, Sources, logo};
use crate::domain::event_types::{EventTypes, Slug};

/// All that is wrong with them, and the settings where nothing is.
pub(super) fn look(sources: &Sources) -> (Option<Configuration>, Vec<Finding>) {
    let (configuration, mistakes) = Configuration::read(sources);
    let mut findings: Vec<_> =
        mistakes.into_iter().map(|mistake| Finding::mistake("settings", mistake)).collect();
    let usable = findings.is_empty();
    if usable {
        findings.push(Finding::ok("settings", "every key is known, and every value can be used"));
    }
    if let Some(configuration) = &configuration {
        let warnings = configuration.warnings().into_iter();
        findings.extend(warnings.map(|warning| Finding::warning("settings", warning)));
        findings.extend(usable.then(|| event_types(configuration)));
        findings.extend(look_at_logo(configuration));
        findings.extend(secrets(sources, configuration));
    }
    (configuration.filter(|_| usable), findings)
}

fn event_types(configuration: &Configuration) -> Finding {
    let words = match configuration.settings.scope() {
        EventTypes::All => "bookings of all event types belong here".to_owned(),
        EventTypes::OfLink(slug) => format!("bookings of {} belong here, as cal_link says", slug.as_str()),
        EventTypes::Only(listed) => {
            let slugs: Vec<&str> = listed.iter().map(Slug::as_str).collect();
            format!("bookings of {} belong here", slugs.join(", "))
        }
    };
    Finding::ok("event_types", words)
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
        Ok(Some(secrets)) => {
            let from = Finding::ok("secret", format!("from {}", secrets.current.from));
            let warnings = secrets.warnings().into_iter();
            std::iter::once(from).chain(warnings.map(|warning| Finding::warning("secret", warning))).collect()
        }
        Ok(None) => vec![Finding::fail(
            "secret",
            "there is none yet",
            "start bookhook once to make one, or set CAL_COM_WEBHOOK_SECRET",
        )],
        Err(mistakes) => mistakes.0.into_iter().map(|mistake| Finding::mistake("secret", mistake)).collect(),
    }
}
