//! Limits per client for expensive actions and for guessing.

use std::marker::PhantomData;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, RateLimiter};
use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

use super::client::ClientAddress;
use crate::web::error::ApiError;

/// Clients that are remembered before those that have all their quota back are forgotten.
const REMEMBERED: usize = 10_000;
/// How many bookings each client address may claim per minute, right or wrong.
pub(crate) const CLAIMS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);

/// How many passwords each client address may type per minute, right or wrong.
pub(crate) const SIGN_INS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// Making a profile.
pub(crate) enum Profiles {}
/// Claiming a booking.
pub(crate) enum Claims {}
/// Typing a password of the team.
pub(crate) enum SignIns {}

/// How often each client address may do `What` per minute; managed by Rocket. Counts by the
/// monotonic clock.
pub(crate) struct Limit<What>(DefaultKeyedRateLimiter<ClientAddress>, PhantomData<fn(What)>);

impl<What> Limit<What> {
    /// A limit of so many per minute, which may come at once.
    #[must_use]
    pub(crate) fn per_minute(times: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(governor::Quota::per_minute(times)), PhantomData)
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

/// Proof that the client may do `What` once more, which counts as done.
pub(crate) struct Quota<What>(PhantomData<fn(What)>);

#[rocket::async_trait]
impl<'r, What: 'static> FromRequest<'r> for Quota<What> {
    type Error = ApiError;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let client = ClientAddress::find(request);
        let taken = request.rocket().state::<Limit<What>>().map_or(Ok(()), |limit| limit.take(client));
        match taken {
            Ok(()) => Outcome::Success(Self(PhantomData)),
            Err(seconds) => Outcome::Error((Status::TooManyRequests, ApiError::TooManyRequests(seconds))),
        }
    }
}
