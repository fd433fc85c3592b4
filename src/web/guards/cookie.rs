//! Cookies that identify a browser.

use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::request::Request;
use rocket::time::Duration;

use crate::web::app::App;

/// The names of a cookie. With https, browsers take it from this host alone, not from a neighbour of its
/// domain, if its name begins with `__Host-`.
pub(crate) struct CookieName {
    pub(crate) plain: &'static str,
    pub(crate) secure: &'static str,
}

/// A cookie of the browser that a request comes from. No script reads it. It is `Lax`: links from other
/// sites lead to pages that need it.
pub(crate) struct BrowserCookie<'r> {
    jar: &'r CookieJar<'r>,
    name: &'static str,
    secure: bool,
}

impl<'r> BrowserCookie<'r> {
    /// The cookie of this name in a request.
    pub(crate) fn new(request: &'r Request<'_>, name: &CookieName) -> Self {
        let app = request.rocket().state::<App>();
        let secure = app.is_some_and(|app| app.settings.public_url.get().as_str().starts_with("https://"));
        let name = if secure { name.secure } else { name.plain };
        Self { jar: request.cookies(), name, secure }
    }

    /// Its value, if the browser has it.
    pub(crate) fn value(&self) -> Option<&str> {
        self.jar.get(self.name).map(Cookie::value)
    }

    /// Sets the value in the browser.
    pub(crate) fn set(&self, value: String, kept: Duration) {
        self.jar.add(self.cookie(value).max_age(kept).build());
    }

    /// Removes it from the browser.
    pub(crate) fn remove(&self) {
        self.jar.remove(self.cookie(String::new()).build());
    }

    fn cookie(&self, value: String) -> rocket::http::private::cookie::CookieBuilder<'static> {
        Cookie::build((self.name, value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
    }
}
