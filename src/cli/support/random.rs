//! Random bytes.

use super::failure::{Exit, Failure};
use crate::web;

/// Bytes from the system that nobody can guess.
pub(in crate::cli) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    web::random().map_err(|_| Failure::new(Exit::Failed, "the system provides no random numbers"))
}
