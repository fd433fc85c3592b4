//! What changes the tables, in the transactions of the one writer.

pub(super) mod checkpoint;
pub(super) mod claim;
pub(super) mod deliver;
pub(super) mod ownership;
pub(super) mod profile;
pub(super) mod projection;
pub(super) mod transaction;
pub(super) mod uids;
pub(super) mod writer;
