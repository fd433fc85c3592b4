//! Requests to a server, and why one failed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use ureq::Proxy;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};

use super::early::EarlyAnswers;
use super::failure::{Exit, Failure};
use crate::config::Configuration;
use crate::remote::reach;

/// The remedy where this machine's bookhook does not listen.
pub(in crate::cli) const START: &str =
    "start bookhook; if it runs, set ROCKET_ADDRESS and ROCKET_PORT here as they are set for it";

/// Where this machine's bookhook listens by its settings.
pub(in crate::cli) fn url(configuration: &Configuration, path: &str) -> String {
    let address = match configuration.rocket.address {
        IpAddr::V4(any) if any.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(any) if any.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    format!("http://{}{path}", SocketAddr::new(address, configuration.rocket.port))
}

/// Returns a client that follows no redirect and accepts every status. It reaches this machine's server
/// without a proxy, whatever the environment says.
pub(in crate::cli) fn agent(patience: Duration, proxy: Option<Proxy>) -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .proxy(proxy)
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(patience))
        .build();
    let connector = DefaultConnector::new().chain(EarlyAnswers);
    ureq::Agent::with_parts(config, connector, DefaultResolver::default())
}

/// Why there was no answer from `url`. `start` is what to do where nothing listens.
pub(in crate::cli) fn no_answer(url: &str, error: &ureq::Error, start: &str) -> Failure {
    let (problem, remedy) = reach::why(url, error, start);
    Failure::new(Exit::Failed, problem).with_remedy(remedy)
}
