//! Hashing of passwords: each hash takes 19 MiB and most of a processor's time.

use std::sync::Arc;

use rocket::tokio::task::spawn_blocking;
use tokio::sync::Semaphore;

use crate::store::WriteError;
use crate::web::error::ApiError;

/// How many hashes are computed at once.
const AT_ONCE: usize = 2;
/// How many wait for their turn. More are refused.
const WAITING: usize = 8;

/// Bounds how many hashes are computed at once.
pub(super) struct Hashing {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING)), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Hashing {
    /// Runs `work` on a thread that may block, once it is its turn.
    ///
    /// # Errors
    /// Too many wait already.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = |_| ApiError::Unavailable(WriteError::Busy);
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| ApiError::Internal)?;
        // A request that was dropped does not free the turn of a hash that is being computed.
        let work = move || {
            let _held = (place, turn);
            work()
        };
        spawn_blocking(work).await.map_err(|_| ApiError::Internal)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use rocket::tokio::{self, join};

    use super::*;

    #[tokio::test]
    async fn who_comes_when_ten_are_there_is_refused() {
        let hashing = Arc::new(Hashing::default());
        let (go, gone) = channel::<()>();
        let gone = Arc::new(parking_lot::Mutex::new(gone));
        let waiting: Vec<_> = (0..AT_ONCE + WAITING)
            .map(|_| {
                let (hashing, gone) = (Arc::clone(&hashing), Arc::clone(&gone));
                tokio::spawn(async move { hashing.run(move || gone.lock().recv().is_ok()).await })
            })
            .collect();
        while hashing.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(hashing.run(|| ()).await, Err(ApiError::Unavailable(WriteError::Busy)));
        (0..AT_ONCE + WAITING).for_each(|_| go.send(()).expect("heard"));
        for one in waiting {
            assert_eq!(one.await.expect("it ran"), Ok(true));
        }
        let (one, other) = join!(hashing.run(|| 1), hashing.run(|| 2));
        assert_eq!((one, other), (Ok(1), Ok(2)));
    }
}
