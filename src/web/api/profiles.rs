//! Applications over the JSON API: create one, read its status, complete it.

use rocket::response::status::Created;
use rocket::serde::json::Json;
use rocket::{Route, State, get, post, routes};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::answers::ApplicationBody;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::{Profile, ProfileStatus};
use crate::domain::text::{Email, PersonName};
use crate::store::Completion;
use crate::web::app::App;
use crate::web::describe::words::StatusWord;
use crate::web::error::ApiError;
use crate::web::guards::{JsonBody, Now, Profiles, Quota};
use crate::web::response::Success;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![profile, create_profile, complete]
}

/// A profile's status. Its answers are the team's, and are not shown.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Profile)]
pub(in crate::web) struct ProfileView {
    /// The profile's id. Knowing it is the right to read the profile.
    #[schema(format = "uuid")]
    profile_id: String,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// When the application was completed.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// When it was withdrawn; null again after that is undone.
    #[schema(format = DateTime)]
    withdrawn_at: Option<String>,
    /// When it was created.
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
            withdrawn_at: profile.withdrawn_at.map(instant::to_seconds),
            created_at: instant::to_seconds(profile.created_at),
            updated_at: instant::to_seconds(profile.updated_at),
        }
    }
}

/// Read a profile
///
/// The status of an application. Its answers are not shown.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "getProfile",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    responses((status = 200, description = "Its status.", body = Success<ProfileView>)),
)]
#[get("/api/public/profiles/<id>")]
pub(in crate::web) fn profile(
    id: Result<ProfileId, ApiError>,
    app: &State<App>,
) -> Result<Json<Success<ProfileView>>, ApiError> {
    let current = app.store.current(id?)?.ok_or(ApiError::UnknownProfile)?;
    Ok(Success::json(current.profile.into()))
}

/// A new profile, and where to continue.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct NewProfile {
    /// The profile's id. Knowing it is the right to read the profile.
    #[schema(format = "uuid")]
    profile_id: String,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// The team's calendar at Cal.com, with this applicant's details filled in. Null without a calendar.
    #[schema(format = "uri")]
    booking_url: Option<String>,
    /// The applicant's own page for the next steps. Knowing its address is the right to open it.
    #[schema(format = "uri")]
    schedule_url: String,
}

impl NewProfile {
    /// Returns the answer to whoever created the profile.
    #[must_use]
    pub(in crate::web) fn new(app: &App, id: ProfileId, name: &PersonName, email: &Email) -> Self {
        let booking = app.settings.cal_link.as_ref();
        Self {
            profile_id: id.to_string(),
            status: ProfileStatus::Applied.as_str(),
            booking_url: booking.map(|link| link.booking(name.as_str(), email, id)),
            schedule_url: app.page_of(id),
        }
    }
}

/// Create a profile
///
/// Accepts an application from another front end. Redirect the applicant to `bookingUrl`, which carries the
/// profile's id to Cal.com and back. Limited per client address.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "createProfile",
    request_body(content = ApplicationBody, description = "The application."),
    responses(
        (
            status = 201, description = "It is stored.", body = Success<NewProfile>,
            headers(("Location" = String, description = "The path of the profile.")),
            links(
                ("profile" = (operation_id = "getProfile", parameters(("id" = "$response.body#/data/profileId")))),
                ("booking" = (operation_id = "getBooking", parameters(("id" = "$response.body#/data/profileId")))),
                ("complete" = (operation_id = "completeProfile", parameters(("id" = "$response.body#/data/profileId")))),
            ),
        ),
    ),
)]
#[post("/api/public/profiles", data = "<body>")]
pub(in crate::web) async fn create_profile(
    quota: Result<Quota<Profiles>, ApiError>,
    body: Result<JsonBody<ApplicationBody>, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Created<Json<Success<NewProfile>>>, ApiError> {
    quota?;
    let application = body?.0.parse(&app.settings.questions)?;
    let (name, email) = (application.name.clone(), application.email.clone());
    let id = app.create_profile(application, now.0).await?;
    let answer = Success::json(NewProfile::new(app, id, &name, &email));
    Ok(Created::new(format!("/api/public/profiles/{id}")).body(answer))
}

/// A completed application.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct Completed {
    /// The profile's id.
    #[schema(format = "uuid")]
    profile_id: String,
    /// When it was first completed.
    #[schema(format = DateTime)]
    completed_at: String,
}

impl Completed {
    /// Returns the answer for the application `id`, which is complete since `at`.
    #[must_use]
    pub(in crate::web) fn new(id: ProfileId, at: OffsetDateTime) -> Self {
        Self { profile_id: id.to_string(), completed_at: instant::to_seconds(at) }
    }
}

/// Complete an application
///
/// Possible once the interview is scheduled or was held, and is claimed if only the e-mail address matched
/// it. Completing it again changes nothing.
#[utoipa::path(
    tag = "Profiles",
    operation_id = "completeProfile",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    responses((status = 200, description = "It is complete.", body = Success<Completed>)),
)]
#[post("/api/public/profiles/<id>/complete")]
pub(in crate::web) async fn complete(
    id: Result<ProfileId, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<Json<Success<Completed>>, ApiError> {
    let id = id?;
    match app.store.complete(id, now.0).await? {
        Completion::Completed(at) => Ok(Success::json(Completed::new(id, at))),
        Completion::NotScheduled(status) => Err(ApiError::NotScheduled(status)),
        Completion::NotClaimed => Err(ApiError::NotClaimed),
        Completion::Unknown => Err(ApiError::UnknownProfile),
    }
}
