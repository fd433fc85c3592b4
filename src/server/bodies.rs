//! How bodies are read, written and searched, for the store, which does not know Cal.com.

use crate::calcom;
use crate::store::{Bodies, Hooks};

/// How the store reads, writes and searches bodies.
pub(crate) fn bodies() -> Bodies {
    Bodies { read: calcom::decode, write: calcom::encode, mentions: calcom::mentions }
}

/// What the store has to know of the other layers.
pub(crate) fn hooks(match_by_email: bool) -> Hooks {
    Hooks { read: calcom::decode, changed: Box::new(|_| {}), committed: Box::new(|_| {}), match_by_email }
}
