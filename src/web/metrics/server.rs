//! The server of the metrics, at its own address, because they are not public.

use std::net::SocketAddr;

use rocket::config::Shutdown;
use rocket::http::{ContentType, Status};
use rocket::tokio::task::spawn_blocking;
use rocket::{Build, Config, Rocket, State, get, routes};

use super::gauges::Gauges;
use super::{Metrics, Watch};
use crate::config::Configuration;
use crate::live::Live;
use crate::reconcile::Reconciler;
use crate::store::{Backups, Store};
use crate::web::guards::{Clock, Now};

/// Returns the server of `/metrics` at `address`, ready to be launched. It handles no signal and ends
/// with its task.
#[must_use]
pub fn server(
    configuration: &Configuration,
    address: SocketAddr,
    store: Store,
    live: Live,
    watch: Watch,
) -> Rocket<Build> {
    let shutdown =
        Shutdown { ctrlc: false, signals: std::collections::HashSet::new(), ..Shutdown::default() };
    let rocket = &configuration.rocket;
    let config = Config { address: address.ip(), port: address.port(), shutdown, ..rocket.clone() };
    let started = watch.metrics.0.started;
    rocket::custom(config)
        .manage(Clock::SYSTEM)
        .manage(Served { metrics: watch.metrics, backups: watch.backups, reconciler: watch.reconciler })
        .manage(Gauges { store, live, started })
        .mount("/", routes![metrics])
}

/// The source of the metrics, besides the gauges; managed by Rocket.
struct Served {
    metrics: Metrics,
    backups: Option<Backups>,
    reconciler: Option<Reconciler>,
}

#[get("/metrics")]
async fn metrics(
    served: &State<Served>,
    gauges: &State<Gauges>,
    now: Now,
) -> Result<(ContentType, String), Status> {
    let (metrics, gauges) = (served.metrics.clone(), gauges.inner().clone());
    let backups = served.backups.as_ref().map(Backups::state);
    let reconciled = served.reconciler.as_ref().map(Reconciler::status);
    let written = spawn_blocking(move || {
        let mut text = String::with_capacity(16 * 1024);
        metrics.write(&mut text)?;
        gauges.write(&mut text, backups, reconciled.as_ref(), now.0)?;
        text.push_str("# EOF\n");
        Ok::<_, std::fmt::Error>(text)
    });
    let text = written.await.ok().and_then(Result::ok).ok_or(Status::InternalServerError)?;
    let kind = ContentType::new("application", "openmetrics-text")
        .with_params([("version", "1.0.0"), ("charset", "utf-8")]);
    Ok((kind, text))
}
