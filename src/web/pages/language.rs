//! `POST /language`: the visitor's choice of a language.

use rocket::http::uri::Origin;
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::response::Redirect;
use rocket::time::Duration;
use rocket::{Route, post, routes};

use super::frame::COOKIE;
use super::page::PageError;
use crate::domain::language::Language;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, OwnPage};

const KEPT: Duration = Duration::days(365);

/// The route of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![choose]
}

#[post("/language", data = "<body>")]
fn choose(
    own: Result<OwnPage, ApiError>,
    body: Result<FormBody, ApiError>,
    jar: &CookieJar<'_>,
) -> Result<Redirect, PageError> {
    own?;
    let body = body?;
    if let Some(language) = body.get("language").and_then(Language::parse) {
        let cookie = Cookie::build((COOKIE, language.code())).path("/").http_only(true);
        jar.add(cookie.same_site(SameSite::Lax).max_age(KEPT).build());
    }
    Ok(Redirect::to(body.get("to").and_then(own_address).unwrap_or(Origin::ROOT)))
}

/// An address of this server: a path, and no other site's name.
fn own_address(to: &str) -> Option<Origin<'static>> {
    let elsewhere = to.starts_with("//") || to.contains('\\');
    Origin::parse_owned(to.to_owned()).ok().filter(|_| !elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_leads_back_to_a_page_of_ours_only() {
        assert_eq!(
            own_address("/schedule?uid=x").map(|to| to.to_string()).as_deref(),
            Some("/schedule?uid=x")
        );
        for elsewhere in ["//evil.example", "/\\evil.example", "https://evil.example", "evil", ""] {
            assert_eq!(own_address(elsewhere), None, "{elsewhere}");
        }
    }
}
