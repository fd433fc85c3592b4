//! The actions of applicants on their page.

use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{State, get, post};

use super::calendar::Calendar;
use super::own::Own;
use super::view::{SchedulePage, Visit};
use crate::calcom::reference;
use crate::domain::text::Email;
use crate::store::{Claimed, Completion};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, Claims, LimitedForm, Now, OwnPage};
use crate::web::pages::ask::Ask;
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};
use crate::web::paths::{SCHEDULE, THANKS};

#[post("/schedule/complete")]
pub(super) async fn complete(
    own: Result<OwnPage, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    let Some(id) = applicant.id else { return Ok(Redirect::to(SCHEDULE)) };
    match app.store.complete(id, now.0).await? {
        Completion::Completed(_) => Ok(Redirect::to(THANKS)),
        Completion::NotScheduled(_) | Completion::NotClaimed | Completion::Unknown => {
            Ok(Redirect::to(SCHEDULE))
        }
    }
}

/// "This is my interview": by the button beside it, or with what the person pasted.
#[post("/schedule/claim", data = "<form>")]
pub(super) async fn claim(
    form: Result<LimitedForm<Claims>, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    let LimitedForm { body, quota } = form?;
    quota?;
    let Some(current) = applicant.application(app)? else { return Ok(Ok(Redirect::to(SCHEDULE))) };
    let pasted = body.get("uid").unwrap_or_default();
    let name = reference::find(pasted).map(|name| reference::with_seat(name, body.get("seatReferenceUid")));
    let claimed = match name {
        Some(name) => app.store.claim(current.profile.id, name, now.0).await?,
        None => Claimed::No,
    };
    if claimed != Claimed::No {
        return Ok(Ok(Redirect::to(SCHEDULE)));
    }
    let visit = Visit::Applicant { current: &current, version: "", returning: false };
    let page = SchedulePage::new(&frame, Calendar::new(app), visit, now.0).with_wrong_reference(pasted);
    Ok(Err(Page::draw(&page, &frame)?.with_status(Status::UnprocessableEntity)))
}

/// Corrects the address that the invitation goes to, before anything is booked.
#[post("/schedule/email", data = "<form>")]
pub(super) async fn correct_email(
    form: Result<LimitedForm<Claims>, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    let LimitedForm { body, quota } = form?;
    quota?;
    let Some(current) = applicant.application(app)? else { return Ok(Ok(Redirect::to(SCHEDULE))) };
    let typed = body.get("email").unwrap_or_default();
    if let Ok(email) = Email::parse(typed) {
        app.store.correct_email(current.profile.id, email).await?;
        return Ok(Ok(Redirect::to(SCHEDULE)));
    }
    let visit = Visit::Applicant { current: &current, version: "", returning: false };
    let page = SchedulePage::new(&frame, Calendar::new(app), visit, now.0)
        .with_own(Own::new(app, &frame, &current.profile)?)
        .with_wrong_email(typed);
    Ok(Err(Page::draw(&page, &frame)?.with_status(Status::UnprocessableEntity)))
}

/// Asks before the application is withdrawn.
#[get("/schedule/withdraw")]
pub(super) fn ask_withdraw(
    applicant: Applicant<'_>,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    if applicant.application(app)?.is_none_or(|current| current.profile.withdrawn_at.is_some()) {
        return Ok(Err(Redirect::to(SCHEDULE)));
    }
    let ask = Ask {
        frame: &frame,
        heading: frame.say("withdraw-title"),
        lead: frame.say("withdraw-lead"),
        act: ("/schedule/withdraw", frame.say("withdraw")),
        keep: (SCHEDULE, frame.say("leave-keep")),
        address: None,
    };
    Page::draw(&ask, &frame).map(Ok)
}

#[post("/schedule/withdraw")]
pub(super) async fn withdraw(
    own: Result<OwnPage, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    if let Some(id) = applicant.id {
        app.store.withdraw(id, Some(now.0)).await?;
    }
    Ok(Redirect::to(SCHEDULE))
}

/// Undoes a withdrawal.
#[post("/schedule/renew")]
pub(super) async fn renew(
    own: Result<OwnPage, ApiError>,
    applicant: Applicant<'_>,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    if let Some(id) = applicant.id {
        app.store.withdraw(id, None).await?;
    }
    Ok(Redirect::to(SCHEDULE))
}
