//! The SQL of one table per file, without the consequences of a delivery or a claim.

pub(super) mod activity;
pub(super) mod agenda;
pub(super) mod applicants;
pub(super) mod bookings;
pub(super) mod claims;
pub(super) mod decisions;
pub(super) mod deliveries;
pub(super) mod inbox;
pub(super) mod links;
pub(super) mod members;
pub(super) mod notes;
pub(super) mod part;
pub(super) mod profiles;
pub(super) mod reconciliation;
pub(super) mod refusals;
pub(super) mod relations;
pub(super) mod row;
pub(super) mod search;
pub(super) mod second_steps;
pub(super) mod sessions;
pub(super) mod today;
pub(super) mod unmatched;
pub(super) mod used_links;
