//! Why there was no answer.

use std::io::{self, ErrorKind};

use rustls::Error as Tls;
use url::Url;

/// Why there was no answer from `url`, and what to do about it. `start` is what to do where nothing
/// listens.
#[must_use]
pub fn why(url: &str, error: &ureq::Error, start: &str) -> (String, String) {
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let (problem, remedy) = match error {
        ureq::Error::Timeout(_) => (
            format!("{url} did not answer in time"),
            "check whether it is overloaded, or a firewall is in between",
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
    (problem, remedy.to_owned())
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
        // The system's resolver has no separate error for an unknown name.
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
            format!("a TLS connection to {host} failed"),
            "look into the log of the proxy that terminates TLS",
        ),
    }
}
