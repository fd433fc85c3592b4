//! `bookhook healthcheck`: checks that the server on this machine answers. Containers use it because they have
//! no other program that could.

use std::io::{self, IsTerminal};
use std::time::Duration;

use super::support::failure::{Exit, Failure};
use super::support::local;
use super::support::terminal::tell;
use crate::config::{Configuration, Sources};

/// The path that answers while the process runs.
const PATH: &str = "/healthz";
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let url = local::url(&configuration, PATH);
    let answer = local::agent(PATIENCE, None).get(&url).call();
    match answer.map_err(|error| local::no_answer(&url, &error, local::START))?.status().as_u16() {
        200 => {
            // Containers store the output of health checks, and people expect one.
            if io::stderr().is_terminal() {
                tell(&format!("ok: {url} answers"));
            }
            Ok(())
        }
        status => Err(Failure::new(Exit::Failed, format!("{url} answered {status}"))),
    }
}
