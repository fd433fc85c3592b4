//! The time of a request.

use rocket::request::{FromRequest, Outcome, Request};
use time::OffsetDateTime;

use crate::telemetry;

/// Where requests get their time from; managed by Rocket.
#[derive(Clone, Copy)]
pub(crate) struct Clock(pub fn() -> OffsetDateTime);

impl Clock {
    /// The system's clock. What it says is kept and shown, and no state depends on it.
    pub(crate) const SYSTEM: Self = Self(telemetry::now);
}

/// When the handler was called, in UTC.
#[derive(Clone, Copy)]
pub(crate) struct Now(pub OffsetDateTime);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Now {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let clock = request.rocket().state::<Clock>().copied().unwrap_or(Clock::SYSTEM);
        Outcome::Success(Self((clock.0)()))
    }
}
