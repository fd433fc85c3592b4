//! Confirming the password before an action that gives others access.

use askama::Template;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::door::{self, Door};
use super::frame::draw;
use super::guards::SignedIn;
use super::notice::TeamError;
use crate::domain::member::Member;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Quota, SignIns};
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![form, prove]
}

#[derive(Template)]
#[template(path = "team/prove.html")]
struct ProvePage<'a> {
    shell: &'a Shell,
    member: &'a Member,
    to: &'a str,
    wrong: bool,
}

impl ProvePage<'_> {
    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.shell)?)
    }
}

#[get("/team/prove?<to>")]
fn form(here: SignedIn, to: Option<&str>, app: &State<App>) -> Result<Page, TeamError> {
    ProvePage { shell: &app.shell, member: &here.member, to: door::target(to), wrong: false }.draw()
}

#[post("/team/prove", data = "<body>")]
async fn prove(
    here: SignedIn,
    quota: Result<Quota<SignIns>, ApiError>,
    body: Result<FormBody, ApiError>,
    door: Door<'_>,
) -> Result<Result<Redirect, Page>, TeamError> {
    quota?;
    let body = body?;
    let Door { accounts, now, app, .. } = door;
    let to = door::target(body.get("to"));
    let typed = body.all("password").next().unwrap_or_default();
    let Some(held) = &here.held else { return Ok(Ok(door::back(Some(to)))) };
    if accounts.verify(&here.member.email, typed).await?.is_some() {
        app.store.note_proof(held.key, now.0).await?;
        return Ok(Ok(door::back(Some(to))));
    }
    let page = ProvePage { shell: &app.shell, member: &here.member, to, wrong: true }.draw()?;
    Ok(Err(page.with_status(Status::UnprocessableEntity)))
}
