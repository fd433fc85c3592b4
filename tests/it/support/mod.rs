//! What the tests share.

pub(crate) mod cal_api;
pub(crate) mod dump;
pub(crate) mod patience;
pub(crate) mod server;

use std::path::Path;

use bookhook::calcom::CODEC;
use bookhook::domain::member::Role;
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{Hooks, NewMember, OneTimeLink, Rules, Store};
use rocket::tokio::runtime::Runtime;
use time::OffsetDateTime;

pub(crate) const RULES: Rules = Rules { codec: CODEC, match_by_email: true };

/// A store on a file, whose changes nobody waits for.
pub(crate) fn open_store(path: &Path) -> Store {
    Store::open(path, RULES, Hooks::default()).expect("a store")
}

/// Adds the first member of a team.
pub(crate) fn add_member(store: &Store, runtime: &Runtime, now: OffsetDateTime) {
    let new = NewMember {
        email: Email::parse("dana@team.example.com").expect("an address"),
        name: PersonName::parse("Dana").expect("a name"),
        role: Role::Owner,
        password: None,
        zone: None,
    };
    let link = OneTimeLink { nonce: [0; 16], until: now };
    runtime.block_on(store.join(link, new, None, now)).map(drop).expect("joined");
}
pub(crate) mod api;
pub(crate) mod applicant;
pub(crate) mod commands;
pub(crate) mod databases;
pub(crate) mod files;
pub(crate) mod people;
pub(crate) mod team;
