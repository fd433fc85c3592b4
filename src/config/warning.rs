//! What can be used, but is probably a mistake.

use url::{Host, Url};

use super::{Configuration, Origin, Place};

/// A setting or secret that the start accepts, and tells the operator about. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What is doubtful, and where it was set.
    pub problem: String,
    /// What to do about it.
    pub remedy: &'static str,
}

impl Configuration {
    /// What is probably a mistake.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let unsafe_url = is_unsafe(&self.settings.public_url).then(|| Warning {
            problem: format!(
                "{} is an http address, so cookies and applications travel unencrypted",
                Place::of(&self.figment, "bookhook.public_url")
            ),
            remedy: "let a proxy in front of bookhook speak TLS, and write the address with https://",
        });
        unsafe_url.into_iter().collect()
    }
}

/// Whether people reach this address over the internet without TLS.
fn is_unsafe(origin: &Origin) -> bool {
    const PRIVATE: [&str; 6] = ["localhost", "local", "internal", "lan", "test", "home.arpa"];
    let Ok(url) = Url::parse(origin.as_str()) else { return false };
    let public = match url.host() {
        Some(Host::Domain(name)) => {
            let is_in = |zone: &&str| {
                name.strip_suffix(*zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            };
            name.contains('.') && !PRIVATE.iter().any(is_in)
        }
        Some(Host::Ipv4(ip)) => {
            !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified())
        }
        Some(Host::Ipv6(ip)) => {
            !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified())
        }
        None => false,
    };
    url.scheme() == "http" && public
}
