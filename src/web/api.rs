//! The public JSON API. Profile ids are random, and knowing one is the right to read it.

use std::sync::Arc;

use rocket::response::status::{Created, NoContent};
use rocket::serde::json::Json;
use rocket::{Route, State, get, options, post, routes};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::App;
use super::answers::ApplicationBody;
use super::error::ApiError;
use super::guards::{JsonBody, Now};
use super::json::JsonText;
use super::limits::{Profiles, Quota};
use super::openapi::{ErrorsOfApplying, ErrorsOfCompleting, ErrorsOfReading, ProfilePath, StatusWord};
use crate::calcom::links::BookingPages;
use crate::domain::booking::Booking;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::{Profile, ProfileStatus};
use crate::domain::text::{Email, PersonName, WebUrl};
use crate::store::{Completion, Current};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![booking, profile, create_profile, complete, preflight]
}

/// The envelope of every answer that is no error.
#[derive(Serialize, ToSchema)]
pub(super) struct Success<T> {
    /// Always true.
    success: bool,
    /// What was asked for.
    data: T,
}

impl<T> Success<T> {
    /// `data` in the envelope.
    pub(super) fn of(data: T) -> Self {
        Self { success: true, data }
    }

    fn json(data: T) -> Json<Self> {
        Json(Self::of(data))
    }
}

/// A profile's current booking. What is not known is null; that is all but `status`, `completedAt` and
/// `updatedAt` while there is no booking, and while nothing but the e-mail address connects the booking
/// with the profile: claim it to read it.
// The first seven keys are the original system's, for front ends that read them.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Booking)]
pub(super) struct BookingView {
    /// Cal.com's uid of the booking.
    booking_id: Option<String>,
    /// Where to meet, if that is on the web: an http or https link.
    #[schema(format = "uri")]
    meeting_link: Option<String>,
    /// When the interview begins, in UTC.
    #[schema(format = DateTime)]
    start_time: Option<String>,
    /// When it ends, in UTC.
    #[schema(format = DateTime)]
    end_time: Option<String>,
    /// The applicant's name as given in Cal.com. Foreign text: escape it.
    attendee_name: Option<String>,
    /// The applicant's IANA time zone.
    timezone: Option<String>,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What the booking is called. Foreign text: escape it.
    title: Option<String>,
    /// Where to meet, as Cal.com says it: an address, a phone number, a link. Foreign text.
    location: Option<String>,
    /// The host's name. Foreign text: escape it.
    organizer_name: Option<String>,
    /// How long it lasts.
    duration_minutes: Option<i64>,
    /// The page at Cal.com that moves the booking, while it can be moved.
    #[schema(format = "uri")]
    reschedule_url: Option<String>,
    /// The page at Cal.com that cancels the booking, while it can be cancelled.
    #[schema(format = "uri")]
    cancel_url: Option<String>,
    /// Why it was cancelled or declined. Foreign text: escape it.
    cancellation_reason: Option<String>,
    /// When the application was completed.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// When anything here last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl BookingView {
    /// What the API says of a profile.
    #[must_use]
    pub(super) fn of(app: &App, current: Current) -> Self {
        let Current { profile, booking, .. } = current;
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

/// Read a booking
///
/// The current booking of a profile: the one that stands, else the one that waits for the host,
/// else the last that ended. Of a booking that only the e-mail address matched, nothing but the status
/// is told until it is claimed, for anybody can apply with anybody's address.
#[utoipa::path(
    tag = "Bookings",
    operation_id = "getBooking",
    params(ProfilePath),
    responses((status = 200, description = "Where the booking stands.", body = Success<BookingView>), ErrorsOfReading),
)]
#[get("/api/public/booking/<id>")]
pub(super) fn booking(id: Result<ProfileId, ApiError>, app: &State<App>) -> Result<JsonText, ApiError> {
    answer(app, id?)
}

