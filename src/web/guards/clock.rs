//! The time of a request.

use rocket::request::{FromRequest, Outcome, Request};
use time::OffsetDateTime;

use crate::telemetry;

/// The clock of the requests; managed by Rocket.
#[derive(Clone, Copy)]
pub(crate) struct Clock(pub fn() -> OffsetDateTime);

impl Clock {
    /// The system's clock. Its times are stored and shown, and no status depends on them.
    pub(crate) const SYSTEM: Self = Self(telemetry::now);
}

/// The time of the server's clock, in UTC.
#[derive(Clone, Copy)]
pub(crate) struct Now(pub OffsetDateTime);

impl Now {
    /// Reads the clock of the server that has this request.
    pub(crate) fn read(request: &Request<'_>) -> Self {
        let clock = request.rocket().state::<Clock>().copied().unwrap_or(Clock::SYSTEM);
        Self((clock.0)())
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Now {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self::read(request))
    }
}
