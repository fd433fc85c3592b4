//! The state that handlers share.

use std::sync::Arc;

use rocket::tokio::task::spawn_blocking;
use time::OffsetDateTime;
use url::Url;

use super::error::ApiError;
use super::pages::shell::Shell;
use super::recent::Recent;
use crate::config::Settings;
use crate::domain::event_types::EventTypes;
use crate::domain::ids::ProfileId;
use crate::domain::questions::Application;
use crate::live::Live;
use crate::random::random;
use crate::store::{ReadError, Store, WriteError};

/// The settings, the database, and state derived from them once; managed by Rocket.
#[derive(Clone)]
pub(crate) struct App {
    /// The settings.
    pub(crate) settings: Arc<Settings>,
    /// The database.
    pub(crate) store: Store,
    /// The waiters for its changes.
    pub(crate) live: Live,
    /// The bookings that were just rendered.
    pub(crate) recent: Recent,
    /// The frame that all pages share.
    pub(crate) shell: Arc<Shell>,
    /// The event types whose bookings belong here.
    pub(crate) scope: EventTypes,
    /// Whether the calendar is the stand-in on this server.
    pub(crate) simulated: bool,
}

impl App {
    /// The host name of this server.
    pub(crate) fn site(&self) -> String {
        let url = Url::parse(self.settings.public_url.get().as_str()).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Returns the private address of an application: knowing it is the right to open it.
    pub(crate) fn page_of(&self, id: ProfileId) -> String {
        format!("{}/schedule/{id}", self.settings.public_url)
    }

    /// Reads the database on a blocking thread, for reads that take milliseconds.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Store) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let store = self.store.clone();
        Ok(spawn_blocking(move || read(&store)).await.map_err(|_| ApiError::Internal)??)
    }

    /// Stores an application under a new id.
    pub(crate) async fn create_profile(
        &self,
        application: Application,
        now: OffsetDateTime,
    ) -> Result<ProfileId, WriteError> {
        let id = ProfileId::from_random(random().map_err(|_| WriteError::Failed)?);
        self.store.create_profile(id, application, now).await?;
        Ok(id)
    }
}
