//! Assembles the parts of a server.

use rocket::{Build, Rocket};

use super::banner::Banner;
use super::endpoint::Endpoint;
use super::error::ServeError;
use super::jobs::{self, Jobs};
use super::rules::rules;
use super::systemd;
use super::team;
use super::tunnel::Tunnel;
use crate::config::logo::Logo;
use crate::config::secret::{API_KEY, Provenance, SecretText, WebhookSecrets};
use crate::config::{Configuration, Environment, Listen, Mistake};
use crate::health;
use crate::live::{Bounds, Live};
use crate::random::random;
use crate::reconcile::Reconciler;
use crate::store::{Backups, Hooks, Store, Upgrade};
use crate::web::{Keys, Metrics, Parts, Recent, Secret, Watch};
use crate::{telemetry, web};

/// Shows the progress of an upgrade.
pub(crate) type Upgrading = Box<dyn Fn(Upgrade) + Send + Sync>;

/// A server that is ready to be launched.
pub(super) struct Server {
    pub(super) rocket: Rocket<Build>,
    /// The server of the metrics, if they are to be served.
    pub(super) metrics: Option<(Rocket<Build>, Endpoint)>,
    pub(super) backups: Option<Backups>,
    pub(super) reconciler: Option<Reconciler>,
    pub(super) store: Store,
}

impl Server {
    /// Opens the database, and everything that works with it.
    pub(super) fn new(
        configuration: &Configuration,
        logo: Option<Logo>,
        environment: &Environment,
        upgrading: Upgrading,
    ) -> Result<Self, ServeError> {
        let settings = &configuration.settings;
        let fresh = random()?;
        let live = Live::new(Bounds {
            total: settings.streams.get(),
            per_address: settings.streams_per_address.get(),
        });
        let (recent, metrics) = (Recent::default(), Metrics::new(telemetry::now()));
        let hooks = hooks(live.clone(), recent.clone(), metrics.clone(), upgrading);
        let store = Store::open(&settings.database, rules(settings), hooks)?;
        let secrets = WebhookSecrets::find_or_make(environment, &settings.database, fresh)?;
        warn(configuration, &secrets);
        let backups = jobs::start_backups(settings)?;
        let reconciler = jobs::start_reconciler(settings, environment, &secrets, &store)?;
        let key = team::key(settings)?;
        let first_link = key.as_ref().and_then(|key| team::first_link(configuration, key, &store));
        let watch = Watch { metrics, backups: backups.clone(), reconciler: reconciler.clone() };
        let metrics = settings.metrics_address.map(|Listen(address)| {
            let server =
                web::metrics_server(configuration, address, store.clone(), live.clone(), watch.clone());
            (server, Endpoint::metrics(address))
        });
        let listed = (secrets_of(&secrets, environment), health::secret(&secrets));
        let keys = Keys { webhook: secrets.active.clone(), team: key, secrets: listed };
        let parts = Parts { keys, store: store.clone(), live, recent, watch, logo };
        let (rocket, background) = web::build(configuration, parts);
        let jobs = Jobs {
            store: store.clone(),
            background,
            tunnel: Tunnel::find(configuration),
            retention: settings.retention.clone(),
        };
        let banner = Banner::new(configuration, &secrets, environment, first_link);
        // systemd is notified that the server is ready before the watchdog starts.
        let rocket = banner.attach(jobs.attach(systemd::attach(rocket)));
        Ok(Self { rocket, metrics, backups, reconciler, store })
    }
}

/// Lists the secrets that are set, with their sources.
fn secrets_of(secrets: &WebhookSecrets, environment: &Environment) -> Vec<Secret> {
    let from = |secret: &SecretText| secret.from.to_string();
    let key = API_KEY.read(environment).ok().flatten();
    vec![
        ("webhook secret", Some(from(&secrets.current))),
        ("previous webhook secret", secrets.previous.as_ref().map(from)),
        ("key of Cal.com’s API", key.as_ref().map(from)),
    ]
}

/// The store's callbacks. After a commit, the cache forgets a changed profile before its event streams are
/// notified.
fn hooks(live: Live, recent: Recent, metrics: Metrics, upgrading: Upgrading) -> Hooks {
    let team = live.clone();
    Hooks {
        upgrading: Box::new(move |step| {
            systemd::ask_for_time();
            upgrading(step);
        }),
        changed: Box::new(move |profile| {
            recent.forget(profile);
            live.wake(profile);
        }),
        committed: Box::new(move |commit| {
            metrics.committed(commit);
            if commit.outcome.is_ok() {
                team.stored();
            }
        }),
    }
}

/// Logs probable mistakes.
fn warn(configuration: &Configuration, secrets: &WebhookSecrets) {
    if let Provenance::Made(file) = &secrets.current.from {
        tracing::warn!(file = %file.display(), "there was no webhook secret, so bookhook generated one");
    }
    for Mistake { problem, remedy } in configuration.warnings().into_iter().chain(secrets.warnings()) {
        tracing::warn!(help = remedy, "{problem}");
    }
}
