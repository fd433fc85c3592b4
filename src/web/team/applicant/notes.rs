//! The notes about an applicant: writing, changing and deleting them.

use rocket::response::Redirect;
use rocket::{State, get, post};

use super::draft::{Draft, Wrong};
use super::page::{self, ApplicantPage, Part};
use crate::domain::instant;
use crate::domain::note::NoteText;
use crate::store::NoteEdit;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::team::download::Download;
use crate::web::team::guards::{MemberForm, SignedIn};
use crate::web::team::notice::TeamError;

/// Returns the message for the word in the address.
pub(super) fn done(word: &str) -> Option<&'static str> {
    match word {
        "added" => Some("Note added. Only your team sees it."),
        "saved" => Some("Note saved."),
        "deleted" => Some("Note deleted."),
        _ => None,
    }
}

fn to(number: i64, word: &str) -> Redirect {
    Redirect::to(format!("/team/applicants/{number}?note={word}#notes"))
}

/// Writes a note.
#[post("/team/applicants/<number>/notes", data = "<form>")]
pub(super) async fn add(
    number: i64,
    form: MemberForm,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, TeamError> {
    let MemberForm { here, body, now } = form;
    let typed = body.all("text").next().unwrap_or_default();
    let text = match NoteText::parse(typed) {
        Ok(text) => text,
        Err(invalid) => {
            return refuse(&here, number, Draft::new(typed, Wrong::Invalid(invalid)), now, app).await;
        }
    };
    app.store.add_note(here.doer(now), number, text).await?.ok_or(ApiError::NotFound)?;
    Ok(Ok(to(number, "added")))
}

/// A note as a file, for one that is longer than a page.
#[get("/team/applicants/<number>/notes/<note>")]
pub(super) async fn whole(
    _here: SignedIn,
    number: i64,
    note: i64,
    app: &State<App>,
) -> Result<Download<String>, TeamError> {
    let notes = page::read(app, number, Some(note.saturating_add(1))).await?.notes;
    let found = notes.iter().find(|found| found.id == note).ok_or(ApiError::NotFound)?;
    Ok(Download::text(&format!("note-{note}.txt"), found.text.as_str().to_owned()))
}

/// Changes a note of one's own, unless it was changed since the form was opened.
#[post("/team/applicants/<number>/notes/<note>", data = "<form>")]
pub(super) async fn edit(
    number: i64,
    note: i64,
    form: MemberForm,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, TeamError> {
    let MemberForm { here, body, now } = form;
    let typed = body.all("text").next().unwrap_or_default();
    let read = body.get("read").and_then(instant::parse).ok_or(ApiError::Refused(422))?;
    let text = match NoteText::parse(typed) {
        Ok(text) => text,
        Err(invalid) => {
            let draft = Draft::changed(note, typed, read, Wrong::Invalid(invalid));
            return refuse(&here, number, draft, now, app).await;
        }
    };
    let draft = match app.store.edit_note(here.doer(now), (number, note), read, text).await? {
        NoteEdit::Edited => return Ok(Ok(to(number, "saved"))),
        NoteEdit::Conflict => Draft::changed(note, typed, read, Wrong::Conflict),
        NoteEdit::Gone => Draft::new(typed, Wrong::Gone),
    };
    refuse(&here, number, draft, now, app).await
}

/// Deletes a note of one's own; an owner deletes anybody's.
#[post("/team/applicants/<number>/notes/<note>/delete")]
pub(super) async fn delete(
    here: SignedIn,
    number: i64,
    note: i64,
    now: Now,
    app: &State<App>,
) -> Result<Redirect, TeamError> {
    let is_deleted = app.store.delete_note(here.doer(now), here.member.role, (number, note)).await?;
    if is_deleted { Ok(to(number, "deleted")) } else { Err(ApiError::NotFound.into()) }
}

/// The page with the typed text, and why it was not stored.
async fn refuse(
    here: &SignedIn,
    number: i64,
    draft: Draft,
    now: Now,
    app: &App,
) -> Result<Result<Redirect, Page>, TeamError> {
    // So that the edited note is on the page.
    let notes = draft.note.map(|note| note.saturating_add(1));
    let part = Part { notes, draft: draft.weight(), ..Part::default() };
    let whole = page::read(app, number, part.notes).await?;
    let status = draft.status();
    let page = ApplicantPage::new(here, &whole, part, now, app).with_draft(draft, &whole)?;
    Ok(Err(page.draw()?.with_status(status)))
}
