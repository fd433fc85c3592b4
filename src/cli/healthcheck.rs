//! `bookhook healthcheck`: asks the server on this machine whether it serves, for containers, which
//! hold no other program to ask it.

use std::time::Duration;

use super::{Exit, Failure, local};
use crate::config::{Configuration, Sources};

/// The address that says whether the process serves.
const PATH: &str = "/healthz";
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let url = local::url(&configuration, PATH);
    let answer = local::agent(PATIENCE).get(&url).call().map_err(|_| local::nobody(&url))?;
    match answer.status().as_u16() {
        200 => Ok(()),
        status => Err(Failure::new(Exit::Failed, format!("{url} answered {status}"))),
    }
}
