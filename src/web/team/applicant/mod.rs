//! One applicant: the interview, the answers, decision, notes and history.

mod answers;
mod decision;
mod draft;
mod history;
mod meeting;
mod notes;
mod page;

use rocket::{FromForm, Route, State, get, routes};

use self::page::{ApplicantPage, Part};
use super::download::Download;
use super::guards::SignedIn;
use super::notice::TeamError;
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, download, decision::decide, notes::add, notes::whole, notes::edit, notes::delete]
}

/// The query: the decision before a change, the change of a note, the note to edit, and the parts of the notes
/// and of the history.
#[derive(FromForm)]
struct Query<'r> {
    was: Option<&'r str>,
    note: Option<&'r str>,
    edit: Option<i64>,
    notes: Option<i64>,
    history: Option<usize>,
}

#[get("/team/applicants/<number>?<query..>")]
async fn show(
    here: SignedIn,
    number: i64,
    query: Query<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let mut part = Part { notes: query.notes, history: query.history.unwrap_or(0), draft: 0 };
    let mut whole = page::read(app, number, part.notes).await?;
    if let Some(id) = query.edit.filter(|id| !ApplicantPage::new(&here, &whole, part, now, app).has(*id)) {
        part.notes = Some(id.saturating_add(1));
        whole = page::read(app, number, part.notes).await?;
    }
    let mut page = ApplicantPage::new(&here, &whole, part, now, app);
    page.done = query.was.and_then(|was| decision::done(&whole, was));
    page.notice = query.note.and_then(notes::done);
    if let Some(id) = query.edit {
        page = page.editing(id, &whole);
    }
    page.draw()
}

/// The answers as a file, for those that are longer than a page.
#[get("/team/applicants/<number>/answers")]
async fn download(_here: SignedIn, number: i64, app: &State<App>) -> Result<Download<String>, TeamError> {
    let whole = page::read(app, number, None).await?;
    let text = answers::text(&answers::answers(&whole, &app.settings.questions));
    Ok(Download::text(&format!("answers-{number}.txt"), text))
}
