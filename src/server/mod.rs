//! `bookhook serve`: the server, until it is told to stop.

mod banner;
pub(crate) mod bodies;
mod endpoint;
mod error;
mod retention;
mod signals;
mod startup;
mod systemd;
mod tunnel;

use std::io;
use std::net::SocketAddr;

use rocket::fairing::AdHoc;
use rocket::tokio::runtime::{Builder, Runtime};
use rocket::tokio::spawn;
use rocket::tokio::sync::oneshot;
use rocket::tokio::task::JoinHandle;
use rocket::{Build, Rocket};

use self::banner::Welcome;
use self::startup::Startup;
use crate::config::secret::{Provenance, WebhookSecrets};
use crate::config::{Configuration, Period, Settings, Sources, Warning};
use crate::domain::ids::ProfileId;
use crate::live::{Bounds, Live};
use crate::random::random;
use crate::store::{BackupPlan, Backups, Commit, Hooks, Store};
use crate::web::{Metrics, Recent, Watch};
use crate::{telemetry, web};

pub(crate) use endpoint::Endpoint;
pub(crate) use error::{ListenError, ServeError};

/// Runs the server.
pub(crate) fn run(sources: &Sources) -> Result<(), ServeError> {
    let Startup { configuration, logo } = Startup::read(sources)?;
    let configuration = signals::respected(configuration);
    let _log = telemetry::init(configuration.settings.log, configuration.settings.log_format)
        .map_err(|error| no_thread(&error))?;
    take_open_files();
    let fresh = random()?;
    let settings = &configuration.settings;
    // Before a database is made, where there is none.
    Endpoint::all(&configuration).iter().try_for_each(Endpoint::try_listen)?;
    let bounds = Bounds { total: settings.streams.get(), per_address: settings.streams_per_address.get() };
    let live = Live::new(bounds);
    let recent = Recent::default();
    let metrics = Metrics::new(telemetry::now());
    let hooks = Hooks {
        changed: tell(live.clone(), recent.clone()),
        committed: count(metrics.clone()),
        ..bodies::hooks(settings.match_by_email)
    };
    let store = Store::open(&settings.database, hooks)?;
    let secrets = WebhookSecrets::find_or_make(&sources.environment, &settings.database, fresh)?;
    warn(&configuration, &secrets);
    // Held until the server has stopped: then the thread of the backups ends.
    let watch = Watch { metrics, backups: backups(settings)? };
    let welcome = Welcome::of(&configuration, &secrets, &sources.environment);
    let metrics = metrics_server(&configuration, &store, &live, &watch);
    let rocket = web::build(&configuration, secrets.active, store.clone(), live, recent, watch.clone(), logo);
    let rocket = match settings.retention.deliveries {
        Some(days) => retention::attach(rocket, store.clone(), days.get()),
        None => rocket,
    };
    let rocket = tunnel::attach(systemd::attach(rocket, store.clone()), &configuration);
    let rocket =
        rocket.attach(AdHoc::on_liftoff("welcome", |rocket| Box::pin(async move { welcome.print(rocket) })));
    let stopped = runtime(&configuration)?.block_on(launch(rocket, metrics, &configuration));
    // A backup that is being made reads the database, and would keep its log from being copied.
    drop(watch);
    drop(store);
    stopped.map(|()| tracing::info!("stopped"))
}

/// Tells of what is probably a mistake.
fn warn(configuration: &Configuration, secrets: &WebhookSecrets) {
    if let Provenance::Made(file) = &secrets.current.from {
        tracing::warn!(file = %file.display(), "there was no webhook secret, so one was made");
    }
    for Warning { problem, remedy } in configuration.warnings().into_iter().chain(secrets.warnings()) {
        tracing::warn!(help = remedy, "{problem}");
    }
}

/// The scheduled backups, where they are wanted.
fn backups(settings: &Settings) -> Result<Option<Backups>, ServeError> {
    let Some(Period(every)) = settings.backup.every else { return Ok(None) };
    let keep = settings.backup.keep.get().try_into().unwrap_or(usize::MAX);
    let plan = BackupPlan { every, keep, dir: settings.backup_dir() };
    Backups::start(settings.database.clone(), plan, telemetry::now)
        .map(Some)
        .map_err(|error| no_thread(&error))
}

