//! The store that passes use until the stop.

use std::sync::Arc;

use parking_lot::RwLock;

use super::outcome::PassError;
use crate::remote::ApiError;
use crate::store::Store;

/// A store that is lent until the stop; then its users stop as well.
#[derive(Clone)]
pub struct Access(Arc<RwLock<Option<Store>>>);

impl Access {
    /// Lends a store.
    #[must_use]
    pub fn to(store: Store) -> Self {
        Self(Arc::new(RwLock::new(Some(store))))
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&Store) -> T) -> Result<T, PassError> {
        let store = self.0.read();
        store.as_ref().map(work).ok_or(PassError::Api(ApiError::Stopped))
    }

    /// Takes the store back, after the current use.
    pub(super) fn end(&self) {
        *self.0.write() = None;
    }
}
