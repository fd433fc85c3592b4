//! Where an application stands.

mod calendar;
mod found;
mod meeting;
mod view;

use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use self::calendar::Calendar;
use self::found::Found;
use self::view::{SchedulePage, Visit};
use crate::calcom::links::Redirect as Returned;
use crate::calcom::reference;
use crate::store::{Claimed, Completion, Current};
use crate::web::app::App;
use crate::web::describe::booking::{self, BookingView};
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, Claims, FormBody, Now, OwnPage, Quota, RawQuery};
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};
use crate::web::response::JsonText;

const HERE: &str = "/schedule";
const LAST: &str = "/thanks";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![schedule, thanks, claim, complete, leave]
}

#[get("/schedule")]
async fn schedule(
    query: RawQuery<'_>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let returned = Returned::parse(query.0);
    let clean = returned.to_query();
    if clean != query.0 {
        let address = if clean.is_empty() { HERE.to_owned() } else { format!("{HERE}?{clean}") };
        return Ok(Err(Redirect::to(address)));
    }
    let mut known = applicant.application(app)?;
    let mut found = Found::of(&app.store, &returned, known.as_ref(), now.0)?;
    if let (Found::Theirs(name), Some(id)) = (&found, applicant.id) {
        // A page that another site planted can claim no more than what has the applicant's own address.
        app.store.claim(id, name.clone(), now.0).await?;
        known = applicant.application(app)?;
        found = Found::Nothing;
    }
    let version = known.as_ref().map(|known| version_of(app, known)).transpose()?.unwrap_or_default();
    let visit = found.visit(known.as_ref(), &version);
    let page = SchedulePage::of(&frame, Calendar::of(app), visit, now.0);
    if page.is_last() { Ok(Err(Redirect::to(LAST))) } else { Page::draw(&page, &frame).map(Ok) }
}

/// What the event stream calls this state.
fn version_of(app: &App, current: &Current) -> Result<String, ApiError> {
    let told = JsonText::new(&BookingView::new(app, current.clone()))?;
    Ok(booking::version(&told.0))
}

#[get("/thanks")]
fn thanks(
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let Some(current) = applicant.application(app)? else { return Ok(Err(Redirect::to(HERE))) };
    let version = version_of(app, &current)?;
    let visit = Visit::Applicant { current: &current, version: &version, returning: false };
    let page = SchedulePage::of(&frame, Calendar::of(app), visit, now.0);
    if page.is_last() { Page::draw(&page, &frame).map(Ok) } else { Ok(Err(Redirect::to(HERE))) }
}

#[post("/schedule/complete")]
async fn complete(
    own: Result<OwnPage, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    let Some(id) = applicant.id else { return Ok(Redirect::to(HERE)) };
    match app.store.complete(id, now.0).await? {
        Completion::Completed(_) => Ok(Redirect::to(LAST)),
        Completion::NotScheduled(_) | Completion::NotClaimed | Completion::Unknown => Ok(Redirect::to(HERE)),
    }
}

/// "This is my interview": by the button beside it, or with what the person pasted.
#[post("/schedule/claim", data = "<body>")]
async fn claim(
    own: Result<OwnPage, ApiError>,
    quota: Result<Quota<Claims>, ApiError>,
    body: Result<FormBody, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    own?;
    quota?;
    let body = body?;
    let Some(current) = applicant.application(app)? else { return Ok(Ok(Redirect::to(HERE))) };
    let pasted = body.get("uid").unwrap_or_default();
    let name = reference::find(pasted).map(|name| reference::with_seat(name, body.get("seatReferenceUid")));
    let claimed = match name {
        Some(name) => app.store.claim(current.profile.id, name, now.0).await?,
        None => Claimed::No,
    };
    if claimed != Claimed::No {
        return Ok(Ok(Redirect::to(HERE)));
    }
    let visit = Visit::Applicant { current: &current, version: "", returning: false };
    let page = SchedulePage::of(&frame, Calendar::of(app), visit, now.0).with_wrong_reference(pasted);
    Ok(Err(Page::draw(&page, &frame)?.with_status(Status::UnprocessableEntity)))
}

/// On a shared computer, the next one starts an application of their own.
#[post("/schedule/leave")]
fn leave(own: Result<OwnPage, ApiError>, applicant: Applicant<'_>) -> Result<Redirect, PageError> {
    own?;
    applicant.forget();
    Ok(Redirect::to("/talent-network"))
}
