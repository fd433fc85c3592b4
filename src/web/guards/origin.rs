//! Whether a form was sent from a page of ours.

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use url::Url;

use crate::web::app::App;
use crate::web::error::ApiError;

/// Proof that no other site's page sent the request. Every browser of the last years says where a
/// request comes from (`Sec-Fetch-Site`), where the connection is private; older ones name the
/// origin. A client that says neither is no browser, and acts for nobody but itself.
pub(crate) struct OwnPage(());

/// The same proof for the forms of the team, which hold more: a client that names neither is refused.
pub(crate) struct OwnForm(());

#[rocket::async_trait]
impl<'r> FromRequest<'r> for OwnPage {
    type Error = ApiError;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        proof(is_from_own_page(request, true), Self(()))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for OwnForm {
    type Error = ApiError;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        proof(is_from_own_page(request, false), Self(()))
    }
}

fn proof<T>(is_own: bool, proof: T) -> Outcome<T, ApiError> {
    if is_own { Outcome::Success(proof) } else { Outcome::Error((Status::Forbidden, ApiError::CrossSite)) }
}

/// Whether a page of ours sent the request; `otherwise` where the client does not tell.
pub(crate) fn is_from_own_page(request: &Request<'_>, otherwise: bool) -> bool {
    let headers = request.headers();
    match (headers.get_one("Sec-Fetch-Site"), headers.get_one("Origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own(request, origin),
        (None, None) => otherwise,
    }
}

/// The page was reached by the same name as the server is now, or by its public address.
fn is_own(request: &Request<'_>, origin: &str) -> bool {
    let public = request.rocket().state::<App>().map(|app| app.settings.public_url.get());
    let named = Url::parse(origin)
        .ok()
        .map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned());
    public.is_some_and(|public| public.as_str() == origin)
        || (named.is_some() && named.as_deref() == request.headers().get_one("Host"))
}
