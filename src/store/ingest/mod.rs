//! The changes of the tables, in the transactions of the one writer.

pub(super) mod checkpoint;
pub(super) mod claim;
pub(super) mod decision;
pub(super) mod deliver;
pub(super) mod link;
pub(super) mod notes;
mod owner;
pub(super) mod ownership;
pub(super) mod profile;
pub(super) mod projection;
pub(super) mod reread;
pub(super) mod statement;
pub(super) mod team;
pub(super) mod transaction;
pub(super) mod uid_index;
pub(super) mod writer;
