//! The listener for metrics, beside that of the server.

use std::net::SocketAddr;

use rocket::fairing::AdHoc;
use rocket::tokio::spawn;
use rocket::tokio::sync::oneshot;
use rocket::tokio::task::JoinHandle;
use rocket::{Build, Rocket};

use super::endpoint::Endpoint;
use super::error::ServeError;

/// Serves the metrics in a task of their own, and returns once they are served.
pub(super) async fn listen(
    metrics: Rocket<Build>,
    endpoint: Endpoint,
) -> Result<JoinHandle<Result<(), ServeError>>, ServeError> {
    let (tell, listening) = oneshot::channel();
    let metrics = metrics.attach(AdHoc::on_liftoff("metrics", |rocket| {
        let address = SocketAddr::new(rocket.config().address, rocket.config().port);
        tracing::info!(metrics = %format_args!("http://{address}/metrics"), "metrics are served");
        // The receiver waits below.
        let _ = tell.send(());
        Box::pin(async {})
    }));
    let task =
        spawn(async move { metrics.launch().await.map(drop).map_err(|error| endpoint.failed(&error)) });
    match listening.await {
        Ok(()) => Ok(task),
        Err(_) => match task.await {
            Ok(Err(error)) => Err(error),
            _ => Err(ServeError::Metrics),
        },
    }
}
