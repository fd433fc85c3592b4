//! Who is calling.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};

/// The networks whose proxies are believed when they name a client; managed by Rocket.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client behind `peer`: the peer itself unless it is trusted; else what it wrote into
    /// `X-Real-IP`; else the last of `X-Forwarded-For` that is not a trusted proxy too, since
    /// everything before it may have been made up by the client.
    fn client(&self, peer: IpAddr, real_ip: Option<&str>, forwarded_for: &[&str]) -> IpAddr {
        if !self.trust(peer) {
            return peer;
        }
        if let Some(address) = real_ip.and_then(|text| text.trim().parse().ok()) {
            return address;
        }
        let hops = forwarded_for.iter().flat_map(|line| line.split(','));
        let hops: Vec<IpAddr> = hops.map_while(|hop| hop.trim().parse().ok()).collect();
        hops.into_iter().rfind(|hop| !self.trust(*hop)).unwrap_or(peer)
    }
}

/// The address that limits per client count by. An IPv6 client is its /64, since it owns them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The client that a request came from.
    #[must_use]
    pub(crate) fn of_request(request: &Request<'_>) -> Self {
        // Rocket's local client, in tests, has no peer.
        let peer = request.remote().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |remote| remote.ip());
        match request.rocket().state::<TrustedProxies>() {
            Some(proxies) if !proxies.0.is_empty() => {
                let forwarded_for: Vec<&str> = request.headers().get("X-Forwarded-For").collect();
                let real_ip = request.headers().get_one("X-Real-IP");
                Self::of(proxies.client(peer.to_canonical(), real_ip, &forwarded_for))
            }
            _ => Self::of(peer),
        }
    }

    fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ClientAddress {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self::of_request(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn behind_caddy() -> TrustedProxies {
        TrustedProxies(vec![
            "127.0.0.1/32".parse().expect("a network"),
            "10.0.0.0/8".parse().expect("a network"),
        ])
    }

    #[test]
    fn a_stranger_cannot_name_another_client() {
        let client = behind_caddy().client(ip("192.0.2.7"), Some("192.0.2.1"), &["192.0.2.2"]);
        assert_eq!(client, ip("192.0.2.7"));
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        let proxies = behind_caddy();
        assert_eq!(proxies.client(ip("127.0.0.1"), Some("192.0.2.1"), &[]), ip("192.0.2.1"));
        assert_eq!(
            proxies.client(ip("127.0.0.1"), None, &["192.0.2.9, 192.0.2.1, 10.0.0.3"]),
            ip("192.0.2.1")
        );
        assert_eq!(proxies.client(ip("127.0.0.1"), None, &[]), ip("127.0.0.1"));
    }

    #[test]
    fn an_ipv6_client_counts_by_its_network() {
        assert_eq!(ClientAddress::of(ip("2001:db8::1")), ClientAddress::of(ip("2001:db8::ffff:2")));
        assert_ne!(ClientAddress::of(ip("2001:db8::1")), ClientAddress::of(ip("2001:db8:0:1::1")));
        assert_eq!(ClientAddress::of(ip("::ffff:192.0.2.1")), ClientAddress(ip("192.0.2.1")));
    }
}
