//! The steps before the first booking.

use time::OffsetDateTime;

use crate::calcom::api::TRIGGERS;
use crate::calcom::trigger::Trigger;
use crate::web::app::App;
use crate::web::paths::WEBHOOK;
use crate::web::team::when::{Clock, When};

/// The set-up at Cal.com that is left to do.
pub(super) struct FirstSteps {
    pub(super) public_url: String,
    /// The address that deliveries go to.
    pub(super) subscriber_url: String,
    /// Cal.com reaches only such an address.
    pub(super) is_https: bool,
    pub(super) triggers: Vec<Seen>,
}

/// A trigger to tick, and when it was last seen.
pub(super) struct Seen {
    pub(super) name: &'static str,
    pub(super) at: Option<When>,
}

impl FirstSteps {
    /// The steps, of a server that has seen these triggers.
    pub(super) fn new(seen: &[(String, OffsetDateTime)], app: &App, clock: &Clock) -> Self {
        let public_url = app.settings.public_url.to_string();
        let triggers = [Trigger::Ping.name()].into_iter().chain(TRIGGERS).map(|name| {
            let at = seen.iter().find(|(known, _)| known == name).map(|(_, at)| clock.when(*at));
            Seen { name, at }
        });
        Self {
            subscriber_url: format!("{public_url}{WEBHOOK}"),
            is_https: public_url.starts_with("https://"),
            triggers: triggers.collect(),
            public_url,
        }
    }
}