/// A profile's booking in the envelope.
pub(super) fn answer(app: &App, id: ProfileId) -> Result<JsonText, ApiError> {
    let data = told(app, id)?.ok_or(ApiError::UnknownProfile)?;
    // As `Success` is written.
    Ok(JsonText([r#"{"success":true,"data":"#, &data, "}"].concat()))
}

/// A profile's status. Its answers are the team's, and are not shown.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Profile)]
pub(super) struct ProfileView {
    /// The profile's id. To know it is the right to read it.
    #[schema(format = "uuid")]
    profile_id: String,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// When the application was completed.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it last changed.
    #[schema(format = DateTime)]
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

/// Read a profile
///
/// Where an application stands. Its answers are not shown.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "getProfile",
    params(ProfilePath),
    responses((status = 200, description = "Where it stands.", body = Success<ProfileView>), ErrorsOfReading),
)]
#[get("/api/public/profiles/<id>")]
pub(super) fn profile(
    id: Result<ProfileId, ApiError>,
    app: &State<App>,
) -> Result<Json<Success<ProfileView>>, ApiError> {
    let current = app.store.current(id?)?.ok_or(ApiError::UnknownProfile)?;
    Ok(Success::json(current.profile.into()))
}

/// A new profile, and where to go on.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewProfile {
    /// The profile's id. To know it is the right to read it.
    #[schema(format = "uuid")]
    profile_id: String,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// The team's calendar at Cal.com, filled in for this applicant. Null without a calendar.
    #[schema(format = "uri")]
    booking_url: Option<String>,
    /// bookhook's own page for the rest of the way.
    #[schema(format = "uri")]
    schedule_url: String,
}

impl NewProfile {
    /// What whoever made the profile is told.
    #[must_use]
    pub(super) fn of(app: &App, id: ProfileId, name: &PersonName, email: &Email) -> Self {
        let booking = app.settings.cal_link.as_ref();
        Self {
            profile_id: id.to_string(),
            status: ProfileStatus::Applied.as_str(),
            booking_url: booking.map(|link| link.booking(name.as_str(), email, id)),
            schedule_url: format!("{}/schedule", app.settings.public_url),
        }
    }
}

/// Make a profile
///
/// Takes an application from another front end than bookhook's own form. Send the applicant on to
/// `bookingUrl`, which carries the profile's id to Cal.com and back. Limited per client address.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "createProfile",
    request_body(content = ApplicationBody, description = "The application."),
    responses(
        (
            status = 201, description = "It is kept.", body = Success<NewProfile>,
            headers(("Location" = String, description = "The path of the profile.")),
            links(
                ("profile" = (operation_id = "getProfile", parameters(("id" = "$response.body#/data/profileId")))),
                ("booking" = (operation_id = "getBooking", parameters(("id" = "$response.body#/data/profileId")))),
                ("complete" = (operation_id = "completeProfile", parameters(("id" = "$response.body#/data/profileId")))),
            ),
        ),
        ErrorsOfApplying,
    ),
)]
#[post("/api/public/profiles", data = "<body>")]
pub(super) async fn create_profile(
    quota: Result<Quota<Profiles>, ApiError>,
    body: Result<JsonBody<ApplicationBody>, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Created<Json<Success<NewProfile>>>, ApiError> {
    quota?;
    let application = body?.0.parse(&app.settings.questions)?;
    let (name, email) = (application.name.clone(), application.email.clone());
    let id = app.create_profile(application, now.0).await?;
    let answer = Success::json(NewProfile::of(app, id, &name, &email));
    Ok(Created::new(format!("/api/public/profiles/{id}")).body(answer))
}

/// A completed application.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Completed {
    /// The profile's id.
    #[schema(format = "uuid")]
    profile_id: String,
    /// When it was completed first.
    #[schema(format = DateTime)]
    completed_at: String,
}

impl Completed {
    /// The application `id`, complete since `at`.
    #[must_use]
    pub(super) fn of(id: ProfileId, at: OffsetDateTime) -> Self {
        Self { profile_id: id.to_string(), completed_at: instant::to_seconds(at) }
    }
}

/// Complete an application
///
/// Possible once the interview is scheduled or was held, and is claimed if only the e-mail address
/// matched it. To complete it again changes nothing.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "completeProfile",
    params(ProfilePath),
    responses((status = 200, description = "It is complete.", body = Success<Completed>), ErrorsOfCompleting),
)]
#[post("/api/public/profiles/<id>/complete")]
pub(super) async fn complete(
    id: Result<ProfileId, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Json<Success<Completed>>, ApiError> {
    let id = id?;
    match app.store.complete(id, now.0).await? {
        Completion::Completed(at) => Ok(Success::json(Completed::of(id, at))),
        Completion::NotScheduled(status) => Err(ApiError::NotScheduled(status)),
        Completion::NotClaimed => Err(ApiError::NotClaimed),
        Completion::Unknown => Err(ApiError::UnknownProfile),
    }
}

/// A browser asks before it lets another origin's page send JSON; the fairing answers who may.
#[options("/api/public/<_..>")]
fn preflight() -> NoContent {
    NoContent
}
