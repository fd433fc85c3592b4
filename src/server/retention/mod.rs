//! Retention: how a running server shortens old deliveries and removes old activity, every day from its
//! first hour on.
//!
//! Removed data cannot be restored, and a clock may be wrong by years. So ages are not counted by this
//! machine's clock, but up to a known time: that of the last delivery, by the sender's clock, plus the time
//! that servers have run since. After a month off, a server counts a month less until the next delivery
//! arrives; nothing is removed too early.

use std::future::Future;
use std::num::NonZeroU32;
use std::time::Duration;

use rocket::Shutdown;
use rocket::tokio::task::spawn_blocking;
use rocket::tokio::time::{Instant, timeout};
use time::OffsetDateTime;

use crate::config::RetentionSettings;
use crate::domain::instant;
use crate::store::{ReadError, Store};
use crate::telemetry;

const HOUR: Duration = Duration::from_secs(60 * 60);
const HOURS_BETWEEN_PASSES: u32 = 24;
/// The pause between two batches, for deliveries.
const PAUSE: Duration = Duration::from_millis(20);
/// A clock that is further ahead of the known time is logged.
const FAR_AHEAD: time::Duration = time::Duration::days(3);

/// Removes expired data until the server stops. It waits an hour first, for a clock that is corrected soon
/// after the machine starts.
pub(super) async fn every_hour(store: Store, kept: RetentionSettings, stop: Shutdown) {
    let mut retention = Retention::new(store, &kept, stop);
    loop {
        let begun = Instant::now();
        if timeout(HOUR, retention.stop.clone()).await.is_ok() {
            return;
        }
        retention.hour(telemetry::now(), begun.elapsed()).await;
    }
}

/// Advances the time that retention counts to by `ran`, measured by a clock that never
/// jumps. `told`: when the last delivery was sent.
fn count(
    counted: Option<OffsetDateTime>,
    told: Option<OffsetDateTime>,
    ran: Duration,
    clock: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let lived = counted.and_then(|counted| counted.checked_add(ran.try_into().ok()?));
    Some(told.max(lived)?.min(clock))
}

struct Retention<S> {
    store: Store,
    /// The age at which deliveries are shortened.
    deliveries: Option<time::Duration>,
    /// The age at which activity is removed.
    activity: time::Duration,
    /// The hours until the next pass.
    wait: u32,
    /// Ends when the server stops.
    stop: S,
}

impl<S: Future + Clone> Retention<S> {
    fn new(store: Store, kept: &RetentionSettings, stop: S) -> Self {
        let days = |days: NonZeroU32| time::Duration::days(days.get().into());
        Self { store, deliveries: kept.deliveries.map(days), activity: days(kept.activity), wait: 0, stop }
    }

    /// Runs after each hour of the server; `ran` is how long that hour was.
    async fn hour(&mut self, clock: OffsetDateTime, ran: Duration) {
        let Some(known) = self.known_time(clock, ran).await else { return };
        if self.wait > 0 {
            self.wait -= 1;
            return;
        }
        self.wait = HOURS_BETWEEN_PASSES - 1;
        if let Some(cutoff) = known.checked_sub(self.activity) {
            self.forget_activity(cutoff).await;
        }
        if let Some(age) = self.deliveries {
            self.shorten(age, known, clock).await;
        }
    }

    /// Shortens the deliveries that are older than `age`.
    async fn shorten(&self, age: time::Duration, known: OffsetDateTime, clock: OffsetDateTime) {
        if clock - known > FAR_AHEAD {
            let (clock, counted_to) = (instant::to_seconds(clock), instant::to_seconds(known));
            tracing::warn!(
                %clock, %counted_to,
                "the clock is far ahead of the last delivery: until the next one, retention counts to a known time"
            );
        }
        let Some(cutoff) = known.checked_sub(age) else { return };
        let done = self.pass(cutoff).await;
        if done > 0 {
            tracing::info!(deliveries = done, "reduced old deliveries to what bookings need");
        }
        empty_log(&self.store).await;
    }

    /// Returns the time to count to, and stores it for the next hour; `None` if unknown.
    async fn known_time(&self, clock: OffsetDateTime, ran: Duration) -> Option<OffsetDateTime> {
        let marks = self.blocking(|store| Ok((store.counted_to()?, store.told_time()?)));
        let (counted, told) = marks.await?;
        let known = count(counted, told, ran, clock)?;
        if let Err(error) = self.store.count_to(known).await {
            tracing::warn!(reason = %error, "cannot store the time that retention counts to");
        }
        Some(known)
    }

    /// Removes the activity from before `cutoff`. A failure is retried the next day.
    async fn forget_activity(&self, cutoff: OffsetDateTime) {
        loop {
            match self.store.remove_old_activity(cutoff).await {
                Ok(true) if timeout(PAUSE, self.stop.clone()).await.is_err() => {}
                Ok(_) => return,
                Err(error) => {
                    tracing::warn!(reason = %error, "old activity cannot be removed now");
                    return;
                }
            }
        }
    }

    /// Returns how many deliveries were shortened. A failure is retried the next day.
    async fn pass(&self, cutoff: OffsetDateTime) -> usize {
        let (mut after, mut done) = (Some(0), 0);
        while let Some(from) = after {
            let look = move |store: &Store| store.old_deliveries(from, cutoff);
            let Some(found) = self.blocking(look).await else { return done };
            for batch in found.batches {
                let count = batch.len();
                if let Err(error) = self.store.shorten(batch).await {
                    tracing::warn!(reason = %error, "old deliveries cannot be shortened now");
                    return done;
                }
                done += count;
                if timeout(PAUSE, self.stop.clone()).await.is_ok() {
                    return done;
                }
            }
            after = found.next;
        }
        done
    }

    /// Reads on a blocking thread.
    async fn blocking<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Store) -> Result<T, ReadError> + Send + 'static,
    ) -> Option<T> {
        let store = self.store.clone();
        match spawn_blocking(move || read(&store)).await.ok()? {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::warn!(reason = %error, "old deliveries cannot be read");
                None
            }
        }
    }
}

/// Removes overwritten bodies from the log as well; if that fails now, a day later.
async fn empty_log(store: &Store) {
    let store = store.clone();
    match spawn_blocking(move || store.empty_log()).await {
        Ok(Ok(true)) | Err(_) => {}
        Ok(Ok(false)) => {
            tracing::info!("the database's log is being read, so overwritten data stays in it for now");
        }
        Ok(Err(error)) => tracing::warn!(reason = %error, "the database's log cannot be emptied"),
    }
}

#[cfg(test)]
mod tests;
