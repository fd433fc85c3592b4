//! Who is signed in: to have one of these is proof of it, and that the request came from a page of ours
//! if it changes anything.

use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome, Request};

use super::browser::Browser;
use crate::domain::member::{Doer, Member, Role, Session};
use crate::store::SessionKey;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{Now, is_from_own_page};

/// Why a request was turned away before its handler; kept with the request for the catcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// No guard turned it away.
    Nothing,
    /// Nobody is signed in.
    SignedOut,
    /// Only an owner may.
    NotOwner,
    /// The password is to be typed again first.
    Unproved,
    /// Anything else.
    Error(ApiError),
}

impl Denied {
    /// Returns why a request was turned away.
    pub(super) fn get<'r>(request: &'r Request<'_>) -> &'r Self {
        request.local_cache(|| Self::Nothing)
    }

    fn note<T>(self, request: &Request<'_>) -> Outcome<T, ()> {
        let status = match &self {
            Self::Nothing | Self::SignedOut => Status::Unauthorized,
            Self::NotOwner | Self::Unproved => Status::Forbidden,
            Self::Error(error) => error.status(),
        };
        request.local_cache(|| self);
        Outcome::Error((status, ()))
    }
}

/// A member who is signed in.
#[derive(Clone)]
pub(super) struct SignedIn {
    /// The member.
    pub(super) member: Member,
    /// The session.
    pub(super) session: Session,
    /// Its key.
    pub(super) key: SessionKey,
    /// Whether the password was typed lately.
    pub(super) is_proved: bool,
}

impl SignedIn {
    /// The member, as whoever does something now.
    pub(super) fn doer(&self, now: Now) -> Doer {
        Doer { member: self.member.number, at: now.0 }
    }

    /// Who is signed in with this request, as its cookie says.
    pub(super) fn find(request: &Request<'_>) -> Result<Self, Denied> {
        let Some(app) = request.rocket().state::<App>() else { return Err(Denied::SignedOut) };
        let now = Now::read(request).0;
        let key = Browser::new(request).session().ok_or(Denied::SignedOut)?;
        let found = app.store.session(key).map_err(|error| Denied::Error(error.into()))?;
        match found.filter(|(_, session)| !session.has_ended(now)) {
            Some((member, session)) => Ok(Self { member, session, key, is_proved: session.is_proved(now) }),
            None => Err(Denied::SignedOut),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for SignedIn {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let found = match Self::find(request) {
            Ok(found) => found,
            Err(denied) => return denied.note(request),
        };
        let reads = matches!(request.method(), Method::Get | Method::Head);
        if !reads && !is_from_own_page(request, false) {
            return Denied::Error(ApiError::CrossSite).note(request);
        }
        let now = Now::read(request).0;
        if let Some(app) = request.rocket().state::<App>().filter(|_| found.session.is_to_be_noted(now)) {
            // Where it cannot be written, the next request tries again.
            let _ = app.store.note_use(found.key, now).await;
        }
        Outcome::Success(found)
    }
}

/// An owner who is signed in and has typed the password lately.
pub(super) struct Owner(pub(super) SignedIn);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Owner {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match SignedIn::from_request(request).await {
            Outcome::Success(found) if found.member.role != Role::Owner => Denied::NotOwner.note(request),
            Outcome::Success(found) if !found.is_proved => Denied::Unproved.note(request),
            other => other.map(Self),
        }
    }
}
