//! Deciding about an applicant.

use rocket::response::Redirect;
use rocket::{State, post};

use crate::store::WholeApplicant;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::team::badge::of_decision;
use crate::web::team::choice::{Was, read, read_earlier, write_earlier};
use crate::web::team::guards::MemberForm;
use crate::web::team::notice::TeamError;

/// Makes or undoes a decision. Only the team sees it.
#[post("/team/applicants/<number>/decision", data = "<form>")]
pub(super) async fn decide(number: i64, form: MemberForm, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, now } = form;
    let doer = here.doer(now);
    let before = if let Some(undo) = body.get("undo") {
        let Was(earlier) = read_earlier(undo).ok_or(ApiError::Refused(422))?;
        app.store.restore_decisions(doer, vec![(number, earlier)]).await?
    } else {
        let decision = body.get("decision").and_then(read).ok_or(ApiError::Refused(422))?;
        app.store.decide(doer, vec![(number, decision.0)]).await?
    };
    let (_, was) = before.first().ok_or(ApiError::NotFound)?;
    let was = write_earlier(*was);
    Ok(Redirect::to(format!("/team/applicants/{number}?was={was}")))
}

/// Returns the message about a changed decision and the word that undoes it; `None` if nothing changed.
pub(super) fn done<'a>(whole: &WholeApplicant, was: &'a str) -> Option<(String, Option<&'a str>)> {
    let now = whole.decided.as_ref().map(|decided| decided.decision);
    let Was(earlier) = read_earlier(was)?;
    if earlier.map(|earlier| earlier.decision) == now {
        return Some(("Nothing was changed.".into(), None));
    }
    let what = now.map_or("Decision undone", |decision| of_decision(decision).word);
    Some((format!("{what}. The applicant isn’t told."), Some(was)))
}
