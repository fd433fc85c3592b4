//! How often one client may do what costs.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

use super::error::ApiError;
use super::guards::ClientAddress;

/// Clients that are remembered before those that have all their quota back are forgotten.
const REMEMBERED: usize = 10_000;

/// How many profiles each client address may make per minute; managed by Rocket. Counts by the
/// monotonic clock.
pub(super) struct ProfileLimit(DefaultKeyedRateLimiter<ClientAddress>);

impl ProfileLimit {
    /// A limit of so many per minute, which may come at once.
    #[must_use]
    pub(super) fn per_minute(profiles: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(profiles)))
    }

    /// Takes one; else says after how many seconds there will be one.
    fn take(&self, client: ClientAddress) -> Result<(), u64> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&client).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            wait.as_secs() + 1
        })
    }
}

/// Proof that the client may make one more profile, which counts as made.
pub(super) struct ProfileQuota(());

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ProfileQuota {
    type Error = ApiError;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let client = ClientAddress::of_request(request);
        let taken = request.rocket().state::<ProfileLimit>().map_or(Ok(()), |limit| limit.take(client));
        match taken {
            Ok(()) => Outcome::Success(Self(())),
            Err(seconds) => Outcome::Error((Status::TooManyRequests, ApiError::TooManyRequests(seconds))),
        }
    }
}
