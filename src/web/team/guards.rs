//! Guards for members: an instance proves that a member is signed in and, for all methods but GET, that a
//! page of ours sent the request.

use std::sync::Arc;

use rocket::data::{self, ByteUnit, Data, FromData};
use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome, Request};
use time::OffsetDateTime;

use super::browser::Browser;
use super::instance::Instance;
use super::proxy;
use crate::domain::member::{Doer, Member, Role, Session};
use crate::domain::text::{Email, PersonName};
use crate::store::{NewMember, SessionKey};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now, is_from_own_page};

/// Unmatched bookings are counted up to here.
pub(super) const MOST_COUNTED: u32 = 1000;

/// The largest form: a note of the longest length, of which a browser sends a character as up to 12 bytes.
const LONGEST_FORM: ByteUnit = ByteUnit::Kibibyte(128);

/// Why a request was turned away before its handler; kept with the request for the catcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// No guard turned it away.
    Nothing,
    /// Nobody is signed in.
    SignedOut,
    /// Only a proxy can name the member, and it did not.
    Unnamed,
    /// The proxy names somebody who is no member.
    NoMember(Email),
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

    /// Stores it for the catcher, and returns the outcome's error.
    fn note(self, request: &Request<'_>) -> (Status, ()) {
        let status = match &self {
            Self::Nothing | Self::SignedOut | Self::Unnamed => Status::Unauthorized,
            Self::NoMember(_) | Self::NotOwner | Self::Unproved => Status::Forbidden,
            Self::Error(error) => error.status(),
        };
        request.local_cache(|| self);
        (status, ())
    }
}

/// A member who is signed in.
#[derive(Clone)]
pub(super) struct SignedIn {
    /// The member.
    pub(super) member: Member,
    /// The session; `None` for a member whom the proxy names on each request.
    pub(super) held: Option<Held>,
    /// The number of unmatched bookings, which every page shows.
    pub(super) unmatched: u32,
    /// The number of findings that need a look, which every page shows, too.
    pub(super) alarms: u32,
}

/// A session, and what the table knows of its cookie.
#[derive(Clone)]
pub(super) struct Held {
    /// The session.
    pub(super) session: Session,
    /// Its key.
    pub(super) key: SessionKey,
}

impl SignedIn {
    fn new(member: Member, held: Option<Held>) -> Self {
        Self { member, held, unmatched: 0, alarms: 0 }
    }

    /// Returns the member as the one who acts now.
    pub(super) fn doer(&self, now: Now) -> Doer {
        Doer { member: self.member.number, at: now.0 }
    }

    /// Finds the member whom the proxy names, or whose session the cookie holds.
    pub(super) fn find(request: &Request<'_>) -> Result<Self, Denied> {
        let Some(app) = request.rocket().state::<App>() else { return Err(Denied::SignedOut) };
        if let Some(email) = proxy::named(request) {
            let found =
                app.store.reader().member_with(&email).map_err(|error| Denied::Error(error.into()))?;
            let member = found.ok_or(Denied::NoMember(email))?;
            return Ok(Self::new(member, None));
        }
        if !app.settings.takes_passwords() {
            return Err(Denied::Unnamed);
        }
        let key = Browser::new(request).session().ok_or(Denied::SignedOut)?;
        let found = app.store.session(key).map_err(|error| Denied::Error(error.into()))?;
        let now = Now::read(request).0;
        match found.filter(|(_, session)| !session.has_ended(now)) {
            Some((member, session)) => Ok(Self::new(member, Some(Held { session, key }))),
            None => Err(Denied::SignedOut),
        }
    }

    /// Like [`find`](Self::find), and adds the person whom the proxy names, if that is enabled.
    async fn find_or_admit(request: &Request<'_>) -> Result<Self, Denied> {
        let found = Self::find(request);
        let (Err(Denied::NoMember(email)), Some(app)) = (&found, request.rocket().state::<App>()) else {
            return found;
        };
        // Proxies send names in different forms; members choose their own on their page.
        let name = email.as_str().split('@').next().unwrap_or_default();
        let Some(name) = PersonName::parse(name).ok().filter(|_| app.settings.team_header_creates) else {
            return found;
        };
        let new = NewMember { email: email.clone(), name, role: Role::Member, password: None, zone: None };
        let admitted = app.store.admit(new, Now::read(request).0).await;
        match admitted.map_err(|error| Denied::Error(error.into()))? {
            Some(member) => Ok(Self::new(member, None)),
            None => found,
        }
    }

