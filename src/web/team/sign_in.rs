//! Signing in and out.

use askama::Template;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::account::too_many_tries;
use super::browser::Browser;
use super::door::{self, DOOR, Door};
use super::frame::draw;
use super::guards::SignedIn;
use super::notice::TeamError;
use super::room;
use super::second_step;
use crate::domain::text::Email;
use crate::store::Changed;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, OwnForm, Quota, SignIns};
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;

/// The message for any wrong pair. It does not say which half is wrong.
const WRONG: &str = "That email and password don’t go together. Check both, then try again.";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![form, sign_in, sign_out]
}

#[derive(Template)]
#[template(path = "team/sign_in.html")]
struct SignInPage<'a> {
    shell: &'a Shell,
    to: &'a str,
    email: &'a str,
    wrong: Option<String>,
    /// Nobody can sign in: this is how the first one joins.
    nobody: bool,
}

#[get("/team/sign-in?<to>")]
fn form(
    here: Option<SignedIn>,
    to: Option<&str>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, TeamError> {
    if here.is_some() {
        return Ok(Err(door::back(to)));
    }
    let nobody = !app.store.has_members()?;
    let page = SignInPage { shell: &app.shell, to: door::target(to), email: "", wrong: None, nobody };
    Ok(Ok(draw(&page, &app.shell)?))
}

#[post("/team/sign-in", data = "<body>")]
async fn sign_in(
    own: Result<OwnForm, ApiError>,
    quota: Result<Quota<SignIns>, ApiError>,
    body: Result<FormBody, ApiError>,
    door: Door<'_>,
) -> Result<Result<Redirect, Page>, TeamError> {
    own?;
    let (body, app) = (body?, door.app);
    let (email, to) = (room::line(body.get("email").unwrap_or_default()), door::target(body.get("to")));
    let typed = body.all("password").next().unwrap_or_default();
    let refused = match check(quota, &door, email, typed).await {
        Ok(Checked::SignedIn) => return Ok(Ok(door::back(Some(to)))),
        Ok(Checked::AsksForCode(pass)) => return second_step::ask(app, &pass, to).map(Err),
        Ok(Checked::Wrong) => None,
        Err(TeamError::Api(ApiError::TooManyRequests(seconds))) => Some(seconds),
        Err(error) => return Err(error),
    };
    let wrong = refused.map_or_else(|| WRONG.to_owned(), too_many_tries);
    let page = SignInPage { shell: &app.shell, to, email, wrong: Some(wrong), nobody: false };
    let page = draw(&page, &app.shell)?;
    Ok(Err(match refused {
        Some(seconds) => page.refusing(ApiError::TooManyRequests(seconds)),
        None => page.with_status(Status::UnprocessableEntity),
    }))
}

/// The result of checking an address and a password.
enum Checked {
    SignedIn,
    /// Both are right, and the member has a second step: the text proves the first.
    AsksForCode(String),
    /// The address or the password is wrong.
    Wrong,
}

async fn check(
    quota: Result<Quota<SignIns>, ApiError>,
    door: &Door<'_>,
    email: &str,
    typed: &str,
) -> Result<Checked, TeamError> {
    quota?;
    let Door { accounts, browser, now, app, .. } = door;
    let Ok(email) = Email::parse(email) else { return Ok(Checked::Wrong) };
    let Some(verified) = accounts.verify(&email, typed).await? else { return Ok(Checked::Wrong) };
    if app.store.second_step(verified.member)?.is_some() {
        return Ok(Checked::AsksForCode(accounts.pass(&verified, *now)));
    }
    let (session, value) = browser.new_session()?;
    match app.store.sign_in(verified.into_sign_in(None, session), now.0).await? {
        Changed::Changed => {
            browser.remember(value);
            Ok(Checked::SignedIn)
        }
        Changed::Gone | Changed::LastOwner => Ok(Checked::Wrong),
    }
}

#[post("/team/sign-out")]
async fn sign_out(here: SignedIn, browser: Browser<'_>, app: &State<App>) -> Result<Redirect, TeamError> {
    if let Some(held) = here.held {
        app.store.end_session(here.member.number, held.key).await?;
    }
    browser.forget();
    Ok(Redirect::to(DOOR))
}
