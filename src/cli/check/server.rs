//! Checks the running server, or whether one could start.

use std::time::Duration;

use serde::Deserialize;

use crate::cli::support::local;
use crate::config::Configuration;
use crate::health::Finding;
use crate::server::Endpoint;
use crate::store;

/// The server may take 3 seconds to find that it cannot write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where nothing is locked, another program may be listening and never answer.
const MOMENT: Duration = Duration::from_secs(1);

/// The answer of `/readyz`.
#[derive(Deserialize)]
struct Ready {
    success: bool,
    reasons: Vec<String>,
}

/// The server that has the database open, or else whether one could start.
pub(super) fn look(configuration: &Configuration) -> Vec<Finding> {
    let database = &configuration.settings.database;
    // Without a database there is nothing to lock, and no lock file should be left.
    let in_use = if database.exists() { store::is_in_use(database) } else { Ok(false) };
    // Checked even if nothing is locked, because its database may have been moved.
    let url = local::url(configuration, "/readyz");
    let patience = if matches!(in_use, Ok(true)) { PATIENCE } else { MOMENT };
    match (in_use, ask(&url, patience)) {
        (Err(error), None) => vec![Finding::open("server", &error)],
        (Ok(false), None) => {
            let none = Finding::ok("server", "none is running");
            std::iter::once(none).chain(Endpoint::all(configuration).iter().map(listen)).collect()
        }
        (_, answer) => vec![running(&url, answer)],
    }
}

fn running(url: &str, answer: Option<Ready>) -> Finding {
    match answer {
        Some(Ready { success: true, .. }) => Finding::ok("server", format!("it is running and ready: {url}")),
        Some(Ready { reasons, .. }) => Finding::fail(
            "server",
            format!("it is running, but not ready ({}): {url}", reasons.join(", ")),
            "docs/production.md explains each reason; the server's log says more",
        ),
        None => Finding::fail(
            "server",
            format!("another bookhook has the database open, but no bookhook answers at {url}"),
            "wait for a command that is running; if it is the server, give this command its address and port",
        ),
    }
}

fn ask(url: &str, patience: Duration) -> Option<Ready> {
    let mut answer = local::agent(patience, None).get(url).call().ok()?;
    serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
}

fn listen(endpoint: &Endpoint) -> Finding {
    match endpoint.try_listen() {
        Ok(()) => Finding::ok(endpoint.name, format!("{} is free", endpoint.address)),
        Err(error) => Finding::fail(endpoint.name, error.to_string(), error.remedy),
    }
}
