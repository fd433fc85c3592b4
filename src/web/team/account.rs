//! Passwords: typed, checked, chosen.

use std::time::Instant;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};

use super::state::Team;
use crate::access::{Hashed, Password};
use crate::domain::member::MemberNumber;
use crate::domain::text::Email;
use crate::random::random;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::metrics::Metrics;

/// Whose password was typed, and its hash.
pub(super) struct Verified {
    pub(super) member: MemberNumber,
    pub(super) hash: String,
}

/// Checks passwords and hashes new ones.
pub(super) struct Accounts<'r> {
    app: &'r App,
    team: &'r Team,
    metrics: &'r Metrics,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Accounts<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let rocket = request.rocket();
        match (rocket.state::<App>(), rocket.state::<Team>(), rocket.state::<Metrics>()) {
            (Some(app), Some(team), Some(metrics)) => Outcome::Success(Self { app, team, metrics }),
            _ => Outcome::Error((Status::InternalServerError, ())),
        }
    }
}

impl Accounts<'_> {
    /// Checks a password; `None` if it is not the address's. That takes as long, and says nothing
    /// else, where nobody has the address.
    pub(super) async fn verify(&self, email: &Email, typed: &str) -> Result<Option<Verified>, ApiError> {
        if let Some(seconds) = self.team.tries.wait(email, Instant::now()) {
            self.metrics.count_sign_in("limited");
            return Err(ApiError::TooManyRequests(seconds));
        }
        let found = self.app.store.password_of(email)?;
        let hashed = found.as_ref().map_or_else(Hashed::nobodys, |(_, hash)| Hashed(hash.clone()));
        let typed = typed.to_owned();
        let is_right = self.team.hashing.run(move || hashed.is_of(&typed)).await?;
        if let Some((member, hash)) = found.filter(|_| is_right) {
            self.team.tries.succeeded(email);
            self.metrics.count_sign_in("right");
            return Ok(Some(Verified { member, hash }));
        }
        self.team.tries.failed(email, Instant::now());
        self.metrics.count_sign_in("wrong");
        Ok(None)
    }

    /// Hashes a password that was chosen.
    pub(super) async fn hash(&self, password: Password) -> Result<String, ApiError> {
        let salt = random().map_err(|_| ApiError::Internal)?;
        let hashed = self.team.hashing.run(move || password.hash(salt)).await?;
        hashed.map(|Hashed(text)| text).map_err(|_| ApiError::Internal)
    }
}
