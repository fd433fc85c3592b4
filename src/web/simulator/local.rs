//! Restricts the simulator to this computer.

use std::net::IpAddr;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};

use crate::web::error::ApiError;

/// Proof that the request was made on this computer and to it by name: not through a proxy or a
/// tunnel, which connect from this computer too, and not from a page that had its own name lead
/// here.
pub(super) struct Local {
    /// The address that the browser used.
    pub(super) origin: String,
}

/// Headers that proxies and tunnels add.
const OF_PROXIES: [&str; 4] = ["forwarded", "via", "x-real-ip", "cf-connecting-ip"];

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Local {
    type Error = ApiError;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let peer = request.remote().is_none_or(|peer| peer.ip().to_canonical().is_loopback());
        let mut headers = request.headers().iter();
        let passed_on = headers.any(|header| {
            let name = header.name().as_str().to_ascii_lowercase();
            OF_PROXIES.contains(&name.as_str()) || name.starts_with("x-forwarded-")
        });
        let host = request.headers().get_one("Host").filter(|host| is_local(host));
        match host {
            Some(host) if peer && !passed_on => Outcome::Success(Self { origin: format!("http://{host}") }),
            _ => Outcome::Error((Status::Forbidden, ApiError::NotLocal)),
        }
    }
}

fn is_local(host: &str) -> bool {
    let bare = if host.ends_with(']') { host } else { host.rsplit_once(':').map_or(host, |(name, _)| name) };
    let address = bare.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    bare == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_local_by_its_name_or_its_address() {
        for host in ["localhost", "localhost:3001", "127.0.0.1:3001", "127.1.2.3", "[::1]", "[::1]:3001"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "book.example.com", "localhost.example.com", "192.168.0.2:3001", "[2001:db8::1]:80"]
        {
            assert!(!is_local(host), "{host}");
        }
    }
}
