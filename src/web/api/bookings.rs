//! `GET /api/public/booking/<id>`: what became of a profile's interview.

use rocket::{Route, State, get, routes};

use crate::domain::ids::ProfileId;
use crate::web::app::App;
use crate::web::describe::booking::{BookingView, current_json};
use crate::web::error::ApiError;
use crate::web::response::{JsonText, Success};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![booking]
}

/// Read a booking
///
/// The current booking of a profile: the one that is scheduled, else the one that waits for the host, else
/// the last that ended. If only the e-mail address matched it, only the status is shown until the booking is
/// claimed, because anybody can apply with anybody's address.
#[utoipa::path(
    tag = "Bookings",
    operation_id = "getBooking",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    responses((status = 200, description = "The current booking.", body = Success<BookingView>)),
)]
#[get("/api/public/booking/<id>")]
pub(in crate::web) fn booking(
    id: Result<ProfileId, ApiError>,
    app: &State<App>,
) -> Result<JsonText, ApiError> {
    answer(app, id?)
}

/// Returns a profile's booking in the envelope.
pub(in crate::web) fn answer(app: &App, id: ProfileId) -> Result<JsonText, ApiError> {
    let booking = current_json(app, id)?.ok_or(ApiError::UnknownProfile)?;
    JsonText::new(&Success::new(&*booking))
}
