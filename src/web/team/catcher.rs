//! Answers below `/team` when no handler did. People who are not signed in learn nothing, not even which
//! addresses exist.

use rocket::http::{Method, Status};
use rocket::response::Redirect;
use rocket::{Catcher, Request, catch, catchers};

use super::door::{self, HOME};
use super::guards::{Denied, SignedIn};
use super::notice::TeamError;
use crate::web::error::ApiError;
use crate::web::pages::catchers::error;

/// The catcher of everything below `/team`.
#[must_use]
pub(in crate::web) fn catchers() -> Vec<Catcher> {
    catchers![anything]
}

#[catch(default)]
fn anything(status: Status, request: &Request<'_>) -> Result<Redirect, TeamError> {
    let denied = match Denied::get(request) {
        Denied::Nothing => SignedIn::find(request).err().unwrap_or(Denied::Nothing),
        denied => denied.clone(),
    };
    match denied {
        Denied::Nothing => Err(TeamError::from(error(status, request))),
        Denied::SignedOut => Ok(door::to_sign_in(&here(request))),
        Denied::Unnamed => Err(TeamError::Unnamed),
        Denied::NoMember(email) => Err(TeamError::NoMember(email)),
        Denied::Unproved => Ok(door::to_prove(&here(request))),
        Denied::NotOwner => Err(TeamError::NotOwner),
        Denied::Error(error) => Err(error.into()),
    }
}

/// The page to come back to: a form that was sent is not sent again.
fn here(request: &Request<'_>) -> String {
    match request.method() {
        Method::Get => request.uri().to_string(),
        _ => referring(request).unwrap_or_else(|| HOME.to_owned()),
    }
}

/// The page of ours that sent the form.
fn referring(request: &Request<'_>) -> Option<String> {
    let referer = url::Url::parse(request.headers().get_one("Referer")?).ok()?;
    Some(referer.path().to_owned())
}

impl From<ApiError> for TeamError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}
