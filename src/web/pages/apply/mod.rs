//! The application form.

mod view;

use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use self::view::ApplyPage;
use crate::domain::ids::FormToken;
use crate::domain::questions::Demand;
use crate::random::random;
use crate::store::Creation;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{Applicant, FormBody, LimitedForm, Now, Profiles};
use crate::web::pages::frame::Frame;
use crate::web::pages::notice::{self, Notice};
use crate::web::pages::page::{Page, PageError};

/// A hidden field that only programs fill in.
const TRAP: &str = "homepage";

/// The routes of this module, with the form at `path`.
#[must_use]
pub(super) fn routes(path: &str) -> Vec<Route> {
    let at_path = |route: Route| route.map_base(|_| path.to_owned());
    // A path that the settings took is a base that Rocket takes.
    let form = routes![form, apply].into_iter().filter_map(|route| at_path(route).ok());
    routes![home].into_iter().chain(form).collect()
}

#[get("/")]
fn home(applicant: Applicant<'_>, app: &State<App>) -> Result<Redirect, PageError> {
    let known = applicant.application(app)?.is_some();
    let form = app.settings.apply_path.as_str();
    Ok(Redirect::to(if known { "/schedule" } else { form }.to_owned()))
}

/// Somebody who has already applied sees the status of the application.
#[get("/")]
fn form(
    applicant: Applicant<'_>,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Page, Redirect>, PageError> {
    if applicant.application(app)?.is_some() {
        return Ok(Err(Redirect::to("/schedule")));
    }
    let form = FormBody::default();
    Page::draw(&ApplyPage::new(&frame, &app.settings.questions, &form, token("")?), &frame).map(Ok)
}

#[post("/", data = "<form>")]
async fn apply(
    form: Result<LimitedForm<Profiles>, ApiError>,
    applicant: Applicant<'_>,
    now: Now,
    frame: Frame<'_>,
    app: &State<App>,
) -> Result<Result<Redirect, Page>, PageError> {
    let LimitedForm { body, quota } = form?;
    let token = token(body.get("token").unwrap_or_default())?;
    let id = token.profile();
    if applicant.application(app)?.is_some_and(|known| known.profile.id != id) {
        return already(&frame).map(Err);
    }
    let questions = &app.settings.questions;
    let page = ApplyPage::new(&frame, questions, &body, token);
    if let Err(error) = quota {
        return refused(page, &frame, error).map(Err);
    }
    if body.get(TRAP).is_some_and(|text| !text.is_empty()) {
        let page = Page::draw(&page.trapped(), &frame)?;
        return Ok(Err(page.with_status(Status::UnprocessableEntity)));
    }
    let application = match questions.check(questions.read_form(&body.0), Demand::Form) {
        Ok(application) => application,
        Err(errors) => {
            let page = Page::draw(&page.with_errors(&errors), &frame)?;
            return Ok(Err(page.with_status(Status::UnprocessableEntity)));
        }
    };
    match app.store.create_profile(id, application, now.0).await {
        Ok(Creation::Created | Creation::Repeated) => {
            applicant.remember(id);
            Ok(Ok(Redirect::to("/schedule")))
        }
        Ok(Creation::Refused) => {
            applicant.remember(id);
            already(&frame).map(Err)
        }
        Err(error) => refused(page, &frame, error.into()).map(Err),
    }
}

/// The token of the form that was sent, or one for a new form.
fn token(sent: &str) -> Result<FormToken, ApiError> {
    match FormToken::parse(sent) {
        Some(token) => Ok(token),
        None => random().map(FormToken::from_random).map_err(|_| ApiError::Internal),
    }
}

/// The answer to a second application from the same browser: nothing was sent.
fn already(frame: &Frame<'_>) -> Result<Page, PageError> {
    Page::draw(&Notice::applied(frame), frame).map(|page| page.with_status(Status::Conflict))
}

/// The form with the typed values, and why it was refused.
fn refused(page: ApplyPage<'_>, frame: &Frame<'_>, error: ApiError) -> Result<Page, PageError> {
    let page = page.with_notice(notice::words(frame, &error, true));
    Page::draw(&page, frame).map(|page| page.refusing(error))
}
