//! Refused deliveries by reason.

use askama::Template;
use rocket::{Route, State, get, routes};
use time::Duration;

use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::telling::grouped;
use super::when::{Clock, When};
use crate::domain::instant;
use crate::store::Refusal;
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::turned_away::{advice, is_of_strangers, reason};

/// After this time without another refusal, a reason is not urgent.
const QUIET: Duration = Duration::days(7);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![list]
}

/// A reason, and how often.
struct Row {
    code: String,
    what: String,
    advice: &'static str,
    times: String,
    first: Option<When>,
    last: Option<When>,
    needs_a_look: bool,
}

impl Row {
    fn new(refusal: &Refusal, clock: &Clock) -> Self {
        let last = instant::parse(&refusal.last_at);
        let is_recent = last.is_none_or(|last| clock.now - last < QUIET);
        Self {
            code: refusal.code.clone(),
            what: reason(&refusal.code).to_owned(),
            advice: advice(&refusal.code).unwrap_or("The server’s log says more."),
            times: grouped(i64::try_from(refusal.count).unwrap_or(i64::MAX)),
            first: instant::parse(&refusal.first_at).map(|at| clock.when(at)),
            last: last.map(|at| clock.when(at)),
            needs_a_look: is_recent && !is_of_strangers(&refusal.code),
        }
    }
}

#[derive(Template)]
#[template(path = "team/refused.html")]
struct RefusedPage<'a> {
    frame: TeamFrame<'a>,
    /// The reasons that need a look, and the others.
    parts: [(&'static str, Vec<Row>); 2],
    is_empty: bool,
    as_of: When,
}

/// The table has a row for each reason, so it is read at once.
#[get("/team/refused")]
fn list(here: SignedIn, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    let clock = Clock::new(&here.member, now.0);
    let rows =
        app.store.reader().refusals()?.iter().map(|refusal| Row::new(refusal, &clock)).collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    let (look, quiet): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.needs_a_look);
    let page = RefusedPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Deliveries),
        parts: [("Look at this", look), ("Quiet for a week, or harmless", quiet)],
        is_empty,
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}
