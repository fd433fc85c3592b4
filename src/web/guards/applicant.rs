//! The application of a browser.

use rocket::request::{FromRequest, Outcome, Request};
use rocket::time::Duration;

use super::cookie::{BrowserCookie, CookieName};
use crate::domain::ids::ProfileId;
use crate::store::{Current, ReadError};
use crate::web::app::App;

const COOKIE: CookieName = CookieName { plain: "bookhook_profile", secure: "__Host-bookhook_profile" };
/// Longer than any application takes.
const KEPT: Duration = Duration::days(180);

/// The cookie of the applicant's browser. It holds the profile's id: who knows that may read the
/// booking through the public API already, so another random text would protect nothing more.
pub(crate) struct Applicant<'r> {
    cookie: BrowserCookie<'r>,
    /// The application; it may have been erased since.
    pub(crate) id: Option<ProfileId>,
}

impl Applicant<'_> {
    /// The application of the browser, unless it was erased.
    pub(crate) fn application(&self, app: &App) -> Result<Option<Current>, ReadError> {
        self.id.map_or(Ok(None), |id| app.store.current(id))
    }

    /// Has the browser remember an application.
    pub(crate) fn remember(&self, id: ProfileId) {
        self.cookie.set(id.to_string(), KEPT);
    }

    /// Has the browser forget it.
    pub(crate) fn forget(&self) {
        self.cookie.remove();
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Applicant<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let cookie = BrowserCookie::new(request, &COOKIE);
        let id = cookie.value().and_then(ProfileId::parse);
        Outcome::Success(Self { cookie, id })
    }
}
