//! The member whom a single sign-on proxy names in a header.

use rocket::request::Request;

use crate::domain::text::Email;
use crate::web::app::App;
use crate::web::guards::TrustedProxies;

/// Returns the person whom the proxy names; `None` without a proxy or if the header cannot be trusted. The
/// connection itself must come from a trusted proxy, and the header must occur once, because a client's own
/// would be a second one.
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
