//! Deciding about an applicant.

use rocket::response::Redirect;
use rocket::{State, post};

use crate::store::WholeApplicant;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now};
use crate::web::team::choice::{read, word};
use crate::web::team::guards::SignedIn;
use crate::web::team::notice::TeamError;
use crate::web::team::standing::of_decision;

/// Decides, or takes a decision back. Only the team sees it.
#[post("/team/applicants/<number>/decision", data = "<body>")]
pub(super) async fn decide(
    here: SignedIn,
    number: i64,
    body: Result<FormBody, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Redirect, TeamError> {
    let body = body?;
    let decision = body.get("decision").and_then(read).ok_or(ApiError::Refused(422))?;
    let before = app.store.decide(here.doer(now), vec![(number, decision.0)]).await?;
    let (_, was) = before.first().ok_or(ApiError::NotFound)?;
    let was = word(*was);
    Ok(Redirect::to(format!("/team/applicants/{number}?was={was}")))
}

/// What a change of the decision did, and the word for how it was before.
pub(super) fn done<'a>(whole: &WholeApplicant, was: &'a str) -> Option<(String, &'a str)> {
    let now = whole.decided.as_ref().map(|decided| decided.decision);
    let is_other = read(was).is_some_and(|was| was.0 != now);
    let what = now.map_or("No decision any more", |decision| of_decision(decision).word);
    is_other.then(|| (format!("{what}. The applicant isn’t told."), was))
}
