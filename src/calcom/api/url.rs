//! The address of the API.

use std::fmt;

use url::{Host, Url};

use crate::calcom::links::CalLink;

/// The base of all requests: ends with `/v2`, without a slash after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(String);

impl ApiUrl {
    /// Reads the base with or without `/v2` and a slash at its end. `None` unless it is an https
    /// address, or an http address of this machine: the key goes out with every request.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        let is_safe = match url.scheme() {
            "https" => url.has_host(),
            "http" => is_loopback(&url),
            _ => false,
        };
        let bare = url.query().is_none() && url.fragment().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        let path = url.path().trim_end_matches('/');
        let path = path.strip_suffix("/v2").unwrap_or(path);
        let whole = format!("{}{path}/v2", url.origin().ascii_serialization());
        (is_safe && bare && anonymous).then_some(Self(whole))
    }

    /// The API of the hosted service that a booking page belongs to. `None` for a page of another
    /// server: nothing tells where its API is, and a key goes to nobody by a guess.
    #[must_use]
    pub fn from_cal_link(link: &CalLink) -> Option<Self> {
        let url = Url::parse(link.as_str()).ok()?;
        let host = url.host_str()?;
        let hosted = ["cal.com", "cal.eu"];
        let is_of =
            |zone: &&str| host.strip_suffix(*zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        hosted.into_iter().find(is_of).map(|zone| Self(format!("https://api.{zone}/v2")))
    }

    /// The base as requests use it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_read_with_or_without_its_version_and_slash() {
        for text in [
            "https://api.cal.com",
            "https://api.cal.com/",
            "https://api.cal.com/v2",
            "https://api.cal.com/v2/",
        ] {
            assert_eq!(ApiUrl::parse(text).expect("a base").as_str(), "https://api.cal.com/v2", "{text}");
        }
        let proxied = ApiUrl::parse("https://cal.example.com/api/v2/").expect("a base");
        assert_eq!(proxied.as_str(), "https://cal.example.com/api/v2");
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for text in ["http://localhost:5555", "http://127.0.0.1:5555/v2", "http://[::1]:5555"] {
            assert!(ApiUrl::parse(text).is_some(), "{text}");
        }
        for text in [
            "http://api.cal.com",
            "http://10.0.0.7:5555",
            "ftp://api.cal.com",
            "https://k@api.cal.com",
            "api.cal.com",
            "https://api.cal.com?x=1",
        ] {
            assert_eq!(ApiUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_api_is_guessed_for_the_hosted_service_alone() {
        let of = |link| ApiUrl::from_cal_link(&CalLink::parse(link).expect("a link")).map(|url| url.0);
        assert_eq!(of("acme.cal.com/intro").as_deref(), Some("https://api.cal.com/v2"));
        assert_eq!(of("https://cal.eu/dana/intro").as_deref(), Some("https://api.cal.eu/v2"));
        assert_eq!(of("https://cal.example.com/dana/intro"), None);
        assert_eq!(of("https://evilcal.com/dana/intro"), None);
    }
}
