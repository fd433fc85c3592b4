//! The way in, and back to the requested page.

use rocket::http::Status;
use rocket::http::uri::Origin;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::response::Redirect;
use url::form_urlencoded::{Serializer, byte_serialize};
use url::{Position, Url};

use super::account::Accounts;
use super::browser::Browser;
use super::proxy;
use super::state::Team;
use crate::domain::text::Email;
use crate::web::app::App;
use crate::web::guards::Now;

/// The address of the team's pages.
pub(super) const HOME: &str = "/team";
/// The address of the page to sign in.
pub(super) const DOOR: &str = "/team/sign-in";
/// The address of the page that asks for the password again.
const PROVE: &str = "/team/prove";
/// The longest address of a page of the team, in bytes: a list's with the longest search.
const LONGEST: usize = 4096;

/// Redirects to the sign-in page, and from there to `to`.
pub(super) fn to_sign_in(to: &str) -> Redirect {
    Redirect::to(with(DOOR, to))
}

/// Redirects to the page that asks for the password, and from there to `to`.
pub(super) fn to_prove(to: &str) -> Redirect {
    Redirect::to(with(PROVE, to))
}

/// An address with those of these pairs in its query that have a value.
pub(super) fn with_query<'a>(
    path: &str,
    pairs: impl IntoIterator<Item = (&'a str, Option<String>)>,
) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs.into_iter().filter_map(|(name, value)| Some((name, value?))));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

fn with(page: &str, to: &str) -> String {
    match own_page(to) {
        Some(to) if to.path() != HOME => {
            let to: String = byte_serialize(to.to_string().as_bytes()).collect();
            format!("{page}?to={to}")
        }
        _ => page.to_owned(),
    }
}

/// Redirects to the requested page, if it is one of the team's.
pub(super) fn back(to: Option<&str>) -> Redirect {
    Redirect::to(to.and_then(own_page).unwrap_or(Origin::const_new(HOME, None)))
}

/// Returns the requested page for the hidden field of a form; empty if it is not a page of the team.
pub(super) fn target(to: Option<&str>) -> &str {
    to.filter(|to| own_page(to).is_some()).unwrap_or_default()
}

/// A page of the team, the only valid target of a redirect.
fn own_page(to: &str) -> Option<Origin<'static>> {
    if to.len() > LONGEST {
        return None;
    }
    let origin = Origin::parse_owned(to.to_owned()).ok()?;
    let path = origin.path().as_str();
    let is_ours = path == HOME || path.strip_prefix(HOME).is_some_and(|rest| rest.starts_with('/'));
    (is_ours && !to.contains("//") && !to.contains('\\')).then_some(origin)
}

/// The state for signing in, joining and confirming a password.
pub(super) struct Door<'r> {
    pub(super) accounts: Accounts<'r>,
    pub(super) browser: Browser<'r>,
    /// The name by which the browser reached this server.
    host: Option<&'r str>,
    /// The person whom the proxy names.
    pub(super) named: Option<Email>,
    pub(super) now: Now,
    pub(super) team: &'r Team,
    pub(super) app: &'r App,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Door<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let rocket = request.rocket();
        let (Some(team), Some(app)) = (rocket.state::<Team>(), rocket.state::<App>()) else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        Accounts::from_request(request).await.map(|accounts| Self {
            accounts,
            browser: Browser::new(request),
            host: request.headers().get_one("Host"),
            named: proxy::named(request),
            now: Now::read(request),
            team,
            app,
        })
    }
}

impl Door<'_> {
    /// The browser's address for this server, and the one that links have, if they differ: wrong addresses in
    /// links are the most common mistake.
    pub(super) fn elsewhere(&self) -> Option<(String, String)> {
        let public = self.app.settings.public_url.get();
        let url = Url::parse(public.as_str()).ok()?;
        let named = &url[Position::BeforeHost..Position::AfterPort];
        self.host
            .filter(|host| !host.eq_ignore_ascii_case(named))
            .map(|host| (host.to_owned(), public.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_team_is_a_place_to_come_back_to() {
        for page in ["/team", "/team/members", "/team/applicants?q=Ana&tab=open"] {
            assert_eq!(own_page(page).map(|page| page.to_string()).as_deref(), Some(page));
        }
    }

    #[test]
    fn nothing_else_is_a_place_to_come_back_to() {
        for page in [
            "//evil.example/team",
            "https://evil.example/team",
            "/teams",
            "/schedule",
            "/team//evil.example",
            "/team/\\evil",
            "",
            "team",
            &format!("/team/{}", "a".repeat(LONGEST)),
        ] {
            assert_eq!(own_page(page), None, "{page}");
        }
    }

    #[test]
    fn the_page_asked_for_survives_signing_in() {
        assert_eq!(
            with(DOOR, "/team/applicants?q=a&tab=b"),
            "/team/sign-in?to=%2Fteam%2Fapplicants%3Fq%3Da%26tab%3Db"
        );
        assert_eq!(with(DOOR, "/team"), DOOR);
    }
}
