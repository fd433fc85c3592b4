//! Deciding about several applicants at once, and undoing that.

use rocket::response::Redirect;
use rocket::{State, post};

use super::view::{HERE, View};
use crate::domain::decision::{Decision, Decisions, Earlier, EarlierDecisions};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::FormBody;
use crate::web::team::choice::{self, Choice};
use crate::web::team::guards::MemberForm;
use crate::web::team::notice::TeamError;

/// The word for an undone change.
const UNDONE: &str = "undone";

/// Decides about the applicants who are ticked, or restores what was decided before.
#[post("/team/applicants/decision", data = "<form>")]
pub(super) async fn decide(form: MemberForm, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, now } = form;
    let doer = here.doer(now);
    let (did, decisions, before) = match wanted(&body).ok_or(ApiError::Refused(422))? {
        Wanted::Decide(decision, decisions) => {
            let before = app.store.decide(doer, decisions.clone()).await?;
            (choice::word(decision), decisions, before)
        }
        Wanted::Undo(earlier) => {
            let decisions = earlier.iter().map(|(number, earlier)| (*number, decision_of(*earlier)));
            let decisions = decisions.collect();
            (UNDONE, decisions, app.store.restore_decisions(doer, earlier).await?)
        }
    };
    let is_other =
        |(number, was): &(i64, Option<Earlier>)| !decisions.contains(&(*number, decision_of(*was)));
    let changed: Vec<_> = before.into_iter().filter(is_other).collect();
    let before = body.get("before").and_then(|before| before.parse().ok());
    let view = View::read(body.get("tab"), body.get("q"), before);
    let done = if changed.is_empty() { did.into() } else { format!("{did}.{}", choice::write_all(&changed)) };
    Ok(Redirect::to(view.address_with(HERE, before, &[("done", &done)])))
}

/// The action that a form asks for.
enum Wanted {
    /// To make a decision about some applicants.
    Decide(Option<Decision>, Decisions),
    /// To restore earlier decisions.
    Undo(EarlierDecisions),
}

fn wanted(body: &FormBody) -> Option<Wanted> {
    if let Some(undo) = body.get("undo") {
        return choice::read_all(undo).map(Wanted::Undo);
    }
    let Choice(decision) = choice::read(body.get("decision")?)?;
    let ticked = choice::numbers(body.all("n"))?;
    Some(Wanted::Decide(decision, ticked.into_iter().map(|number| (number, decision)).collect()))
}

fn decision_of(earlier: Option<Earlier>) -> Option<Decision> {
    earlier.map(|earlier| earlier.decision)
}

/// The message about a change, and the word that undoes it.
pub(super) struct Done {
    pub(super) text: String,
    pub(super) undo: Option<String>,
}

impl Done {
    /// Reads the message from the address.
    pub(super) fn read(done: &str) -> Option<Self> {
        let Some((did, was)) = done.split_once('.') else {
            return Some(Self { text: "Nothing was changed.".into(), undo: None });
        };
        let whom = match choice::read_all(was)?.len() {
            1 => "1 applicant".to_owned(),
            some => format!("{some} applicants"),
        };
        if did == UNDONE {
            return Some(Self { text: format!("Undone: {whom}."), undo: None });
        }
        let Choice(decision) = choice::read(did)?;
        let done = match decision {
            Some(Decision::Accepted) => format!("Accepted {whom}."),
            Some(Decision::OnHold) => format!("Put {whom} on hold."),
            Some(Decision::Rejected) => format!("Rejected {whom}."),
            None => return None,
        };
        Some(Self { text: format!("{done} They aren’t told."), undo: Some(was.to_owned()) })
    }
}
