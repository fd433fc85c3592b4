//! The other origins whose pages may use the public API.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{Header, Method};
use rocket::{Request, Response};

use crate::config::AllowedOrigin;

/// The origins in the setting `allowed_origins`, and no others.
pub(crate) struct Cors(pub Vec<AllowedOrigin>);

const API: &str = "/api/public/";
const DESCRIPTION: &str = "/openapi.json";
/// The header that such a page may send besides those that every page may.
const HEADER: &str = "Content-Type";
const METHODS: [&str; 2] = ["GET", "POST"];

/// Headers that front ends ask for, which may be named in the log.
const KNOWN: [&str; 5] = ["authorization", "cache-control", "pragma", "x-csrf-token", "x-requested-with"];

impl Cors {
    fn admits(&self, origin: &str) -> bool {
        self.0.iter().any(|allowed| allowed.admits(origin))
    }

    /// Returns why a preflight request is refused: a code, and the header if that is the reason. `None` if it
    /// is allowed, or is not a preflight.
    fn refusal(&self, request: &Request<'_>) -> Option<(&'static str, Option<&'static str>)> {
        let method = request.headers().get_one("Access-Control-Request-Method")?;
        let origin = request.headers().get_one("Origin")?;
        if !self.admits(origin) {
            return Some(("origin_not_allowed", None));
        }
        if !METHODS.contains(&method) {
            return Some(("method_not_allowed", None));
        }
        let asked =
            request.headers().get("Access-Control-Request-Headers").flat_map(|names| names.split(','));
        let mut asked = asked.map(str::trim).filter(|name| !name.is_empty());
        let other = asked.find(|name| !name.eq_ignore_ascii_case(HEADER))?;
        let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(other));
        Some(("header_not_allowed", Some(known.unwrap_or("another"))))
    }
}

#[rocket::async_trait]
impl Fairing for Cors {
    fn info(&self) -> Info {
        Info { name: "cross-origin requests", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let path = request.uri().path().as_str();
        if path != DESCRIPTION && !path.starts_with(API) {
            return;
        }
        let asks = request.method() == Method::Options;
        if let Some((reason, header)) = self.refusal(request).filter(|_| asks) {
            tracing::info!(reason, header, "a browser was refused a request from another origin");
        }
        if self.0.is_empty() {
            return;
        }
        response.adjoin_header(Header::new("Vary", "Origin"));
        let Some(origin) = request.headers().get_one("Origin").filter(|origin| self.admits(origin)) else {
            return;
        };
        response.set_header(Header::new("Access-Control-Allow-Origin", origin.to_owned()));
        response.set_header(Header::new("Access-Control-Expose-Headers", "Retry-After, X-Request-Id"));
        if asks {
            response.set_header(Header::new("Access-Control-Allow-Methods", METHODS.join(", ")));
            response.set_header(Header::new("Access-Control-Allow-Headers", HEADER));
            response.set_header(Header::new("Access-Control-Max-Age", "86400"));
        }
    }
}
