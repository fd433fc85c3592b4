//! Counts refused deliveries by reason, so that `bookhook deliveries` can say why nothing arrives.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rocket::fairing::AdHoc;
use rocket::tokio::sync::Notify;
use rocket::tokio::time::sleep;
use rocket::tokio::{self, select};

use super::guards::Clock;
use crate::store::Store;

/// Counts are written at most this often, so that strangers cannot fill the writer's queue.
const PAUSE: Duration = Duration::from_secs(1);

/// Refusals that are not in the database yet. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Refusals(Arc<Inner>);

#[derive(Default)]
struct Inner {
    counts: Mutex<BTreeMap<&'static str, u64>>,
    news: Notify,
}

impl Refusals {
    /// Counts one for the reason `code`.
    pub(crate) fn count(&self, code: &'static str) {
        *self.0.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(code).or_default() += 1;
        self.0.news.notify_one();
    }

    /// Returns what stores them while the server runs, and once more at its end.
    #[must_use]
    pub(crate) fn stage(self, store: Store, clock: Clock) -> AdHoc {
        AdHoc::on_liftoff("refusals", move |rocket| {
            let mut end = rocket.shutdown();
            Box::pin(async move {
                tokio::spawn(async move {
                    let mut ended = false;
                    while !ended {
                        select! {
                            () = self.0.news.notified() => {}
                            () = &mut end => ended = true,
                        }
                        self.write(&store, clock).await;
                        if !ended {
                            select! { () = sleep(PAUSE) => {}, () = &mut end => {} }
                        }
                    }
                });
            })
        })
    }

    async fn write(&self, store: &Store, clock: Clock) {
        let counts = std::mem::take(&mut *self.0.counts.lock().unwrap_or_else(PoisonError::into_inner));
        for (code, count) in counts {
            // The writer logs its failures, and a lost count does no harm.
            let _ = store.count_refusals(code, count, (clock.0)()).await;
        }
    }
}
