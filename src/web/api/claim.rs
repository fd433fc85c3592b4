//! Claiming a booking through the API by its uid, which only its participants know.

use rocket::{Route, State, post, routes};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bookings;
use crate::domain::ids::{BookingUid, ProfileId, SeatRef};
use crate::domain::matching::BookingName;
use crate::store::Claimed;
use crate::web::app::App;
use crate::web::describe::booking::BookingView;
use crate::web::error::ApiError;
use crate::web::guards::{Claims, JsonBody, Now, Quota};
use crate::web::response::{JsonText, Success};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![claim]
}

/// A booking, identified by its uid.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Claim)]
pub(in crate::web) struct ClaimBody {
    /// Cal.com's uid of the booking, which is in its redirect, its pages and its e-mails.
    uid: String,
    /// Cal.com's reference of the seat, where the event type has seats. Without it, the seats with the
    /// profile's e-mail address are meant.
    seat_reference_uid: Option<String>,
}

impl ClaimBody {
    /// `None` where it names no booking.
    fn name(&self) -> Option<BookingName> {
        let uid = BookingUid::parse(&self.uid)?;
        let seat = match &self.seat_reference_uid {
            Some(seat) => Some(SeatRef::parse(seat)?),
            None => None,
        };
        Some(BookingName { uid, seat })
    }
}

/// Claim a booking
///
/// Proves that the holder of the profile knows the booking, and matches it to the profile, unless its
/// metadata or a better claim matches it to another. Claiming it again changes nothing. A claim of a profile
/// with the attendee's e-mail address is better than one without; of two such claims, the earlier one is.
/// Limited per client address; the answer does not distinguish an unknown uid from one of another's booking.
#[utoipa::path(
    tag = "Bookings",
    operation_id = "claimBooking",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    request_body(content = ClaimBody, description = "The booking."),
    responses(
        (status = 200, description = "It is the profile's. The answer is that of reading the booking.", body = Success<BookingView>),
    ),
)]
#[post("/api/public/booking/<id>/claim", data = "<body>")]
pub(in crate::web) async fn claim(
    quota: Result<Quota<Claims>, ApiError>,
    id: Result<ProfileId, ApiError>,
    body: Result<JsonBody<ClaimBody>, ApiError>,
    now: Now,
    app: &State<App>,
) -> Result<JsonText, ApiError> {
    quota?;
    let id = id?;
    let name = body?.0.name().ok_or(ApiError::UnknownBooking)?;
    match app.store.claim(id, name, now.0).await? {
        Claimed::Yes => bookings::answer(app, id),
        Claimed::No => Err(ApiError::UnknownBooking),
        Claimed::UnknownProfile => Err(ApiError::UnknownProfile),
    }
}
