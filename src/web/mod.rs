//! Everything that knows Rocket.

mod api;
pub mod calendar;
mod connections;
mod describe;
mod docs;
mod error;
mod fairings;
mod guards;
mod metrics;
mod openapi;
mod pages;
pub mod paths;
mod recent;
mod response;
mod simulator;

use std::sync::Arc;

use rocket::shield::Shield;
use rocket::{Build, Rocket, Route};
use time::OffsetDateTime;
use url::Url;

use self::connections::Connections;
use self::fairings::{Cors, Headers, Refusals, RequestLog, Strict};
use self::guards::{
    Applicant, BodyRoom, BodyTimeout, CLAIMS_PER_MINUTE, Claims, Clock, Limit, Profiles, TrustedProxies,
};
use self::pages::schedule::Calendar;
use self::pages::shell::Shell;
use crate::calcom::signature::Secrets;
use crate::config::{Configuration, Settings};
use crate::domain::ids::ProfileId;
use crate::domain::look::Logo;
use crate::domain::profile::Application;
use crate::live::Live;
use crate::store::{Backups, Current, ReadError, Store, WriteError};

pub use self::metrics::{Metrics, server as metrics_server};
pub use self::recent::Recent;

/// What tells others how the server does.
#[derive(Clone)]
pub struct Watch {
    /// What is counted.
    pub metrics: Metrics,
    /// The scheduled backups, where there are any.
    pub backups: Option<Backups>,
}

/// What handlers work with; managed by Rocket.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The database.
    pub store: Store,
    /// Who waits for what is in it.
    live: Live,
    /// What was just told of it.
    recent: Recent,
    /// What all pages have around them.
    shell: Arc<Shell>,
    /// The calendar is the stand-in on this server.
    simulated: bool,
}

impl App {
    /// The application of a browser, unless it was erased.
    fn application_of(&self, applicant: &Applicant<'_>) -> Result<Option<Current>, ReadError> {
        applicant.id.map_or(Ok(None), |id| self.store.current(id))
    }

    /// Where interviews are booked.
    fn calendar(&self) -> Calendar<'_> {
        let link = self.settings.cal_link.as_ref();
        Calendar { link, simulated: self.simulated, team: &self.shell.look.team }
    }

    /// The host name of this server.
    fn site(&self) -> String {
        let url = Url::parse(self.settings.public_url.as_str()).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

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
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The server, ready to be launched.
#[must_use]
pub fn build(
    configuration: &Configuration,
    secrets: Secrets,
    store: Store,
    live: Live,
    recent: Recent,
    watch: Watch,
    logo: Option<Logo>,
) -> Rocket<Build> {
    let mut settings = configuration.settings.clone();
    let simulated = configuration.simulates();
    if simulated {
        settings.cal_link = simulator::link(&settings.public_url);
    }
    let refusals = Refusals::default();
    let start = random().map_or(0, u32::from_ne_bytes);
    let largest = configuration.rocket.limits.get("webhook").unwrap_or_default();
    let rocket = rocket::custom(&configuration.figment)
        .manage(Clock::SYSTEM)
        .manage(BodyTimeout(settings.body_timeout))
        .manage(BodyRoom::for_bodies_up_to(largest))
        .manage(TrustedProxies {
            networks: settings.trusted_proxies.clone(),
            header: configuration.rocket.ip_header.as_ref().map(ToString::to_string),
        })
        .manage(Limit::<Profiles>::per_minute(settings.profiles_per_minute))
        .manage(Limit::<Claims>::per_minute(CLAIMS_PER_MINUTE))
        .manage(refusals.clone())
        .attach(Strict)
        .attach(Connections::default())
        .attach(RequestLog::starting_at(start, watch.metrics.clone()))
        .attach(Shield::new()) // its headers are among ours
        .attach(Headers)
        .attach(Cors(settings.allowed_origins.clone()))
        .attach(refusals.stage(store.clone(), Clock::SYSTEM))
        .manage(store.clone())
        .manage(secrets)
        .manage(App {
            shell: Arc::new(Shell::of(settings.look(logo))),
            settings: Arc::new(settings),
            store,
            live,
            recent,
            simulated,
        });
    let rocket = rocket
        .mount("/", routes(simulated))
        .manage(simulator::Made::default())
        .manage(api::ops::Readiness::of(watch.backups))
        .manage(openapi::Described::default())
        .register("/", pages::catchers::catchers());
    watch.metrics.know(rocket.routes());
    rocket.manage(watch.metrics)
}

/// All routes of the server.
fn routes(simulated: bool) -> Vec<Route> {
    [
        api::routes(),
        pages::routes(),
        openapi::routes(),
        docs::routes(),
        if simulated { simulator::routes() } else { Vec::new() },
    ]
    .concat()
}
