//! Deciding about an applicant.

use rocket::response::Redirect;
use rocket::{State, post};

use crate::domain::decision::Decision;
use crate::store::WholeApplicant;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now};
use crate::web::team::guards::SignedIn;
use crate::web::team::notice::TeamError;
use crate::web::team::standing::of_decision;

/// The word for no decision, in forms and addresses.
const UNDECIDED: &str = "none";

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
    let word = body.get("decision").unwrap_or_default();
    let decision = Decision::parse(word);
    if decision.is_none() && word != UNDECIDED {
        return Err(ApiError::Refused(422).into());
    }
    let before = app.store.decide(here.doer(now), number, decision).await?.ok_or(ApiError::NotFound)?;
    let was = before.decided.map_or(UNDECIDED, |decided| decided.decision.as_str());
    Ok(Redirect::to(format!("/team/applicants/{number}?was={was}")))
}

/// What a change of the decision did, and the word for how it was before.
pub(super) fn done<'a>(whole: &WholeApplicant, was: &'a str) -> Option<(String, &'a str)> {
    let now = whole.decided.as_ref().map(|decided| decided.decision);
    let is_known = was == UNDECIDED || Decision::parse(was).is_some();
    let is_other = now.map_or(UNDECIDED, Decision::as_str) != was;
    let what = now.map_or("No decision any more", |decision| of_decision(decision).word);
    (is_known && is_other).then(|| (format!("{what}. The applicant isn’t told."), was))
}