    /// Whether the member is still one, and the session has not ended.
    pub(super) fn is_still(&self, app: &App, now: OffsetDateTime) -> bool {
        let found = match &self.held {
            Some(held) => app
                .store
                .session(held.key)
                .map(|found| found.filter(|(_, session)| !session.has_ended(now)).map(|(member, _)| member)),
            None => app.store.member(self.member.number),
        };
        found.is_ok_and(|member| member.is_some())
    }

    /// Whether the password was typed recently. A proxy's header is sufficient.
    fn is_proved(&self, now: OffsetDateTime) -> bool {
        self.held.as_ref().is_none_or(|held| held.session.is_proved(now))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for SignedIn {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let reads = matches!(request.method(), Method::Get | Method::Head);
        let mut found = match Self::find_or_admit(request).await {
            Ok(found) => found,
            Err(denied) => return Outcome::Error(denied.note(request)),
        };
        if !reads && !is_from_own_page(request, false) {
            return Outcome::Error(Denied::Error(ApiError::CrossSite).note(request));
        }
        let Some(app) = request.rocket().state::<App>() else {
            return Outcome::Error(Denied::SignedOut.note(request));
        };
        let now = Now::read(request).0;
        if let Some(held) = found.held.as_ref().filter(|held| held.session.is_to_be_noted(now)) {
            // If writing fails, the next request tries again.
            let _ = app.store.note_use(held.key, now).await;
        }
        match app.store.unmatched(MOST_COUNTED) {
            Ok(unmatched) => found.unmatched = unmatched,
            Err(error) => return Outcome::Error(Denied::Error(error.into()).note(request)),
        }
        if let Some(instance) = request.rocket().state::<Arc<Instance>>() {
            found.alarms = instance.alarms(app, now).await;
        }
        Outcome::Success(found)
    }
}

/// A member who is signed in and has typed the password lately.
pub(super) struct Proved(pub(super) SignedIn);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Proved {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match SignedIn::from_request(request).await {
            Outcome::Success(found) if !found.is_proved(Now::read(request).0) => {
                Outcome::Error(Denied::Unproved.note(request))
            }
            other => other.map(Self),
        }
    }
}

/// An owner who is signed in and has typed the password lately.
pub(super) struct Owner(pub(super) SignedIn);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Owner {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match SignedIn::from_request(request).await {
            Outcome::Success(found) if found.member.role != Role::Owner => {
                Outcome::Error(Denied::NotOwner.note(request))
            }
            Outcome::Success(found) if !found.is_proved(Now::read(request).0) => {
                Outcome::Error(Denied::Unproved.note(request))
            }
            other => other.map(Self),
        }
    }
}

/// A form that a member sent from a page of ours.
pub(super) struct MemberForm<M = SignedIn> {
    /// The sender: [`SignedIn`], [`Proved`] or [`Owner`].
    pub(super) here: M,
    /// What it says.
    pub(super) body: FormBody,
    /// When it came.
    pub(super) now: Now,
}

#[rocket::async_trait]
impl<'r, M: FromRequest<'r, Error = ()> + Send> FromData<'r> for MemberForm<M> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let here = match M::from_request(request).await {
            Outcome::Success(here) => here,
            Outcome::Error(error) => return data::Outcome::Error(error),
            Outcome::Forward(status) => return data::Outcome::Forward((data, status)),
        };
        match FormBody::read(request, data, LONGEST_FORM).await {
            Ok(body) => data::Outcome::Success(Self { here, body, now: Now::read(request) }),
            Err(error) => data::Outcome::Error(Denied::Error(error).note(request)),
        }
    }
}
