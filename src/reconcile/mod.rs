//! Repairs bookings from Cal.com's API when webhooks were lost.
//!
//! A booking as read from the API is a statement, which is stored in the inbox beside the deliveries. A pass
//! reads changed bookings, those around now, and open ones in neither list; it sends one request at a time.

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
