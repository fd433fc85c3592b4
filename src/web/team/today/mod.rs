//! The tasks of the team today, with a few lines of each kind.

mod first;
mod lines;
mod trouble;

use askama::Template;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use self::first::FirstSteps;
use self::lines::{Line, Meeting, NewLine, OddLine, Part, SHOWN, sum};
use self::trouble::{Running, Trouble};
use super::door::HOME;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::{MemberForm, SignedIn};
use super::notice::TeamError;
use super::state::Team;
use super::when::{Clock, When};
use crate::store::{Backups, Store, Today};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, seen]
}

#[derive(Template)]
#[template(path = "team/today.html")]
struct TodayPage<'a> {
    frame: TeamFrame<'a>,
    /// `Tuesday 10 November`.
    date: String,
    /// The tasks in a sentence.
    sum: String,
    /// There are no interviews and no tasks.
    is_quiet: bool,
    first: Option<FirstSteps>,
    troubles: Vec<Trouble>,
    /// The new applicants were just marked as seen.
    has_seen: bool,
    next: Option<Meeting>,
    today: Vec<Meeting>,
    tomorrow: Vec<Meeting>,
    /// There are more interviews than are shown.
    more: bool,
    requested: Part<Line>,
    over: Part<Line>,
    rescheduling: Part<Line>,
    unmatched: Part<OddLine>,
    new: Part<NewLine>,
    /// The highest number of the new applicants.
    newest: i64,
    /// When the new ones were last marked as seen.
    seen_at: Option<When>,
    running: Running,
    /// The address of the form, to be shared.
    form: String,
    as_of: When,
}

#[get("/team?<seen>")]
async fn show(
    here: SignedIn,
    seen: Option<bool>,
    now: Now,
    team: &State<Team>,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let clock = Clock::new(&here.member, now.0);
    let (doer, until) = (here.doer(now), clock.end_of_tomorrow());
    let read = move |store: &Store| Ok((store.today(doer, until)?, store.reader().last_delivery()?));
    let (today, last) = app.read(read).await?;
    let last = last.and_then(|last| last.received_at);
    let backups = team.backups.as_ref().map(Backups::state);
    let running = Running::new(last, backups.as_ref(), &clock);
    let troubles = trouble::find(&today.refusals, app.store.free_space().ok(), backups.as_ref(), &clock);
    let page = page(TeamFrame::new(&app.shell, &here, NavItem::Today), today, &clock, app);
    let page = TodayPage { troubles, running, has_seen: seen == Some(true), ..page };
    Ok(draw(&page, &app.shell)?)
}

/// Marks the new applicants as seen, up to the newest on the page that sent it.
#[post("/team/seen", data = "<form>")]
async fn seen(form: MemberForm, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, now } = form;
    let number = body.get("number").and_then(|number| number.parse().ok()).ok_or(ApiError::Refused(422))?;
    app.store.note_seen(here.doer(now), number).await?;
    Ok(Redirect::to(format!("{HOME}?seen=true")))
}

fn page<'a>(frame: TeamFrame<'a>, today: Today, clock: &Clock, app: &App) -> TodayPage<'a> {
    let more = today.interviews.len() > SHOWN;
    let mut meetings = today.interviews.iter().take(SHOWN).map(|one| Meeting::new(one, clock));
    let next = meetings.next();
    let (now, later): (Vec<_>, Vec<_>) = meetings.partition(|one| one.is_today);
    let waits = today.requested.count + today.over.count + today.unmatched.count;
    let calm = today.interviews.is_empty() && today.new.count + today.rescheduling.count + waits == 0;
    TodayPage {
        frame,
        date: clock.date(),
        sum: sum(today.interviews.len(), waits),
        is_quiet: calm,
        first: today.first_steps.map(|seen| FirstSteps::new(&seen, app, clock)),
        troubles: Vec::new(),
        has_seen: false,
        next,
        today: now,
        tomorrow: later,
        more,
        newest: today.new.lines.first().map_or(0, |newest| newest.number),
        requested: Part::new(&today.requested, |one| Line::requested(one, clock)),
        over: Part::new(&today.over, |one| Line::over(one, clock)),
        rescheduling: Part::new(&today.rescheduling, |one| Line::rescheduling(one, clock)),
        unmatched: Part::new(&today.unmatched, |one| OddLine::new(one, clock)),
        new: Part::new(&today.new, |one| NewLine::new(one, clock)),
        seen_at: today.seen_at.map(|at| clock.when(at)),
        running: Running::default(),
        form: format!("{}{}", app.settings.public_url, app.settings.apply_path.as_str()),
        as_of: clock.when(clock.now),
    }
}
