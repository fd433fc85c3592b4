//! The public address, where it is that of an ngrok tunnel.

use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::tokio::spawn;
use rocket::tokio::task::spawn_blocking;
use rocket::tokio::time::timeout;
use rocket::{Build, Rocket};

use crate::config::{Configuration, Origin, PublicUrl};
use crate::remote::ngrok::{self, NgrokError};

/// How often the agent is asked.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);

/// Takes the tunnel's address, now and whenever it changes.
pub(super) fn attach(rocket: Rocket<Build>, configuration: &Configuration) -> Rocket<Build> {
    let public = configuration.settings.public_url.clone();
    if !public.follows_ngrok() {
        return rocket;
    }
    let port = configuration.rocket.port;
    let mut last = look(&public, port, None);
    rocket.attach(AdHoc::on_liftoff("tunnel", move |rocket| {
        let stop = rocket.shutdown();
        Box::pin(async move {
            drop(spawn(async move {
                while timeout(BETWEEN_LOOKS, stop.clone()).await.is_err() {
                    let public = public.clone();
                    match spawn_blocking(move || look(&public, port, last)).await {
                        Ok(found) => last = found,
                        Err(_) => return,
                    }
                }
            }));
        })
    }))
}

/// Tells of what changed; what stays wrong is said once.
fn look(public: &PublicUrl, port: u16, last: Option<NgrokError>) -> Option<NgrokError> {
    let found = ngrok::address(port).map(|address| Origin::read(&address).unwrap_or_else(|| public.get()));
    match found {
        Ok(origin) if origin == public.get() => None,
        Ok(origin) => {
            tracing::info!(public_url = %origin, "the tunnel leads here");
            public.set(origin);
            None
        }
        Err(error) => {
            if last != Some(error) {
                let kept = public.get();
                tracing::warn!(help = error.remedy(), public_url = %kept, "{error}");
            }
            Some(error)
        }
    }
}
