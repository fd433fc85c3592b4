//! The application form.

mod view;

use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use self::view::ApplyPage;
use crate::domain::questions::Demand;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, FormBody, Now, OwnPage, Profiles, Quota};
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};

/// A field that people do not see and programs fill in.
const TRAP: &str = "homepage";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![home, form, apply]
}

#[get("/")]
fn home(applicant: Applicant<'_>, app: &State<App>) -> Result<Redirect, PageError> {
    let known = applicant.application(app)?.is_some();
    Ok(Redirect::to(if known { "/schedule" } else { "/talent-network" }))
}

/// One who has applied already sees where the application stands.
#[get("/talent-network")]
fn form(
    applicant: Applicant<'_>,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    if applicant.application(app)?.is_some() {
        return Ok(Err(Redirect::to("/schedule")));
    }
    Page::draw(&ApplyPage::of(&frame, &app.settings.questions, &FormBody::default(), None), &frame).map(Ok)
}

#[post("/talent-network", data = "<body>")]
async fn apply(
    own: Result<OwnPage, ApiError>,
    quota: Result<Quota<Profiles>, ApiError>,
    body: Result<FormBody, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    own?;
    quota?;
    let body = body?;
    let questions = &app.settings.questions;
    if body.get(TRAP).is_some_and(|text| !text.is_empty()) {
        // Whoever fills this in by mistake can see what to do; a program does not look.
        let page = ApplyPage::of(&frame, questions, &body, None).trapped();
        return Page::draw(&page, &frame).map(|page| Err(page.with_status(Status::UnprocessableEntity)));
    }
    match questions.check(questions.read_form(&body.0), Demand::Form) {
        Ok(application) => {
            let id = app.create_profile(application, now.0).await?;
            applicant.remember(id);
            Ok(Ok(Redirect::to("/schedule")))
        }
        Err(errors) => {
            let page = Page::draw(&ApplyPage::of(&frame, questions, &body, Some(&errors)), &frame)?;
            Ok(Err(page.with_status(Status::UnprocessableEntity)))
        }
    }
}
