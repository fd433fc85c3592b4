//! Where an application stands.

mod meeting;
mod view;

use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};
use time::{Duration, OffsetDateTime};

use self::view::{SchedulePage, Visit};
use super::api::BookingView;
use super::error::ApiError;
use super::guards::{Applicant, Now, OwnPage, RawQuery};
use super::json::JsonText;
use super::page::{Page, PageError};
use super::{App, stream};
use crate::calcom::links::Redirect as Returned;
use crate::domain::booking::Booking;
use crate::store::{Completion, Current, Known};

pub(super) use self::view::Calendar;

const HERE: &str = "/schedule";
const LAST: &str = "/thanks";

/// For so long after its last event a booking is shown to a browser that names its uid.
const GUEST_TIME: Duration = Duration::hours(24);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![schedule, thanks, complete, leave]
}

#[get("/schedule")]
fn schedule(
    query: RawQuery<'_>,
    applicant: Applicant<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let returned = Returned::parse(query.0);
    let clean = returned.to_query();
    if clean != query.0 {
        let address = if clean.is_empty() { HERE.to_owned() } else { format!("{HERE}?{clean}") };
        return Ok(Err(Redirect::to(address)));
    }
    let known = app.application_of(&applicant)?;
    let found = Found::of(app, &returned, known.as_ref(), now.0)?;
    let version = known.as_ref().map(|known| version_of(app, known)).transpose()?.unwrap_or_default();
    let visit = found.visit(known.as_ref(), &version);
    let page = SchedulePage::of(&app.shell, app.calendar(), visit, now.0);
    if page.is_last() { Ok(Err(Redirect::to(LAST))) } else { Page::draw(&page).map(Ok) }
}

/// What the event stream calls this state.
fn version_of(app: &App, current: &Current) -> Result<String, ApiError> {
    let told = JsonText::of(&BookingView::of(app, current.clone()))?;
    Ok(stream::version(&told.0))
}

#[get("/thanks")]
fn thanks(applicant: Applicant<'_>, now: Now, app: &State<App>) -> Result<Result<Page, Redirect>, PageError> {
    let Some(current) = app.application_of(&applicant)? else { return Ok(Err(Redirect::to(HERE))) };
    let version = version_of(app, &current)?;
    let visit = Visit::Applicant { current: &current, version: &version, returning: false };
    let page = SchedulePage::of(&app.shell, app.calendar(), visit, now.0);
    if page.is_last() { Page::draw(&page).map(Ok) } else { Ok(Err(Redirect::to(HERE))) }
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
        Completion::NotScheduled(_) | Completion::Unknown => Ok(Redirect::to(HERE)),
    }
}

/// On a shared computer, the next one starts an application of their own.
#[post("/schedule/leave")]
fn leave(own: Result<OwnPage, ApiError>, applicant: Applicant<'_>) -> Result<Redirect, PageError> {
    own?;
    applicant.forget();
    Ok(Redirect::to("/talent-network"))
}

/// What the redirect's uid leads to.
enum Found {
    /// It says nothing, or nothing that is not on the applicant's page already.
    Nothing,
    /// A booking that has not arrived.
    OnItsWay,
    /// A booking that is not the applicant's, as far as anybody knows.
    Booking(Box<Booking>),
}

impl Found {
    fn of(
        app: &App,
        returned: &Returned,
        known: Option<&Current>,
        now: OffsetDateTime,
    ) -> Result<Self, ApiError> {
        let has_booking = known.is_some_and(|known| known.booking.is_some());
        let Some(uid) = returned.uid.as_ref().filter(|_| returned.booked) else {
            let waits = returned.booked && known.is_some() && !has_booking;
            return Ok(if waits { Self::OnItsWay } else { Self::Nothing });
        };
        let mut bookings = app.store.bookings(uid)?;
        Ok(match bookings.pop() {
            None => Self::OnItsWay,
            // Of the seats of one booking, the uid does not tell whose.
            Some(Known { booking, .. }) if !has_booking && bookings.is_empty() && is_fresh(&booking, now) => {
                Self::Booking(Box::new(booking))
            }
            Some(_) => Self::Nothing,
        })
    }

    fn visit<'a>(&'a self, known: Option<&'a Current>, version: &'a str) -> Visit<'a> {
        match (self, known) {
            (Self::Booking(booking), _) => Visit::Guest { found: Some(booking) },
            (Self::OnItsWay, None) => Visit::Guest { found: None },
            (Self::Nothing, None) => Visit::Stranger,
            (found, Some(current)) => {
                Visit::Applicant { current, version, returning: matches!(found, Self::OnItsWay) }
            }
        }
    }
}

fn is_fresh(booking: &Booking, now: OffsetDateTime) -> bool {
    booking.last_event_at.is_some_and(|at| now - at < GUEST_TIME)
}
