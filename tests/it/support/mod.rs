//! What the tests share.
#![allow(dead_code, reason = "each test program needs a part of it")]

pub(crate) mod cal_api;
pub(crate) mod dump;
pub(crate) mod patience;
pub(crate) mod server;

use std::path::Path;

use bookhook::calcom;
use bookhook::store::{Hooks, Store};

/// A store on a file, whose changes nobody waits for.
pub(crate) fn open_store(path: &Path) -> Store {
    Store::open(path, hooks()).expect("a store")
}

pub(crate) fn hooks() -> Hooks {
    Hooks {
        read: calcom::decode,
        changed: Box::new(|_| {}),
        committed: Box::new(|_| {}),
        match_by_email: true,
    }
}
