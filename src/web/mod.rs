//! Everything that knows Rocket.

mod api;
mod catchers;
mod error;
mod fairings;
mod guards;
mod limits;
mod ops;
pub mod webhook;

use std::sync::Arc;

use rocket::{Build, Rocket};
use time::OffsetDateTime;

use self::fairings::{Cors, Headers, Refusals, RequestLog};
use self::guards::{BodyTimeout, Clock, TrustedProxies};
use self::limits::ProfileLimit;
use crate::calcom::signature::Secrets;
use crate::config::{Configuration, Settings};
use crate::domain::ids::ProfileId;
use crate::domain::profile::Application;
use crate::store::{Store, WriteError};

/// What handlers work with; managed by Rocket.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The database.
    pub store: Store,
}

impl App {
    async fn create_profile(
        &self,
        application: Application,
        now: OffsetDateTime,
    ) -> Result<ProfileId, WriteError> {
        let id = ProfileId::from_random(random().map_err(|_| WriteError::Failed)?);
        self.store.create_profile(id, application, now).await?;
        Ok(id)
    }
}

/// Bytes from the system that nobody can guess.
fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The server, ready to be launched.
#[must_use]
pub fn build(configuration: &Configuration, secrets: Secrets, store: Store) -> Rocket<Build> {
    let settings = configuration.settings.clone();
    let refusals = Refusals::default();
    let start = random().map_or(0, u32::from_ne_bytes);
    rocket::custom(&configuration.figment)
        .manage(Clock::SYSTEM)
        .manage(BodyTimeout(settings.body_timeout))
        .manage(TrustedProxies(settings.trusted_proxies.clone()))
        .manage(ProfileLimit::per_minute(settings.profiles_per_minute))
        .manage(secrets)
        .manage(refusals.clone())
        .attach(RequestLog::starting_at(start))
        .attach(Headers)
        .attach(Cors(settings.allowed_origins.iter().map(ToString::to_string).collect()))
        .attach(refusals.stage(store.clone(), Clock::SYSTEM))
        .manage(store.clone())
        .manage(App { settings: Arc::new(settings), store })
        .mount("/", webhook::routes())
        .mount("/", api::routes())
        .manage(ops::Readiness::default())
        .mount("/", ops::routes())
        .register("/", catchers::catchers())
}
