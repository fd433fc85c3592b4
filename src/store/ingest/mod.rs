//! What changes the tables, in the transactions of the one writer.

pub(super) mod checkpoint;
pub(super) mod ownership;
pub(super) mod projection;
pub(super) mod uids;
pub(super) mod writer;
