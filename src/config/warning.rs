//! What can be used, but is probably a mistake.

use super::{Configuration, Place};

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
        let public_url = self.settings.public_url.get();
        let is_plain = public_url.as_str().starts_with("http:");
        let unsafe_url = (is_plain && public_url.is_public()).then(|| Warning {
            problem: format!(
                "{} is an http address, so cookies and applications travel unencrypted",
                Place::of(&self.figment, "bookhook.public_url")
            ),
            remedy: "let a proxy in front of bookhook speak TLS, and write the address with https://",
        });
        unsafe_url.into_iter().collect()
    }
}
