//! The public JSON API. Profile ids are random, and knowing one is the right to read it.

use std::sync::Arc;

use rocket::response::status::{Created, NoContent};
use rocket::serde::json::Json;
use rocket::{Route, State, get, options, post, routes};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::error::ApiError;
use super::guards::{JsonBody, Now};
use super::json::JsonText;
use super::limits::ProfileQuota;
use super::{App, answers};
use crate::calcom::links::BookingPages;
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::{Application, Profile, ProfileStatus};
use crate::domain::questions::{Demand, FieldError, Questions, Raw};
use crate::domain::text::WebUrl;
use crate::store::{Completion, Current};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![booking, profile, create_profile, complete, preflight]
}

/// The envelope of every answer that is no error.
#[derive(Serialize)]
pub(super) struct Success<T> {
    success: bool,
    data: T,
}

impl<T> Success<T> {
    fn json(data: T) -> Json<Self> {
        Json(Self { success: true, data })
    }
}

/// A profile's current booking. The first seven keys are the original system's, for front ends
/// that read them; all but the status are null while there is no booking.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BookingView {
    booking_id: Option<String>,
    meeting_link: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
    attendee_name: Option<String>,
    timezone: Option<String>,
    status: &'static str,
    title: Option<String>,
    location: Option<String>,
    organizer_name: Option<String>,
    duration_minutes: Option<i64>,
    reschedule_url: Option<String>,
    cancel_url: Option<String>,
    cancellation_reason: Option<String>,
    completed_at: Option<String>,
    updated_at: String,
}

impl BookingView {
    /// What the API says of a profile.
    #[must_use]
    pub(super) fn of(app: &App, current: Current) -> Self {
        let Current { profile, booking } = current;
        let of_profile = Self {
            status: profile.status.as_str(),
            completed_at: profile.completed_at.map(instant::to_seconds),
            updated_at: instant::to_seconds(profile.updated_at),
            ..Self::default()
        };
        match booking {
            Some(booking) => of_profile.with(app, booking),
            None => of_profile,
        }
    }

    fn with(self, app: &App, booking: Booking) -> Self {
        let pages = BookingPages::of(booking.details.booker_url.as_ref(), app.settings.cal_link.as_ref());
        let changeable = matches!(
            ProfileStatus::of(Some(&booking)),
            ProfileStatus::InterviewScheduled | ProfileStatus::InterviewRequested
        );
        let known = booking.details;
        Self {
            duration_minutes: known.start.zip(known.end).map(|(start, end)| (end - start).whole_minutes()),
            reschedule_url: changeable.then(|| pages.reschedule(&booking.uid, &booking.seat)),
            cancel_url: changeable.then(|| pages.cancel(&booking.uid, &booking.seat)),
            booking_id: Some(booking.uid.to_string()),
            meeting_link: known.link.as_ref().map(|link| WebUrl::as_str(link).to_owned()),
            start_time: known.start.map(instant::to_seconds),
            end_time: known.end.map(instant::to_seconds),
            attendee_name: known.attendee_name,
            timezone: known.attendee_timezone,
            title: known.title,
            location: known.location,
            organizer_name: known.organizer_name,
            cancellation_reason: booking.reason,
            ..self
        }
    }
}

/// What the API tells of a profile's booking, as JSON; `None` if there is no such profile.
pub(super) fn told(app: &App, id: ProfileId) -> Result<Option<Arc<str>>, ApiError> {
    app.recent.or_make(id, || {
        let Some(current) = app.store.current(id)? else { return Ok(None) };
        JsonText::of(&BookingView::of(app, current)).map(|text| Some(text.0))
    })
}

#[get("/api/public/booking/<id>")]
fn booking(id: Result<ProfileId, ApiError>, app: &State<App>) -> Result<JsonText, ApiError> {
    let data = told(app, id?)?.ok_or(ApiError::UnknownProfile)?;
    // As `Success` is written.
    Ok(JsonText([r#"{"success":true,"data":"#, &data, "}"].concat()))
}

/// A profile's status. Its answers are the team's, and are not shown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProfileView {
    profile_id: String,
    status: &'static str,
    completed_at: Option<String>,
    created_at: String,
    updated_at: String,
}

impl From<Profile> for ProfileView {
    fn from(profile: Profile) -> Self {
        Self {
            profile_id: profile.id.to_string(),
            status: profile.status.as_str(),
            completed_at: profile.completed_at.map(instant::to_seconds),
            created_at: instant::to_seconds(profile.created_at),
            updated_at: instant::to_seconds(profile.updated_at),
        }
    }
}

#[get("/api/public/profiles/<id>")]
fn profile(
    id: Result<ProfileId, ApiError>,
    app: &State<App>,
) -> Result<Json<Success<ProfileView>>, ApiError> {
    let current = app.store.current(id?)?.ok_or(ApiError::UnknownProfile)?;
    Ok(Success::json(current.profile.into()))
}

/// An application from another front end.
#[derive(Deserialize)]
pub(super) struct ApplicationBody {
    name: String,
    email: String,
    #[serde(default)]
    answers: Map<String, Value>,
}

impl ApplicationBody {
    fn parse(self, questions: &Questions) -> Result<Application, ApiError> {
        let answers = answers::typed(questions, self.answers)?;
        let raw = Raw { name: self.name, email: self.email, answers };
        let filled = questions.answer(&raw, Demand::NameAndEmail);
        filled.map(answers::application).map_err(|errors| match errors.iter().next() {
            Some(first) => first.clone().into(),
            None => ApiError::Internal,
        })
    }
}

impl From<FieldError> for ApiError {
    fn from(FieldError { field, message }: FieldError) -> Self {
        Self::InvalidField { field, problem: message }
    }
}

/// A new profile, and where to go on.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewProfile {
    profile_id: String,
    status: &'static str,
    booking_url: Option<String>,
    schedule_url: String,
}

#[post("/api/public/profiles", data = "<body>")]
async fn create_profile(
    quota: Result<ProfileQuota, ApiError>,
    body: Result<JsonBody<ApplicationBody>, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Created<Json<Success<NewProfile>>>, ApiError> {
    quota?;
    let application = body?.0.parse(&app.settings.questions)?;
    let (name, email) = (application.name.clone(), application.email.clone());
    let id = app.create_profile(application, now.0).await?;
    let booking = app.settings.cal_link.as_ref();
    let answer = Success::json(NewProfile {
        profile_id: id.to_string(),
        status: ProfileStatus::Applied.as_str(),
        booking_url: booking.map(|link| link.booking(name.as_str(), &email, id)),
        schedule_url: format!("{}/schedule", app.settings.public_url),
    });
    Ok(Created::new(format!("/api/public/profiles/{id}")).body(answer))
}

/// A completed application.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Completed {
    profile_id: String,
    completed_at: String,
}

#[post("/api/public/profiles/<id>/complete")]
async fn complete(
    id: Result<ProfileId, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Json<Success<Completed>>, ApiError> {
    let id = id?;
    let answer = |at: OffsetDateTime| {
        Success::json(Completed { profile_id: id.to_string(), completed_at: instant::to_seconds(at) })
    };
    match app.store.complete(id, now.0).await? {
        Completion::Completed(at) => Ok(answer(at)),
        Completion::NotScheduled(status) => Err(ApiError::NotScheduled(status)),
        Completion::Unknown => Err(ApiError::UnknownProfile),
    }
}

/// A browser asks before it lets another origin's page send JSON; the fairing answers who may.
#[options("/api/public/<_..>")]
fn preflight() -> NoContent {
    NoContent
}
