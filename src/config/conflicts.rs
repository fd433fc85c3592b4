//! Settings that can each be used, but not together.

use std::net::SocketAddr;

use super::{ConfigError, Configuration, Place, Simulator, keys};

/// The keys, whether they conflict, what is wrong with the places of the keys in it, and what to do.
type Conflict = ([&'static str; 2], bool, &'static str, &'static str);

impl Configuration {
    /// What cannot go together, of what was not wrong already.
    pub(super) fn conflicts(&self, errors: &[ConfigError]) -> Vec<ConfigError> {
        let is_new = |keys: &[&str]| !errors.iter().any(|error| error.is_about(keys));
        let place = |key| Place::of(&self.figment, key);
        let counts = [("workers", self.rocket.workers), ("max_blocking", self.rocket.max_blocking)];
        let idle = counts.into_iter().filter(|(_, count)| *count == 0).map(|(key, _)| {
            let expected = keys::form(key).unwrap_or_default().to_owned();
            ConfigError::Invalid { place: place(key), expected }
        });
        let there = self.pairs().into_iter().filter(|(keys, is_there, ..)| *is_there && is_new(keys));
        let pairs = there.map(|(keys, _, problem, remedy)| {
            let named = keys
                .into_iter()
                .fold(problem.to_owned(), |problem, key| problem.replacen("{}", &place(key).to_string(), 1));
            ConfigError::Conflict { problem: named, remedy }
        });
        idle.chain(pairs).collect()
    }

    fn pairs(&self) -> [Conflict; 3] {
        let Self { settings, rocket, .. } = self;
        [
            (
                ["bookhook.simulator", "bookhook.cal_link"],
                settings.simulator == Simulator::On && settings.cal_link.is_some(),
                "{} and {} exclude each other: applicants can be sent to one of them",
                "set simulator to \"auto\" or \"off\", or remove cal_link",
            ),
            (
                ["ip_header", "bookhook.trusted_proxies"],
                rocket.ip_header.is_some() && settings.trusted_proxies.is_empty(),
                "{} needs trusted_proxies: without it any client could choose its own address",
                "set trusted_proxies to the address of your proxy, like [\"127.0.0.1\"]",
            ),
            (
                ["bookhook.metrics_address", "port"],
                settings.metrics_address.is_some_and(|metrics| is_taken(metrics, rocket)),
                "{} and {} are the same port: what is served to Prometheus is not for the public",
                "give metrics_address a port of its own, like \"127.0.0.1:9464\"",
            ),
        ]
    }
}

/// Whether the server itself listens at this address.
fn is_taken(address: SocketAddr, rocket: &rocket::Config) -> bool {
    let same_place =
        address.ip() == rocket.address || address.ip().is_unspecified() || rocket.address.is_unspecified();
    // The system chooses another port for each 0.
    address.port() != 0 && address.port() == rocket.port && same_place
}
