//! Requests to the server on this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::{Exit, Failure};
use crate::config::Configuration;

/// Where this machine's bookhook listens by its settings.
pub(super) fn url(configuration: &Configuration, path: &str) -> String {
    let address = match configuration.rocket.address {
        IpAddr::V4(any) if any.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(any) if any.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    format!("http://{}{path}", SocketAddr::new(address, configuration.rocket.port))
}

/// A client that follows no redirect and takes every status for an answer.
pub(super) fn agent(patience: Duration) -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(patience))
        .build()
        .into()
}

/// There was no answer.
pub(super) fn nobody(url: &str) -> Failure {
    Failure::new(Exit::Failed, format!("nobody answers at {url}"))
}
