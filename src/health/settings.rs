//! The settings and secrets.

use super::finding::Finding;
use crate::config::secret::WebhookSecrets;
use crate::domain::event_types::{EventTypes, Slug};

/// The settings can be used.
#[must_use]
pub fn settings() -> Finding {
    Finding::ok("settings", "every key is known, and every value is valid")
}

/// Which event types belong here.
#[must_use]
pub fn event_types(scope: &EventTypes) -> Finding {
    let words = match scope {
        EventTypes::All => "bookings of all event types belong here".to_owned(),
        EventTypes::OfLink(slug) => format!("bookings of {} belong here, as cal_link says", slug.as_str()),
        EventTypes::Only(listed) => {
            let slugs: Vec<&str> = listed.iter().map(Slug::as_str).collect();
            format!("bookings of {} belong here", slugs.join(", "))
        }
    };
    Finding::ok("event_types", words)
}

/// Where the webhook's secret comes from, and what is probably wrong with it.
#[must_use]
pub fn secret(secrets: &WebhookSecrets) -> Vec<Finding> {
    let from = Finding::ok("secret", format!("from {}", secrets.current.from));
    let warnings = secrets.warnings().into_iter();
    std::iter::once(from).chain(warnings.map(|warning| Finding::warning("secret", warning))).collect()
}
