//! The server: assembly, background jobs, and shutdown.

mod banner;
pub(crate) mod calcom;
mod endpoint;
mod error;
mod jobs;
mod limits;
mod metrics;
mod retention;
pub(crate) mod rules;
mod signals;
mod startup;
mod systemd;
pub(crate) mod team;
mod tunnel;
mod wiring;

use rocket::tokio::runtime::{Builder, Runtime};
use rocket::{Build, Rocket};

use self::startup::Startup;
use self::wiring::{Server, Upgrading};
use crate::config::{Configuration, Sources};
use crate::telemetry;

pub(crate) use endpoint::Endpoint;
pub(crate) use error::{ListenError, ServeError};

/// Runs the server until it is stopped. `upgrading` is called while it brings an older database up to date.
pub(crate) fn run(sources: &Sources, upgrading: Upgrading) -> Result<(), ServeError> {
    let Startup { configuration, logo } = Startup::read(sources)?;
    let configuration = signals::without_ignored(configuration);
    let _log = telemetry::init(configuration.settings.log.0, configuration.settings.log_format)
        .map_err(|error| ServeError::Thread(error.kind()))?;
    limits::raise_open_files();
    // Before a database is created.
    Endpoint::all(&configuration).iter().try_for_each(Endpoint::try_listen)?;
    let Server { rocket, metrics, backups, reconciler, store } =
        Server::new(&configuration, logo, &sources.environment, upgrading)?;
    let endpoint = Endpoint::server(&configuration);
    let stopped = runtime(&configuration)?.block_on(launch(rocket, endpoint, metrics));
    // A running backup reads the database, so the store could not empty its log.
    drop(backups);
    drop(reconciler);
    drop(store);
    stopped?;
    tracing::info!("stopped");
    Ok(())
}

/// Rocket's own attribute would ignore our settings.
fn runtime(configuration: &Configuration) -> Result<Runtime, ServeError> {
    Builder::new_multi_thread()
        .worker_threads(configuration.rocket.workers)
        .max_blocking_threads(configuration.rocket.max_blocking)
        .thread_name("worker")
        .enable_all()
        .build()
        .map_err(|error| ServeError::Thread(error.kind()))
}

/// Runs the server until it is stopped. The metrics are served before it, and end with it.
async fn launch(
    rocket: Rocket<Build>,
    endpoint: Endpoint,
    metrics: Option<(Rocket<Build>, Endpoint)>,
) -> Result<(), ServeError> {
    let metrics = match metrics {
        Some((metrics, endpoint)) => Some(metrics::listen(metrics, endpoint).await?),
        None => None,
    };
    let rocket = rocket.ignite().await.map_err(|error| endpoint.failed(&error))?;
    signals::listen(&rocket.config().shutdown, &rocket.shutdown());
    let stopped = rocket.launch().await.map(drop).map_err(|error| endpoint.failed(&error));
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    stopped
}
