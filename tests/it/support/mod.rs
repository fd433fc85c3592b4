//! What the tests share.

pub(crate) mod cal_api;
pub(crate) mod dump;
pub(crate) mod patience;
pub(crate) mod server;

use std::path::Path;

use bookhook::calcom::CODEC;
use bookhook::store::{Hooks, Rules, Store};

pub(crate) const RULES: Rules = Rules { codec: CODEC, match_by_email: true };

/// A store on a file, whose changes nobody waits for.
pub(crate) fn open_store(path: &Path) -> Store {
    Store::open(path, RULES, Hooks::default()).expect("a store")
}
pub(crate) mod api;
pub(crate) mod applicant;
pub(crate) mod commands;
pub(crate) mod databases;
pub(crate) mod files;
pub(crate) mod people;
pub(crate) mod team;
