//! What a running server forgets of old deliveries, at its start and every day.

use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::tokio::task::spawn_blocking;
use rocket::tokio::{spawn, time::timeout};
use rocket::{Build, Rocket, Shutdown};
use time::OffsetDateTime;

use super::serve::bodies;
use crate::store::Store;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Between two batches deliveries have the writer for themselves.
const PAUSE: Duration = Duration::from_millis(20);

/// Lets the server keep of deliveries older than `days` only what bookings need.
pub(super) fn attach(rocket: Rocket<Build>, store: Store, days: u32) -> Rocket<Build> {
    rocket.attach(AdHoc::on_liftoff("retention", move |rocket| {
        Box::pin(async move { drop(spawn(every_day(store, days, rocket.shutdown()))) })
    }))
}

async fn every_day(store: Store, days: u32, shutdown: Shutdown) {
    loop {
        let age = time::Duration::days(days.into());
        if let Some(cutoff) = OffsetDateTime::now_utc().checked_sub(age) {
            let done = pass(&store, cutoff, &shutdown).await;
            if done > 0 {
                tracing::info!(deliveries = done, "of old deliveries only what bookings need is kept");
            }
        }
        if timeout(DAY, shutdown.clone()).await.is_ok() {
            return;
        }
    }
}

/// Returns how many deliveries were shortened. What could not be is tried again the next day.
async fn pass(store: &Store, cutoff: OffsetDateTime, shutdown: &Shutdown) -> usize {
    let (mut after, mut done) = (Some(0), 0);
    while let Some(from) = after {
        let reader = store.clone();
        let look = move || reader.old_deliveries(bodies(), from, cutoff);
        let found = match spawn_blocking(look).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::warn!(reason = %error, "old deliveries cannot be read");
                return done;
            }
            Err(_) => return done,
        };
        for batch in found.batches {
            let count = batch.len();
            if let Err(error) = store.shorten(bodies(), batch).await {
                tracing::warn!(reason = %error, "old deliveries stay as they are for now");
                return done;
            }
            done += count;
            if timeout(PAUSE, shutdown.clone()).await.is_ok() {
                return done;
            }
        }
        after = found.next;
    }
    done
}
