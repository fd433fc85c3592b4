//! Everything that knows Rocket.

mod api;
mod app;
pub mod calendar;
mod connections;
mod describe;
mod docs;
mod error;
mod event_stream;
mod fairings;
mod guards;
mod metrics;
mod openapi;
mod pages;
pub mod paths;
mod qr;
mod recent;
mod record;
mod refusals;
mod response;
mod simulator;
mod team;
pub mod turned_away;

use std::sync::Arc;

use rocket::shield::Shield;
use rocket::{Build, Rocket, Route};

use self::app::App;
use self::connections::Connections;
use self::fairings::{Cors, Headers, Observer, Strict};
use self::guards::{
    BodyRoom, BodyTimeout, CLAIMS_PER_MINUTE, Claims, Clock, Limit, Profiles, SIGN_INS_PER_MINUTE, SignIns,
    TrustedProxies,
};
use self::pages::look::Look;
use self::pages::shell::Shell;
use self::refusals::Refusals;
use crate::access::TeamKey;
use crate::calcom::signature::Secrets;
use crate::config::Configuration;
use crate::config::logo::Logo;
use crate::health::Finding;
use crate::live::Live;
use crate::random::random;
use crate::store::Store;
use crate::telemetry;

pub use self::metrics::server::server as metrics_server;
pub use self::metrics::{Metrics, Watch};
pub use self::recent::Recent;
pub use self::team::Secret;

/// What proves who sent something.
pub struct Keys {
    /// The secrets that sign deliveries.
    pub webhook: Secrets,
    /// The key that signs the team's links; without one, the team has no pages.
    pub team: Option<TeamKey>,
    /// Whether each secret is set, and the findings about the webhook's, for the page *Health*.
    pub secrets: (Vec<Secret>, Vec<Finding>),
}

/// The background work of the web layer, for as long as the server runs.
pub struct Background {
    /// Refused deliveries, whose counts are to be stored.
    pub(crate) refusals: Refusals,
    /// The connections, of which idle ones are to be closed.
    pub(crate) connections: Connections,
}

/// What the server is made of, besides its configuration.
pub struct Parts {
    /// What proves who sent something.
    pub keys: Keys,
    /// The database.
    pub store: Store,
    /// The event streams.
    pub live: Live,
    /// The cache of answers.
    pub recent: Recent,
    /// What monitors ask for.
    pub watch: Watch,
    /// The team's logo.
    pub logo: Option<Logo>,
}

/// Builds the server, ready to be launched, and what is to run with it.
#[must_use]
pub fn build(configuration: &Configuration, parts: Parts) -> (Rocket<Build>, Background) {
    let Parts { keys, store, live, recent, watch, logo } = parts;
    let mut settings = configuration.settings.clone();
    let simulated = configuration.simulates();
    let scope = settings.scope();
    if simulated {
        settings.cal_link = simulator::link(&settings.public_url.get());
    }
    let background = Background { refusals: Refusals::default(), connections: Connections::default() };
    let apply_path = settings.apply_path.clone();
    let passwords = settings.takes_passwords();
    let start = random().map_or(0, u32::from_ne_bytes);
    let started_at = telemetry::now();
    let instance = team::Instance::new(configuration, keys.secrets, watch.reconciler.clone(), started_at);
    let largest = configuration.rocket.limits.get("webhook").unwrap_or_default();
    let rocket = rocket::custom(&configuration.figment)
        .manage(Clock::SYSTEM)
        .manage(BodyTimeout(settings.body_timeout.0))
        .manage(BodyRoom::for_bodies_up_to(largest))
        .manage(TrustedProxies {
            networks: settings.trusted_proxies.iter().map(|network| network.0).collect(),
            header: configuration.rocket.ip_header.as_ref().map(ToString::to_string),
        })
        .manage(Limit::<Profiles>::per_minute(settings.profiles_per_minute))
        .manage(Limit::<Claims>::per_minute(CLAIMS_PER_MINUTE))
        .manage(Limit::<SignIns>::per_minute(SIGN_INS_PER_MINUTE))
        .attach(Strict)
        .attach(background.connections.clone())
        .attach(Observer::new(start, watch.metrics.clone(), background.refusals.clone()))
        .attach(Shield::new()) // its headers are among ours
        .attach(Headers)
        .attach(Cors(settings.allowed_origins.clone()))
        .manage(store.clone())
        .manage(keys.webhook)
        .manage(App {
            shell: Arc::new(Shell::new(Look::new(&settings, logo))),
            settings: Arc::new(settings),
            store,
            live,
            recent,
            scope,
            simulated,
        });
    let rocket = rocket
        .mount("/", routes(simulated, apply_path.as_str()))
        .manage(simulator::SimulatedBookings::default())
        .manage(api::ops::Readiness::new(watch.backups.clone(), watch.reconciler))
        .manage(openapi::Described::default())
        .manage(docs::Drawn::default())
        .register("/", pages::catchers::catchers());
    let rocket = match keys.team {
        Some(key) => rocket
            .mount("/", team::routes(passwords))
            .register("/team", team::catchers())
            .manage(team::Team::new(key, watch.backups))
            .manage(Arc::new(instance)),
        None => rocket,
    };
    (rocket.manage(watch.metrics), background)
}

/// All routes of the server, with the form at `apply_path`.
fn routes(simulated: bool, apply_path: &str) -> Vec<Route> {
    [
        api::routes(),
        pages::routes(apply_path),
        openapi::routes(),
        docs::routes(),
        if simulated { simulator::routes() } else { Vec::new() },
    ]
    .concat()
}
