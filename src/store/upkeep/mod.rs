//! Copies of a database, and databases made from one: backups, exports, imports, replays.

pub(super) mod backup;
pub(super) mod copy;
pub mod exchange;
pub(super) mod export;
pub(super) mod import;
pub(super) mod leftovers;
pub(super) mod replay;
pub(super) mod restore;
