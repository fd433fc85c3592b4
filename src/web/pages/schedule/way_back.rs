//! Finding an application from another browser, and leaving one.

use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{State, get, post};

use super::calendar::Calendar;
use super::view::{SchedulePage, Visit};
use crate::calcom::links::Redirect as Returned;
use crate::calcom::reference;
use crate::domain::ids::ProfileId;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, Claims, LimitedForm, Now, OwnPage};
use crate::web::pages::ask::Ask;
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};
use crate::web::paths::SCHEDULE;

/// The private address of an application: shows whose it is.
#[get("/schedule/<id>")]
pub(super) fn open(
    id: Result<ProfileId, ApiError>,
    applicant: Applicant<'_>,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let id = id?;
    let found = app.store.current(id)?.ok_or(ApiError::UnknownProfile)?;
    if applicant.id == Some(id) {
        return Ok(Err(Redirect::to(SCHEDULE)));
    }
    let replaces = applicant.application(app)?.is_some();
    let ask = Ask {
        frame: &frame,
        heading: frame.quote("open", "name", found.profile.name.as_str()),
        lead: frame.say(if replaces { "open-other-lead" } else { "open-lead" }),
        act: (&format!("{SCHEDULE}/{id}"), frame.say("open-yes")),
        keep: ("/", frame.say("open-no")),
        address: None,
    };
    Page::draw(&ask, &frame).map(Ok)
}

/// Makes this browser the applicant's.
#[post("/schedule/<id>")]
pub(super) fn adopt(
    own: Result<OwnPage, ApiError>,
    id: Result<ProfileId, ApiError>,
    applicant: Applicant<'_>,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    let id = id?;
    app.store.current(id)?.ok_or(ApiError::UnknownProfile)?;
    applicant.remember(id);
    Ok(Redirect::to(SCHEDULE))
}

/// Finds an application or a booking by the link that a stranger pasted.
#[post("/schedule/find", data = "<form>")]
pub(super) fn find(
    form: Result<LimitedForm<Claims>, ApiError>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    let LimitedForm { body, quota } = form?;
    quota?;
    let pasted = body.get("link").unwrap_or_default();
    if let Some(id) = pasted.split(['/', '?', '#', ' ']).find_map(ProfileId::parse)
        && app.store.current(id)?.is_some()
    {
        return Ok(Ok(Redirect::to(format!("{SCHEDULE}/{id}"))));
    }
    if let Some(name) = reference::find(pasted)
        && !app.store.bookings(&name.uid)?.is_empty()
    {
        let named = Returned { uid: Some(name.uid), seat: name.seat, profile: None, booked: true };
        return Ok(Ok(Redirect::to(format!("{SCHEDULE}?{}", named.to_query()))));
    }
    let page =
        SchedulePage::new(&frame, Calendar::new(app), Visit::Stranger, now.0).with_wrong_reference(pasted);
    Ok(Err(Page::draw(&page, &frame)?.with_status(Status::UnprocessableEntity)))
}

/// Asks before the browser forgets its application.
#[get("/schedule/leave")]
pub(super) fn ask_leave(
    applicant: Applicant<'_>,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    let Some(current) = applicant.application(app)? else { return Ok(Err(Redirect::to("/"))) };
    let ask = Ask {
        frame: &frame,
        heading: frame.say("leave-title"),
        lead: frame.say("leave-lead"),
        act: ("/schedule/leave", frame.say("leave")),
        keep: (SCHEDULE, frame.say("leave-keep")),
        address: Some(&app.page_of(current.profile.id)),
    };
    Page::draw(&ask, &frame).map(Ok)
}

/// On a shared computer, the next one starts an application of their own.
#[post("/schedule/leave")]
pub(super) fn leave(
    own: Result<OwnPage, ApiError>,
    applicant: Applicant<'_>,
    app: &State<App>,
) -> Result<Redirect, PageError> {
    own?;
    applicant.forget();
    Ok(Redirect::to(app.settings.apply_path.as_str().to_owned()))
}
