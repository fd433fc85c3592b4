//! How bodies are read, written and searched, for the store, which does not know Cal.com.

use crate::calcom::{mentions, minimal, translate};
use crate::store::{Bodies, Hooks};

/// How the store reads, writes and searches bodies.
pub(crate) fn bodies() -> Bodies {
    Bodies { read: translate::read, write: minimal::write, mentions: mentions::mentions }
}

/// What the store has to know of the other layers.
pub(crate) fn hooks(match_by_email: bool) -> Hooks {
    Hooks { read: translate::read, changed: Box::new(|_| {}), committed: Box::new(|_| {}), match_by_email }
}
