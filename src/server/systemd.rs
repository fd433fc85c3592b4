//! What systemd is told: that the server listens, that it is alive, that it stops. Started by
//! anything else, which names no `NOTIFY_SOCKET`, it tells nobody.

use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::tokio::{spawn, time::timeout};
use rocket::{Build, Rocket, Shutdown};
use sd_notify::NotifyState;

use crate::domain::ids::ProfileId;
use crate::domain::system::reason;
use crate::store::Store;

/// Lets the server tell systemd how it is.
pub(super) fn attach(rocket: Rocket<Build>, store: Store) -> Rocket<Build> {
    let liftoff = AdHoc::on_liftoff("ready", |rocket| {
        Box::pin(async move {
            tell(&NotifyState::Ready);
            if let Some(limit) = sd_notify::watchdog_enabled() {
                spawn(watchdog(store, limit / 2, rocket.shutdown()));
            }
        })
    });
    let shutdown = AdHoc::on_shutdown("stopping", |_| Box::pin(async move { tell(&NotifyState::Stopping) }));
    rocket.attach(liftoff).attach(shutdown)
}

/// Says that the server is alive for as long as it can read its database, until it stops. A worker
/// thread that gets around to this gets around to requests.
async fn watchdog(store: Store, interval: Duration, shutdown: Shutdown) {
    let nobody = ProfileId::from_random([0; 16]);
    loop {
        match store.current(nobody) {
            Ok(_) => tell(&NotifyState::Watchdog),
            Err(error) => {
                tracing::error!(%error, "the watchdog is not notified: the database cannot be read");
            }
        }
        if timeout(interval, shutdown.clone()).await.is_ok() {
            return;
        }
    }
}

fn tell(state: &NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(std::slice::from_ref(state)) {
        tracing::warn!(reason = reason(error.kind()), "systemd cannot be notified");
    }
}
