//! The client's address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};

/// The proxies that are trusted to report the client's address; managed by Rocket.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrustedProxies {
    /// Their networks.
    pub(crate) networks: Vec<IpNet>,
    /// The header that they overwrite with the client's address; without it, they append to
    /// `X-Forwarded-For`. Only one is read: proxies pass on the others as clients made them up.
    pub(crate) header: Option<String>,
}

impl TrustedProxies {
    fn trust(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// Whether the connection of a request comes from one of them.
    pub(crate) fn sent(&self, request: &Request<'_>) -> bool {
        self.trust(peer(request).to_canonical())
    }

    fn header(&self) -> &str {
        self.header.as_deref().unwrap_or("X-Forwarded-For")
    }

    /// The client behind `peer`, by the values of the header: the peer itself unless it is trusted;
    /// else the last address that is not a trusted proxy's too, since everything before it may
    /// have been made up by the client.
    fn client(&self, peer: IpAddr, values: &[&str]) -> IpAddr {
        if !self.trust(peer) {
            return peer;
        }
        let hops = values.iter().flat_map(|line| line.split(',')).rev();
        let hops = hops.map_while(|hop| address(hop.trim()));
        let mut nearest = peer;
        for hop in hops {
            nearest = hop;
            if !self.trust(hop) {
                break;
            }
        }
        nearest
    }
}

/// The other end of the connection. Rocket's local client, in tests, has none.
fn peer(request: &Request<'_>) -> IpAddr {
    request.remote().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |remote| remote.ip())
}

/// The address that a proxy wrote: alone, in brackets, or with a port. One of IPv4 in the form of
/// IPv6 is what it is.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let with_port = || hop.parse().ok().map(|socket: SocketAddr| socket.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// The IPv4 address behind a NAT64 of the well-known prefix (RFC 6052).
fn behind_nat64(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    (address.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0]).then(|| Ipv4Addr::new(a, b, c, d))
}

/// The address that limits per client count by. An IPv6 client is its /64, since it owns them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Returns the client that a request came from.
    #[must_use]
    pub(crate) fn find(request: &Request<'_>) -> Self {
        let peer = peer(request);
        match request.rocket().state::<TrustedProxies>() {
            Some(proxies) if !proxies.networks.is_empty() => {
                let values: Vec<&str> = request.headers().get(proxies.header()).collect();
                Self::from_address(proxies.client(peer.to_canonical(), &values))
            }
            _ => Self::from_address(peer),
        }
    }

    fn from_address(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => match behind_nat64(v6) {
                Some(v4) => v4.into(),
                None => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
            },
            v4 @ IpAddr::V4(_) => v4,
        })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ClientAddress {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self::find(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn behind_caddy() -> TrustedProxies {
        let network = |text: &str| text.parse().expect("a network");
        TrustedProxies { networks: vec![network("127.0.0.1/32"), network("10.0.0.0/8")], header: None }
    }

    #[test]
    fn a_stranger_cannot_name_another_client() {
        assert_eq!(behind_caddy().client(ip("192.0.2.7"), &["192.0.2.2"]), ip("192.0.2.7"));
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        let client = |values: &[&str]| behind_caddy().client(ip("127.0.0.1"), values);
        assert_eq!(client(&["192.0.2.1"]), ip("192.0.2.1"));
        assert_eq!(client(&["192.0.2.9, 192.0.2.1, 10.0.0.3"]), ip("192.0.2.1"));
        assert_eq!(client(&["192.0.2.9", "192.0.2.1", "10.0.0.3"]), ip("192.0.2.1"));
        assert_eq!(client(&["10.0.0.4, 10.0.0.3"]), ip("10.0.0.4"));
        assert_eq!(client(&[]), ip("127.0.0.1"));
    }

    #[test]
    fn what_a_client_wrote_before_its_proxy_did_is_not_believed() {
        let client = |values: &[&str]| behind_caddy().client(ip("127.0.0.1"), values);
        assert_eq!(client(&["unknown, 192.0.2.1"]), ip("192.0.2.1"));
        assert_eq!(client(&["192.0.2.9, unknown, 10.0.0.3"]), ip("10.0.0.3"));
    }

    #[test]
    fn a_hop_may_have_brackets_and_a_port() {
        let client = |value: &str| behind_caddy().client(ip("127.0.0.1"), &[value]);
        assert_eq!(client("192.0.2.9, 192.0.2.1:5"), ip("192.0.2.1"));
        assert_eq!(client("[2001:db8::1]"), ip("2001:db8::1"));
        assert_eq!(client("[2001:db8::1]:443"), ip("2001:db8::1"));
        assert_eq!(client("192.0.2.1, ::ffff:10.0.0.3"), ip("192.0.2.1"));
        assert_eq!(client("192.0.2.9, 192.0.2.1:port"), ip("127.0.0.1"));
    }

    #[test]
    fn a_client_behind_nat64_counts_by_its_own_address() {
        assert_eq!(ClientAddress::from_address(ip("64:ff9b::192.0.2.1")), ClientAddress(ip("192.0.2.1")));
        assert_ne!(ClientAddress::from_address(ip("64:ff9b:1::192.0.2.1")), ClientAddress(ip("192.0.2.1")));
    }

    #[test]
    fn an_ipv6_client_counts_by_its_network() {
        assert_eq!(
            ClientAddress::from_address(ip("2001:db8::1")),
            ClientAddress::from_address(ip("2001:db8::ffff:2"))
        );
        assert_ne!(
            ClientAddress::from_address(ip("2001:db8::1")),
            ClientAddress::from_address(ip("2001:db8:0:1::1"))
        );
        assert_eq!(ClientAddress::from_address(ip("::ffff:192.0.2.1")), ClientAddress(ip("192.0.2.1")));
    }
}