fn no_thread(error: &io::Error) -> ServeError {
    ServeError::Thread(error.kind())
}

/// Each connection is an open file, of which many systems give a process 1,024 at first, and as
/// many as an administrator allows when it asks.
fn take_open_files() {
    #[cfg(target_os = "linux")]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let raised = getrlimit(Resource::RLIMIT_NOFILE)
            .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
        if let Err(error) = raised {
            tracing::warn!(reason = error.desc(), "the limit of open files cannot be raised");
        }
    }
}

/// Tells of a changed profile: first those who remember how it was, then those who wait for it.
fn tell(live: Live, recent: Recent) -> Box<dyn Fn(ProfileId) + Send + Sync> {
    Box::new(move |profile| {
        recent.forget(profile);
        live.wake(profile);
    })
}

fn count(metrics: Metrics) -> Box<dyn Fn(&Commit) + Send + Sync> {
    Box::new(move |commit| metrics.committed(commit))
}

/// Rocket's own attribute would not look at our settings.
fn runtime(configuration: &Configuration) -> Result<Runtime, ServeError> {
    Builder::new_multi_thread()
        .worker_threads(configuration.rocket.workers)
        .max_blocking_threads(configuration.rocket.max_blocking)
        .thread_name("worker")
        .enable_all()
        .build()
        .map_err(|error| no_thread(&error))
}

/// The server of the metrics, where it is wanted.
fn metrics_server(
    configuration: &Configuration,
    store: &Store,
    live: &Live,
    watch: &Watch,
) -> Option<(Rocket<Build>, SocketAddr)> {
    let address = configuration.settings.metrics_address?;
    let server = web::metrics_server(configuration, address, store.clone(), live.clone(), watch.clone());
    Some((server, address))
}

/// Runs the server until it is told to stop. The metrics are there before it, and end with it.
async fn launch(
    rocket: Rocket<Build>,
    metrics: Option<(Rocket<Build>, SocketAddr)>,
    configuration: &Configuration,
) -> Result<(), ServeError> {
    let metrics = match metrics {
        Some((metrics, address)) => Some(listen(metrics, Endpoint::metrics(address)).await?),
        None => None,
    };
    let place = Endpoint::server(configuration);
    let rocket = rocket.ignite().await.map_err(|error| failure(&error, &place))?;
    signals::hear(&rocket.config().shutdown, &rocket.shutdown());
    let stopped = rocket.launch().await.map(drop).map_err(|error| failure(&error, &place));
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    stopped
}

/// Lets the metrics be served from now on, beside everything else.
async fn listen(
    metrics: Rocket<Build>,
    place: Endpoint,
) -> Result<JoinHandle<Result<(), ServeError>>, ServeError> {
    let (tell, listening) = oneshot::channel();
    let metrics = metrics.attach(AdHoc::on_liftoff("metrics", |rocket| {
        let place = SocketAddr::new(rocket.config().address, rocket.config().port);
        tracing::info!(metrics = %format_args!("http://{place}/metrics"), "metrics are served");
        // Whoever started this waits for it.
        let _ = tell.send(());
        Box::pin(async {})
    }));
    let task =
        spawn(async move { metrics.launch().await.map(drop).map_err(|error| failure(&error, &place)) });
    match listening.await {
        Ok(()) => Ok(task),
        Err(_) => match task.await {
            Ok(Err(error)) => Err(error),
            _ => Err(ServeError::Metrics),
        },
    }
}

/// Rocket's errors end the process with a panic unless they are looked at.
fn failure(error: &rocket::Error, place: &Endpoint) -> ServeError {
    match error.kind() {
        rocket::error::ErrorKind::Bind(error) => place.refused(error).into(),
        rocket::error::ErrorKind::Shutdown(..) => ServeError::CutOff,
        _ => ServeError::Rocket,
    }
}
