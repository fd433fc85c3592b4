//! Counts refused deliveries by reason, so that `bookhook deliveries` can say why nothing arrives.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rocket::Shutdown;
use rocket::tokio::select;
use rocket::tokio::sync::Notify;
use rocket::tokio::time::sleep;

use crate::store::Store;
use crate::telemetry;

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
        *self.0.counts.lock().entry(code).or_default() += 1;
        self.0.news.notify_one();
    }

    /// Stores them until the server stops, and once more then.
    pub(crate) async fn store_counts(self, store: Store, mut stop: Shutdown) {
        let mut stopped = false;
        while !stopped {
            select! {
                () = self.0.news.notified() => {}
                () = &mut stop => stopped = true,
            }
            self.write(&store).await;
            if !stopped {
                select! { () = sleep(PAUSE) => {}, () = &mut stop => {} }
            }
        }
    }

    async fn write(&self, store: &Store) {
        let counts = std::mem::take(&mut *self.0.counts.lock());
        for (code, count) in counts {
            // The writer logs its failures, and a lost count does no harm.
            let _ = store.count_refusals(code, count, telemetry::now()).await;
        }
    }
}
