//! Repairing from Cal.com's API what webhooks never delivered.
//!
//! A booking that the API tells of is a statement, which is kept in the inbox beside the deliveries. A
//! pass reads what changed, what is near, and what neither told; it never asks twice at once.

mod access;
mod judge;
mod outcome;
mod pass;
mod server;
mod socket;
mod walk;

pub use access::Access;
pub use outcome::{PassError, Summary};
pub use pass::{Options, Pass};
pub use server::{FindFlaws, PassStatus, Plan, Problem, Reconciler, Seen};
pub use socket::{Asked, ask};
