//! Requests to a server, and why there was no answer.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use rustls::Error as Tls;
use ureq::Proxy;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use url::Url;

use super::early::EarlyAnswers;
use super::failure::{Exit, Failure};
use crate::config::Configuration;

/// What to do where this machine's bookhook does not listen.
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

/// A client that follows no redirect and takes every status for an answer. This machine's server is
/// reached without a proxy, whatever the environment says.
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
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let (problem, remedy) = match error {
        ureq::Error::Timeout(_) => (
            format!("{url} did not answer in time"),
            "see whether it is overloaded, or a firewall is in between",
        ),
        ureq::Error::HostNotFound => unresolved(&host),
        ureq::Error::Rustls(error) => tls(&host, error),
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Tls>()) {
            Some(error) => tls(&host, error),
            None => broken(url, &host, error, start),
        },
        _ => (
            format!("what answered at {url} does not speak HTTP"),
            "check the port; write https:// if it expects TLS",
        ),
    };
    Failure::new(Exit::Failed, problem).with_remedy(remedy)
}

fn broken<'a>(url: &str, host: &str, error: &io::Error, start: &'a str) -> (String, &'a str) {
    match error.kind() {
        ErrorKind::ConnectionRefused => {
            (format!("nothing listens at {url}: the connection was refused"), start)
        }
        ErrorKind::BrokenPipe
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::UnexpectedEof => (
            format!("{url} closed the connection before it answered"),
            "look into the server's log; check the port, and write https:// if it expects TLS",
        ),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            (format!("there is no route to {host}"), "check the address and this machine's network")
        }
        // The system's resolver has no kind of its own for a name that it does not know.
        _ if !resolves(url) => unresolved(host),
        _ => (format!("{url} cannot be reached"), "check the address and this machine's network"),
    }
}

fn resolves(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.socket_addrs(|| None).is_ok_and(|found| !found.is_empty()))
}

fn unresolved(host: &str) -> (String, &'static str) {
    (format!("the name {host} does not resolve"), "check its spelling and this machine's DNS")
}

fn tls(host: &str, error: &Tls) -> (String, &'static str) {
    match error {
        Tls::InvalidCertificate(_) => (
            format!("the certificate of {host} does not verify"),
            "use the name that the certificate is for; it has to be valid now and from a public authority",
        ),
        Tls::InvalidMessage(_) => (
            format!("{host} does not speak TLS on this port"),
            "write http:// if it is plain HTTP, or name the port of the proxy that terminates TLS",
        ),
        _ => (
            format!("no TLS connection to {host} could be made"),
            "look into the log of the proxy that terminates TLS",
        ),
    }
}
