//! `bookhook serve`: runs the server until it is stopped.

use super::support::failure::Failure;
use super::support::progress;
use crate::config::Sources;
use crate::server;

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    Ok(server::run(sources, Box::new(progress::upgrade()))?)
}
