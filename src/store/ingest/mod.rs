//! The changes of the tables, in the transactions of the one writer.

pub(super) mod booking_index;
pub(super) mod checkpoint;
pub(super) mod claim;
pub(super) mod decision;
pub(super) mod deliver;
pub(super) mod link;
mod matching;
pub(super) mod notes;
pub(super) mod profile;
pub(super) mod projection;
pub(super) mod rematch;
pub(super) mod reread;
pub(super) mod statement;
pub(super) mod team;
pub(super) mod transaction;
pub(super) mod writer;
