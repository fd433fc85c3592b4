//! Checking and choosing passwords.

use std::time::Instant;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use sha2::{Digest as _, Sha256};

use super::state::Team;
use crate::access::{Hashed, Invitation, Password, Purpose};
use crate::domain::member::MemberNumber;
use crate::domain::text::Email;
use crate::random::random;
use crate::store::{NewSession, ShownCode, SignIn};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::metrics::Metrics;

/// A member whose password was right, and its hash.
pub(super) struct Verified {
    pub(super) member: MemberNumber,
    pub(super) hash: String,
}

impl Verified {
    /// Returns the request to begin a session, with the code for the second step.
    pub(super) fn into_sign_in(self, shown: Option<ShownCode>, session: NewSession) -> SignIn {
        SignIn { member: self.member, verified: self.hash, shown, session }
    }
}

/// The time for the second step after a correct password.
const PASS: time::Duration = time::Duration::minutes(5);

/// Identifies a hash.
fn mark(hash: &str) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::digest(hash).into();
    std::array::from_fn(|at| digest[at])
}

/// Returns the message for somebody who has to wait this many seconds.
pub(super) fn too_many_tries(seconds: u64) -> String {
    format!("Too many tries. Wait {seconds} s, then try again.")
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
    /// Checks a password; `None` if it is not the address's. It takes the same time, and has the same result,
    /// if nobody has the address.
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

    /// Proves for some minutes, or until the password changes, that it was typed: for the second step.
    pub(super) fn pass(&self, verified: &Verified, now: Now) -> String {
        let (purpose, until) = (Purpose::SecondStep(verified.member), now.0 + PASS);
        Invitation { purpose, until, nonce: mark(&verified.hash) }.sign(&self.team.key)
    }

    /// Returns the member whose password the proof is about; `None` if it is no longer valid.
    pub(super) fn open(&self, pass: &str, now: Now) -> Result<Option<(Email, Verified)>, ApiError> {
        let Ok(Invitation { purpose: Purpose::SecondStep(number), nonce, .. }) =
            Invitation::open(pass, &self.team.key, now.0)
        else {
            return Ok(None);
        };
        let Some(member) = self.app.store.member(number)? else { return Ok(None) };
        let found = self.app.store.password_of(&member.email)?;
        let same = found.filter(|(_, hash)| mark(hash) == nonce);
        Ok(same.map(|(member_number, hash)| (member.email, Verified { member: member_number, hash })))
    }

    /// After how many seconds a code of the second step may be tried again; `None` for at once.
    pub(super) fn wait_for_code(&self, email: &Email) -> Option<u64> {
        self.team.codes.wait(email, Instant::now())
    }

    /// Counts a code of the second step.
    pub(super) fn count_code(&self, email: &Email, is_right: bool) {
        if is_right {
            self.team.codes.succeeded(email);
        } else {
            self.team.codes.failed(email, Instant::now());
            self.metrics.count_sign_in("wrong");
        }
    }

    /// Hashes a password that was chosen.
    pub(super) async fn hash(&self, password: Password) -> Result<String, ApiError> {
        let salt = random().map_err(|_| ApiError::Internal)?;
        let hashed = self.team.hashing.run(move || password.hash(salt)).await?;
        hashed.map(|Hashed(text)| text).map_err(|_| ApiError::Internal)
    }
}
