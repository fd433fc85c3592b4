//! The public address, where it is that of an ngrok tunnel.

use std::time::Duration;

use rocket::Shutdown;
use rocket::tokio::task::spawn_blocking;
use rocket::tokio::time::timeout;

use crate::config::{Configuration, PublicUrl};
use crate::remote::ngrok::{self, NgrokError};

/// How often the agent is asked.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);

/// Keeps the public address that of the tunnel.
pub(super) struct Tunnel {
    public: PublicUrl,
    port: u16,
    last: Option<NgrokError>,
}

impl Tunnel {
    /// Takes the tunnel's address; `None` if the public address is not that of a tunnel.
    pub(super) fn find(configuration: &Configuration) -> Option<Self> {
        let public = configuration.settings.public_url.clone();
        let port = configuration.rocket.port;
        public.follows_ngrok().then(|| Self { last: look(&public, port, None), public, port })
    }

    /// Follows the tunnel's address until the server stops.
    pub(super) async fn follow(self, stop: Shutdown) {
        let Self { public, port, mut last } = self;
        while timeout(BETWEEN_LOOKS, stop.clone()).await.is_err() {
            let public = public.clone();
            match spawn_blocking(move || look(&public, port, last)).await {
                Ok(found) => last = found,
                Err(_) => return,
            }
        }
    }
}

/// Logs changes; a lasting problem is logged once.
fn look(public: &PublicUrl, port: u16, last: Option<NgrokError>) -> Option<NgrokError> {
    let found = ngrok::address(port).map(|address| address.parse().unwrap_or_else(|_| public.get()));
    match found {
        Ok(origin) if origin == public.get() => None,
        Ok(origin) => {
            tracing::info!(public_url = %origin, "the tunnel forwards to this server");
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
