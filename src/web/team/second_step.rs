//! The second step of signing in: the code of an authenticator app, and how a member sets one up.

use askama::Template;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::account::too_many_tries;
use super::door::{self, Door, to_sign_in};
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::{MemberForm, Proved};
use super::notice::TeamError;
use crate::access::{RecoveryCode, TotpSecret};
use crate::random::random;
use crate::store::{Changed, NewSecondStep, SecondStep, ShownCode};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now, OwnForm, Quota, SignIns};
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;
use crate::web::qr::Drawing;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![code, set_up, save, turn_off]
}

#[derive(Template)]
#[template(path = "team/code.html")]
struct CodePage<'a> {
    shell: &'a Shell,
    /// Proves the first step.
    pass: &'a str,
    to: &'a str,
    wrong: Option<String>,
}

impl CodePage<'_> {
    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.shell)?)
    }
}

/// The page that asks for the code; `pass` proves the first step.
pub(super) fn ask(app: &App, pass: &str, to: &str) -> Result<Page, TeamError> {
    CodePage { shell: &app.shell, pass, to, wrong: None }.draw()
}

#[post("/team/sign-in/code", data = "<body>")]
async fn code(
    own: Result<OwnForm, ApiError>,
    quota: Result<Quota<SignIns>, ApiError>,
    body: Result<FormBody, ApiError>,
    door: Door<'_>,
) -> Result<Result<Redirect, Page>, TeamError> {
    own?;
    quota?;
    let body = body?;
    let Door { accounts, browser, now, app, .. } = door;
    let field = |name| body.get(name).unwrap_or_default();
    let (pass, to) = (field("pass"), door::target(body.get("to")));
    let Some((email, verified)) = accounts.open(pass, now)? else { return Ok(Ok(to_sign_in(to))) };
    let Some(step) = app.store.second_step(verified.member)? else { return Ok(Ok(to_sign_in(to))) };
    let page = |wrong: String| CodePage { shell: &app.shell, pass, to, wrong: Some(wrong) }.draw();
    if let Some(seconds) = accounts.wait_for_code(&email) {
        return Ok(Err(page(too_many_tries(seconds))?.refusing(ApiError::TooManyRequests(seconds))));
    }
    if let Some(shown) = shown(&step, field("code"), now) {
        let (session, value) = browser.new_session()?;
        let signed_in = app.store.sign_in(verified.into_sign_in(Some(shown), session), now.0).await?;
        if signed_in == Changed::Changed {
            accounts.count_code(&email, true);
            browser.remember(value);
            return Ok(Ok(door::back(Some(to))));
        }
    }
    accounts.count_code(&email, false);
    let page = page("That code doesn’t work. Each works once, for half a minute: try the next one.".into())?;
    Ok(Err(page.with_status(Status::UnprocessableEntity)))
}

/// Reads what was typed: a code from the app, or a recovery code.
fn shown(step: &SecondStep, typed: &str, now: Now) -> Option<ShownCode> {
    let by_app = TotpSecret::parse(&step.secret)?.step_of(typed, now.0, step.last);
    by_app.map(ShownCode::Step).or_else(|| Some(ShownCode::Recovery(RecoveryCode::parse(typed)?.digest())))
}

#[derive(Template)]
#[template(path = "team/second_step.html")]
struct SetUpPage<'a> {
    frame: TeamFrame<'a>,
    secret: String,
    /// The secret for an app's camera.
    drawing: Option<Drawing>,
    wrong: bool,
    /// The recovery codes, shown once after the set-up.
    codes: Vec<String>,
}

impl<'a> SetUpPage<'a> {
    fn new(here: &'a Proved, app: &'a App, secret: &TotpSecret) -> Self {
        let Proved(here) = here;
        let address = secret.address(&app.shell.look.team, &here.member.email);
        Self {
            frame: TeamFrame::new(&app.shell, here, NavItem::Me),
            secret: secret.written(),
            drawing: Drawing::new(&address),
            wrong: false,
            codes: Vec::new(),
        }
    }

    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.frame.shell)?)
    }
}

#[get("/team/me/second-step")]
fn set_up(here: Proved, app: &State<App>) -> Result<Page, TeamError> {
    let secret = TotpSecret::new(random().map_err(|_| ApiError::Internal)?);
    SetUpPage::new(&here, app, &secret).draw()
}

/// Stores the secret that the form shows, once its app shows that it knows it.
#[post("/team/me/second-step", data = "<form>")]
async fn save(form: MemberForm<Proved>, app: &State<App>) -> Result<Result<Redirect, Page>, TeamError> {
    let MemberForm { here, body, now } = form;
    let Some(secret) = body.get("secret").and_then(TotpSecret::parse) else {
        return Ok(Ok(Redirect::to("/team/me/second-step")));
    };
    let mut page = SetUpPage::new(&here, app, &secret);
    let Some(step) = secret.step_of(body.get("code").unwrap_or_default(), now.0, None) else {
        page.wrong = true;
        return Ok(Err(page.draw()?.with_status(Status::UnprocessableEntity)));
    };
    let codes = (0..RecoveryCode::MANY).map(|_| random().map(RecoveryCode::new));
    let codes = codes.collect::<Result<Vec<_>, _>>().map_err(|_| ApiError::Internal)?;
    let digests = codes.iter().map(RecoveryCode::digest).collect();
    let new = NewSecondStep { secret: secret.written(), step, codes: digests };
    app.store.set_second_step(here.0.doer(now), Some(new)).await?;
    page.codes = codes.iter().map(RecoveryCode::written).collect();
    page.draw().map(Err)
}

#[post("/team/me/second-step/off")]
async fn turn_off(here: Proved, now: Now, app: &State<App>) -> Result<Redirect, TeamError> {
    app.store.set_second_step(here.0.doer(now), None).await?;
    Ok(Redirect::to("/team/me?done=second-step-off"))
}
