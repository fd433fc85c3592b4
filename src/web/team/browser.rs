//! The browser of a member: its cookie and its name.

use rocket::request::{FromRequest, Outcome, Request};
use sha2::{Digest as _, Sha256};

use crate::domain::member::Session;
use crate::random::random;
use crate::store::{NewSession, SessionKey};
use crate::web::error::ApiError;
use crate::web::guards::{BrowserCookie, CookieName};

const COOKIE: CookieName = CookieName { plain: "bookhook_team", secure: "__Host-bookhook_team" };

/// The browser that a request comes from.
pub(super) struct Browser<'r> {
    cookie: BrowserCookie<'r>,
    agent: &'r str,
}

impl<'r> Browser<'r> {
    /// The browser of a request.
    pub(super) fn new(request: &'r Request<'_>) -> Self {
        let agent = request.headers().get_one("User-Agent").unwrap_or_default();
        Self { cookie: BrowserCookie::new(request, &COOKIE), agent }
    }

    /// The key of its session; `None` if it has no cookie.
    pub(super) fn session(&self) -> Option<SessionKey> {
        // No longer value was ever issued.
        self.cookie.value().filter(|value| value.len() == 64).map(key)
    }

    /// A new session for this browser, and the cookie's value.
    pub(super) fn new_session(&self) -> Result<(NewSession, String), ApiError> {
        let value = hex::encode(random::<32>().map_err(|_| ApiError::Internal)?);
        Ok((NewSession { key: key(&value), browser: words(self.agent) }, value))
    }

    /// Gives the browser the cookie of its session.
    pub(super) fn remember(&self, value: String) {
        let kept = time::Duration::seconds(Session::LONGEST.whole_seconds());
        self.cookie.set(value, kept);
    }

    /// Removes the cookie.
    pub(super) fn forget(&self) {
        self.cookie.remove();
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Browser<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self::new(request))
    }
}

fn key(value: &str) -> SessionKey {
    SessionKey(Sha256::digest(value.as_bytes()).into())
}

/// Returns the common name of the browser that sends this header. Nothing else of the header is stored.
fn words(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)], other| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or(other, |(_, name)| *name)
    };
    // Each also names those that come after it.
    let browser = first(
        &[
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ],
        "A browser",
    );
    let system = first(
        &[
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("Mac OS X", "Mac"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux"),
        ],
        "",
    );
    if system.is_empty() { browser.to_owned() } else { format!("{browser} on {system}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
                "Chrome on Mac",
            ),
            ("<script>", "A browser"),
            ("", "A browser"),
        ];
        for (agent, called) in cases {
            assert_eq!(words(agent), called);
        }
    }
}
