//! `bookhook serve`: the server, until it is told to stop.

use super::support::failure::Failure;
use super::support::progress;
use crate::config::Sources;
use crate::server;

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    Ok(server::run(sources, Box::new(progress::upgrade()))?)
}
