//! The public address of this server, which a tunnel may change while it runs.

use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

use super::values::{Origin, value};

/// The address that people and Cal.com use. Clones share it.
#[derive(Clone, Debug)]
pub struct PublicUrl {
    current: Arc<RwLock<Origin>>,
    follows_ngrok: bool,
}

impl PublicUrl {
    /// The address as it is now.
    #[must_use]
    pub fn get(&self) -> Origin {
        self.current.read().clone()
    }

    /// Changes the address.
    pub fn set(&self, origin: Origin) {
        *self.current.write() = origin;
    }

    /// Whether it is that of a tunnel, read from the ngrok agent.
    #[must_use]
    pub fn follows_ngrok(&self) -> bool {
        self.follows_ngrok
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

value!(
    PublicUrl,
    "an http or https address of scheme, host and port alone, like \"https://book.example.com\"; or \"ngrok\"",
    |text| {
        let follows_ngrok = text == "ngrok";
        let origin = if follows_ngrok { "http://localhost" } else { text };
        let current = Arc::new(RwLock::new(origin.parse().ok()?));
        Some(Self { current, follows_ngrok })
    }
);
