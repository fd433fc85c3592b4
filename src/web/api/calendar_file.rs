//! `GET /api/public/booking/<id>/calendar.ics`: a profile's booking as a file for calendars.

use rocket::http::ContentType;
use rocket::response::{self, Responder};
use rocket::{Request, Response, Route, State, get, routes};

use crate::domain::ids::ProfileId;
use crate::store::Current;
use crate::web::app::App;
use crate::web::calendar::Entry;
use crate::web::error::ApiError;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![calendar_file]
}

/// Download a booking as a calendar entry
///
/// An iCalendar file (RFC 5545). It has the same entry however often the booking is rescheduled. Not
/// available for a booking that only the e-mail address matched, until it is claimed.
#[utoipa::path(
    tag = "Bookings",
    operation_id = "getCalendarFile",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    responses((status = 200, description = "The entry.", body = String, content_type = "text/calendar")),
)]
#[get("/api/public/booking/<id>/calendar.ics")]
pub(in crate::web) fn calendar_file(
    id: Result<ProfileId, ApiError>,
    app: &State<App>,
) -> Result<CalendarFile, ApiError> {
    let Current { profile, booking, .. } = app.store.current(id?)?.ok_or(ApiError::UnknownProfile)?;
    let team = &app.shell.look.team;
    let entry = booking.and_then(|booking| Entry::new(&booking, profile.updated_at, team));
    let entry = entry.ok_or(ApiError::NoBooking)?;
    Ok(CalendarFile(entry.to_ics(profile.id, &app.site(), &app.page_of(profile.id))))
}

pub(in crate::web) struct CalendarFile(String);

impl<'r> Responder<'r, 'static> for CalendarFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .header(ContentType::new("text", "calendar").with_params(("charset", "utf-8")))
            .raw_header("Content-Disposition", "attachment; filename=\"interview.ics\"")
            .sized_body(self.0.len(), std::io::Cursor::new(self.0))
            .ok()
    }
}
