//! The page of an application's status.

mod acts;
mod calendar;
mod found;
mod meeting;
mod own;
mod view;
mod way_back;

use rocket::response::Redirect;
use rocket::{Route, State, get, routes};

use self::acts::{ask_withdraw, claim, complete, correct_email, renew, withdraw};
use self::calendar::Calendar;
use self::found::{Found, belongs, previous};
use self::own::Own;
use self::view::{SchedulePage, Visit, Wait};
use self::way_back::{adopt, ask_leave, find, leave, open};
use crate::calcom::links::Redirect as Returned;
use crate::store::Current;
use crate::web::app::App;
use crate::web::describe::booking::{self, BookingView};
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, Now, RawQuery};
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};
use crate::web::paths::{SCHEDULE, THANKS};
use crate::web::response::JsonText;

/// How often a browser without a script has asked for a booking that has not arrived.
const ASKED: &str = "&asked=";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![
        schedule,
        thanks,
        claim,
        complete,
        correct_email,
        ask_withdraw,
        withdraw,
        renew,
        open,
        adopt,
        find,
        ask_leave,
        leave
    ]
}

#[get("/schedule")]
async fn schedule(
    query: RawQuery<'_>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let (query, asked) = query.0.split_once(ASKED).unwrap_or((query.0, ""));
    let mut returned = Returned::parse(query);
    // An address that is passed on must not open the application, and this browser holds it already.
    returned.profile = returned.profile.filter(|id| applicant.id != Some(*id));
    let clean = returned.to_query();
    if clean != query {
        let address = if clean.is_empty() { SCHEDULE.to_owned() } else { format!("{SCHEDULE}?{clean}") };
        return Ok(Err(Redirect::to(address)));
    }
    let mut known = applicant.application(app)?;
    if let Some(id) = returned.profile
        && belongs(&app.store, &returned, id)?
    {
        if known.is_some() {
            return Ok(Err(Redirect::to(format!("{SCHEDULE}/{id}"))));
        }
        applicant.remember(id);
        return Ok(Err(Redirect::to(SCHEDULE)));
    }
    let mut found = Found::new(&app.store, &returned, known.as_ref(), now.0)?;
    if let (Found::Theirs(name), Some(id)) = (&found, applicant.id) {
        // A page that another site planted can claim no more than what has the applicant's own address.
        app.store.claim(id, name.clone(), now.0).await?;
        known = applicant.application(app)?;
        found = Found::Nothing;
    }
    let version = known.as_ref().map(|known| version_of(app, known)).transpose()?.unwrap_or_default();
    let visit = found.visit(known.as_ref(), &version);
    let before = previous(&app.store, visit.booking())?;
    let page = page(app, &frame, visit, now)?
        .moved_from(before.as_ref())
        .waiting(Wait { asked: asked.parse().unwrap_or(0), address: format!("{SCHEDULE}?{clean}") });
    if page.is_last() { Ok(Err(Redirect::to(THANKS))) } else { Page::draw(&page, &frame).map(Ok) }
}

/// Returns the event stream's version of this state.
fn version_of(app: &App, current: &Current) -> Result<String, ApiError> {
    let told = JsonText::new(&BookingView::new(app, current.clone()))?;
    Ok(booking::version(&told.0))
}

fn page<'a>(
    app: &'a App,
    frame: &'a Frame<'a>,
    visit: Visit<'a>,
    now: Now,
) -> Result<SchedulePage<'a>, ApiError> {
    let page = SchedulePage::new(frame, Calendar::new(app), visit, now.0);
    Ok(match visit {
        Visit::Applicant { current, .. } => page.with_own(Own::new(app, frame, &current.profile)?),
        Visit::Stranger | Visit::Guest { .. } => page,
    })
}

#[get("/thanks")]
fn thanks(
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let Some(current) = applicant.application(app)? else { return Ok(Err(Redirect::to(SCHEDULE))) };
    let version = version_of(app, &current)?;
    let visit = Visit::Applicant { current: &current, version: &version, returning: false };
    let before = previous(&app.store, visit.booking())?;
    let page = page(app, &frame, visit, now)?.moved_from(before.as_ref());
    if page.is_last() { Page::draw(&page, &frame).map(Ok) } else { Ok(Err(Redirect::to(SCHEDULE))) }
}
