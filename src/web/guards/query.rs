//! A raw query.

use rocket::request::{FromRequest, Outcome, Request};

/// The raw query, empty if there is none. It may hold personal data, and is never logged.
pub(crate) struct RawQuery<'r>(pub(crate) &'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for RawQuery<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(request.uri().query().map_or("", |query| query.as_str())))
    }
}
