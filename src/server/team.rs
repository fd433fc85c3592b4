//! The key of the team's links, and the link with which the first member joins.

use super::error::ServeError;
use crate::access::{Invitation, Purpose, TeamKey};
use crate::config::secret::find_or_make_team_key;
use crate::config::{Configuration, Mistakes, Settings};
use crate::domain::member::Role;
use crate::random::random;
use crate::store::Store;
use crate::telemetry;

/// Reads the key, or makes it; none where the team's pages are off.
pub(super) fn key(settings: &Settings) -> Result<Option<TeamKey>, ServeError> {
    if !settings.team {
        return Ok(None);
    }
    let key = find_or_make_team_key(&settings.database, random()?).map_err(Mistakes::from)?;
    Ok(Some(TeamKey::new(&key)))
}

/// A link for the first member, in development: elsewhere a command makes one.
pub(super) fn first_link(configuration: &Configuration, key: &TeamKey, store: &Store) -> Option<String> {
    let development = configuration.rocket.profile == rocket::Config::DEBUG_PROFILE;
    let is_empty = store.has_members().is_ok_and(|any| !any);
    let nonce = random().ok()?;
    let invitation = Invitation::new(Purpose::Join(Role::Owner), telemetry::now(), nonce);
    (development && is_empty).then(|| link(&configuration.settings, &invitation, key))
}

/// The whole link of an invitation.
pub(crate) fn link(settings: &Settings, invitation: &Invitation, key: &TeamKey) -> String {
    format!("{}/team/join/{}", settings.public_url, invitation.sign(key))
}
