//! A proxy's word for who sends a request: the header that a single sign-on proxy overwrites.

use rocket::request::Request;

use crate::domain::text::Email;
use crate::web::app::App;
use crate::web::guards::TrustedProxies;

/// The person whom the proxy names; `None` where no proxy is asked, or its word is not to be trusted. The
/// connection itself must come from a trusted proxy, and the header be there once: what a client added stands
/// beside the proxy's.
pub(super) fn named(request: &Request<'_>) -> Option<Email> {
    let rocket = request.rocket();
    let header = rocket.state::<App>()?.settings.team_header.as_ref()?;
    if !rocket.state::<TrustedProxies>()?.sent(request) {
        return None;
    }
    let mut values = request.headers().get(&header.0);
    match (values.next(), values.next()) {
        (Some(value), None) => Email::parse(value).ok(),
        _ => None,
    }
}
