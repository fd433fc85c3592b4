//! Notifies systemd that the server listens, is alive, and stops. Does nothing under any other
//! parent, which sets no `NOTIFY_SOCKET`.

use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::tokio::time::timeout;
use rocket::{Build, Rocket, Shutdown};
use sd_notify::NotifyState;

use crate::domain::ids::ProfileId;
use crate::domain::system::reason;
use crate::store::Store;

/// Has the server notify systemd when it listens and when it stops.
pub(super) fn attach(rocket: Rocket<Build>) -> Rocket<Build> {
    let liftoff = AdHoc::on_liftoff("ready", |_| Box::pin(async { notify(&NotifyState::Ready) }));
    let shutdown = AdHoc::on_shutdown("stopping", |_| Box::pin(async { notify(&NotifyState::Stopping) }));
    rocket.attach(liftoff).attach(shutdown)
}

/// How much time each notification asks systemd for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks for more time to start. A large file takes longer to upgrade than a start may take.
pub(super) fn ask_for_time() {
    notify(&NotifyState::ExtendTimeoutUsec(u32::try_from(PATIENCE.as_micros()).unwrap_or(u32::MAX)));
}

/// Returns how often the watchdog wants to be notified; `None`: there is none.
pub(super) fn watchdog_interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 2)
}

/// Notifies the watchdog for as long as the database can be read. A worker thread that can do this can serve
/// requests.
pub(super) async fn watchdog(store: Store, interval: Duration, stop: Shutdown) {
    let nobody = ProfileId::from_random([0; 16]);
    loop {
        match store.current(nobody) {
            Ok(_) => notify(&NotifyState::Watchdog),
            Err(error) => {
                tracing::error!(%error, "the watchdog is not notified: the database cannot be read");
            }
        }
        if timeout(interval, stop.clone()).await.is_ok() {
            return;
        }
    }
}

fn notify(state: &NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(std::slice::from_ref(state)) {
        tracing::warn!(reason = reason(error.kind()), "systemd cannot be notified");
    }
}
