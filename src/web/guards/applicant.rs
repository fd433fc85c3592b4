//! Which application a browser holds.

use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::time::Duration;

use crate::domain::ids::ProfileId;
use crate::store::{Current, ReadError};
use crate::web::app::App;

const COOKIE: &str = "bookhook_profile";
/// Its name with https: browsers take it from this host alone, not from a neighbour of its domain.
const SECURE_COOKIE: &str = "__Host-bookhook_profile";
/// Longer than any application takes.
const KEPT: Duration = Duration::days(180);

/// The cookie of the applicant's browser. It holds the profile's id: who knows that may read the
/// booking through the public API already, so another random text would protect nothing more.
pub(crate) struct Applicant<'r> {
    jar: &'r CookieJar<'r>,
    secure: bool,
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
        self.jar.add(self.cookie(id.to_string()).max_age(KEPT).build());
    }

    /// Has the browser forget it.
    pub(crate) fn forget(&self) {
        self.jar.remove(self.cookie(String::new()).build());
    }

    /// `Lax`, since Cal.com's redirect is a visit from another site.
    fn cookie(&self, value: String) -> rocket::http::private::cookie::CookieBuilder<'static> {
        Cookie::build((name(self.secure), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
    }
}

fn name(secure: bool) -> &'static str {
    if secure { SECURE_COOKIE } else { COOKIE }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Applicant<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let jar = request.cookies();
        let app = request.rocket().state::<App>();
        let secure = app.is_some_and(|app| app.settings.public_url.get().as_str().starts_with("https://"));
        let id = jar.get(name(secure)).and_then(|cookie| ProfileId::parse(cookie.value()));
        Outcome::Success(Self { jar, secure, id })
    }
}
