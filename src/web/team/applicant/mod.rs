//! One applicant: the interview, the answers, what the team thinks, and what happened.

mod answers;
mod decision;
mod draft;
mod history;
mod meeting;
mod notes;
mod page;

use rocket::{FromForm, Route, State, get, routes};

use self::page::ApplicantPage;
use super::guards::SignedIn;
use super::notice::TeamError;
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, decision::decide, notes::add, notes::edit, notes::delete]
}

/// What the address says: how it was before a decision, what happened to a note, which one is changed.
#[derive(FromForm)]
struct Query<'r> {
    was: Option<&'r str>,
    note: Option<&'r str>,
    edit: Option<i64>,
}

#[get("/team/applicants/<number>?<query..>")]
async fn show(
    here: SignedIn,
    number: i64,
    query: Query<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let whole = page::read(app, number).await?;
    let mut page = ApplicantPage::new(&here, &whole, now, app);
    page.done = query.was.and_then(|was| decision::done(&whole, was));
    page.said = query.note.and_then(notes::done);
    if let Some(id) = query.edit {
        page = page.editing(id, &whole);
    }
    page.draw()
}
