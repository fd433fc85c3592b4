//! Everything that runs besides requests.
//!
//! Some of it starts before the server listens, and ends with what it belongs to:
//!
//! - the thread that writes the log: [`telemetry::init`], until the log is dropped
//! - the database's writer and its checkpointer: [`Store::open`], until the last clone is dropped
//! - the thread of the scheduled backups: [`start_backups`], until the last clone is dropped
//! - the threads that read Cal.com's API: [`start_reconciler`], until the last clone is dropped
//! - the listener for metrics: [`super::metrics::listen`], until the server has stopped
//!
//! The rest are the tasks of [`Jobs`]. They start when the server listens, and each ends by itself
//! when the server stops.

use rocket::fairing::AdHoc;
use rocket::tokio::spawn;
use rocket::{Build, Orbit, Rocket};

use super::calcom::{Memory, Target};
use super::error::ServeError;
use super::tunnel::Tunnel;
use super::{retention, systemd};
use crate::config::secret::{API_KEY, WebhookSecrets};
use crate::config::{Cadence, Environment, Mistakes, Period, RetentionSettings, Settings};
use crate::reconcile::{Plan, Reconciler};
use crate::remote::Account;
use crate::store::{BackupPlan, Backups, Store};
use crate::telemetry;
use crate::web::Background;

/// Starts the scheduled backups, if there are to be any.
pub(super) fn start_backups(settings: &Settings) -> Result<Option<Backups>, ServeError> {
    let Some(Period(every)) = settings.backup.every else { return Ok(None) };
    let keep = settings.backup.keep.get().try_into().unwrap_or(usize::MAX);
    let plan = BackupPlan { every, keep, dir: settings.backup_dir() };
    let started = Backups::start(settings.database.to_path_buf(), plan, telemetry::now);
    started.map(Some).map_err(|error| ServeError::Thread(error.kind()))
}

/// Starts the passes over Cal.com's API, if there is a key for it.
pub(super) fn start_reconciler(
    settings: &Settings,
    environment: &Environment,
    secrets: &WebhookSecrets,
    store: &Store,
) -> Result<Option<Reconciler>, ServeError> {
    let key = API_KEY.read(environment).map_err(Mistakes::from)?;
    let Some(((key, link), base)) = key.zip(settings.cal_link.clone()).zip(settings.api()) else {
        return Ok(None);
    };
    let Cadence(every) = settings.reconcile_every;
    let (wished, secrets) = (settings.clone(), secrets.clone());
    let flaws = move |account: &Account| {
        let memory = Memory::load(&wished.database);
        Target::from_settings(&wished, Some(&secrets), &memory).flaws(account)
    };
    let (key, database) = (key.expose().to_owned(), settings.database.to_path_buf());
    let scope = settings.scope();
    let plan = Plan { base, key, link, scope, every, database, flaws: Box::new(flaws) };
    let started = Reconciler::start(plan, store.clone());
    started.map(Some).map_err(|error| ServeError::Thread(error.kind()))
}

/// The parts that the jobs share.
pub(super) struct Jobs {
    pub(super) store: Store,
    pub(super) background: Background,
    pub(super) tunnel: Option<Tunnel>,
    /// How long data is stored.
    pub(super) retention: RetentionSettings,
}

impl Jobs {
    /// Has the tasks start when the server listens.
    pub(super) fn attach(self, rocket: Rocket<Build>) -> Rocket<Build> {
        rocket.attach(AdHoc::on_liftoff("jobs", |rocket| Box::pin(async move { self.start(rocket) })))
    }

    fn start(self, rocket: &Rocket<Orbit>) {
        let Self { store, background: Background { refusals, connections }, tunnel, retention } = self;
        let stop = || rocket.shutdown();
        spawn(refusals.store_counts(store.clone(), stop()));
        spawn(connections.close_idle(rocket.config().port, stop()));
        if let Some(tunnel) = tunnel {
            spawn(tunnel.follow(stop()));
        }
        spawn(retention::every_hour(store.clone(), retention, stop()));
        if let Some(interval) = systemd::watchdog_interval() {
            spawn(systemd::watchdog(store, interval, stop()));
        }
    }
}
