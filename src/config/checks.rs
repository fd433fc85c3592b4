//! Settings that conflict, or that are probably mistakes.

use std::collections::BTreeMap;

use super::mistake::Place;
use super::{Configuration, Mistake, Simulator, keys};

/// Two keys, whether they conflict, and the message, in which their places replace the braces.
type Pair = ([&'static str; 2], bool, &'static str, &'static str);

impl Configuration {
    /// Returns the settings that contradict each other, except those that are `wrong` already.
    pub(super) fn conflicts(&self, wrong: &BTreeMap<String, Mistake>) -> Vec<Mistake> {
        let is_new = |keys: &[&str]| !wrong.keys().any(|wrong| keys.iter().any(|key| wrong.starts_with(key)));
        let place = |key| Place::find(&self.figment, key);
        let counts = [("workers", self.rocket.workers), ("max_blocking", self.rocket.max_blocking)];
        let idle = counts
            .into_iter()
            .filter(|(_, count)| *count == 0)
            .map(|(key, _)| Mistake::invalid(&place(key), keys::form(key).unwrap_or_default()));
        let pairs = self.pairs().into_iter().filter(|(keys, conflict, ..)| *conflict && is_new(keys));
        let pairs = pairs.map(|([one, other], _, problem, remedy)| {
            let problem = problem.replacen("{}", &place(one).to_string(), 1);
            Mistake::new(problem.replacen("{}", &place(other).to_string(), 1), remedy)
        });
        idle.chain(pairs).collect()
    }

    fn pairs(&self) -> [Pair; 6] {
        let Self { settings, rocket, .. } = self;
        let metrics = settings.metrics_address.map(|address| address.0);
        // The system chooses another port for each 0.
        let taken = metrics.filter(|metrics| metrics.port() != 0 && metrics.port() == rocket.port);
        let is_same = taken.map(|metrics| metrics.ip()).is_some_and(|address| {
            address == rocket.address || address.is_unspecified() || rocket.address.is_unspecified()
        });
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
                ["bookhook.team_header", "bookhook.trusted_proxies"],
                settings.team_header.is_some() && settings.trusted_proxies.is_empty(),
                "{} needs trusted_proxies: without it anybody could claim to be a member",
                "set trusted_proxies to the address of your proxy, like [\"127.0.0.1\"]",
            ),
            (
                ["bookhook.team_header_creates", "bookhook.team_header"],
                settings.team_header_creates && settings.team_header.is_none(),
                "{} needs team_header: only a proxy names people who are not members yet",
                "set team_header to the header of your proxy, like \"Remote-Email\"",
            ),
            (
                ["bookhook.team_passwords", "bookhook.team_header"],
                !settings.takes_passwords() && settings.team_header.is_none(),
                "{} = false needs team_header: otherwise nobody can sign in",
                "set team_header to the header of your proxy, or team = false to turn the pages off",
            ),
            (
                ["bookhook.metrics_address", "port"],
                is_same,
                "{} and {} are the same port: metrics are not for the public",
                "set metrics_address to another port, like \"127.0.0.1:9464\"",
            ),
        ]
    }

    /// Lists probable mistakes.
    #[must_use]
    pub fn warnings(&self) -> Vec<Mistake> {
        let public_url = self.settings.public_url.get();
        let is_plain = public_url.as_str().starts_with("http:");
        let unsafe_url = (is_plain && public_url.is_public()).then(|| {
            let place = Place::find(&self.figment, "bookhook.public_url");
            Mistake::new(
                format!("{place} is an http address, so cookies and applications travel unencrypted"),
                "let a proxy in front of bookhook speak TLS, and write the address with https://",
            )
        });
        unsafe_url.into_iter().collect()
    }
}
