//! A profile's booking on the wire: for the API, and for the page that follows it.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::words::StatusWord;
use crate::calcom::links::BookingPages;
use crate::domain::booking::Booking;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::ProfileStatus;
use crate::domain::text::WebUrl;
use crate::store::Current;
use crate::web::app::App;
use crate::web::error::ApiError;

/// A profile's current booking. Unknown values are null. Without a booking, or while only the e-mail address
/// connects the booking with the profile, all are null except `status`, `completedAt`, `withdrawnAt` and
/// `updatedAt`: claim the booking to read it.
// The first seven keys are the original system's, for front ends that read them.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Booking)]
pub(in crate::web) struct BookingView {
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
    /// The booking's title. Foreign text: escape it.
    title: Option<String>,
    /// The place of the meeting, as Cal.com names it: an address, a phone number, a link. Foreign text.
    location: Option<String>,
    /// The host's name. Foreign text: escape it.
    organizer_name: Option<String>,
    /// How long it lasts.
    duration_minutes: Option<i64>,
    /// The page at Cal.com for rescheduling the booking, while that is possible.
    #[schema(format = "uri")]
    reschedule_url: Option<String>,
    /// The page at Cal.com for cancelling the booking, while that is possible.
    #[schema(format = "uri")]
    cancel_url: Option<String>,
    /// Why it was cancelled or declined. Foreign text: escape it.
    cancellation_reason: Option<String>,
    /// When the application was completed.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// When the application was withdrawn; null again after that is undone.
    #[schema(format = DateTime)]
    withdrawn_at: Option<String>,
    /// When anything here last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl BookingView {
    /// Returns what the API shows of a profile.
    #[must_use]
    pub(in crate::web) fn new(app: &App, current: Current) -> Self {
        let Current { profile, booking, .. } = current;
        let of_profile = Self {
            status: profile.status.as_str(),
            completed_at: profile.completed_at.map(instant::to_seconds),
            withdrawn_at: profile.withdrawn_at.map(instant::to_seconds),
            updated_at: instant::to_seconds(profile.updated_at),
            ..Self::default()
        };
        match booking {
            Some(booking) => of_profile.with(app, booking),
            None => of_profile,
        }
    }

    fn with(self, app: &App, booking: Booking) -> Self {
        let pages = BookingPages::new(booking.details.booker_url.as_ref(), app.settings.cal_link.as_ref());
        let changeable = matches!(
            ProfileStatus::from_booking(Some(&booking)),
            ProfileStatus::InterviewScheduled | ProfileStatus::InterviewRequested
        );
        let known = booking.details;
        Self {
            duration_minutes: known.start.zip(known.end).map(|(start, end)| (end - start).whole_minutes()),
            reschedule_url: changeable.then(|| pages.reschedule(&booking.uid, booking.seat.as_ref())),
            cancel_url: changeable.then(|| pages.cancel(&booking.uid, booking.seat.as_ref())),
            booking_id: Some(booking.uid.to_string()),
            meeting_link: known.link.as_ref().map(|link| WebUrl::as_str(link).to_owned()),
            start_time: known.start.map(instant::to_seconds),
            end_time: known.end.map(instant::to_seconds),
            attendee_name: known.attendee_name.map(ForeignText::into_string),
            timezone: known.attendee_timezone.map(ForeignText::into_string),
            title: known.title.map(ForeignText::into_string),
            location: known.location.map(ForeignText::into_string),
            organizer_name: known.organizer_name.map(ForeignText::into_string),
            cancellation_reason: booking.reason.map(ForeignText::into_string),
            ..self
        }
    }
}

/// Returns a profile's [`BookingView`] as JSON; `None` if there is no such profile.
pub(in crate::web) fn current_json(app: &App, id: ProfileId) -> Result<Option<Arc<RawValue>>, ApiError> {
    app.recent.get_or_render(id, || {
        let Some(current) = app.store.current(id)? else { return Ok(None) };
        to_raw_value(&BookingView::new(app, current)).map(Some).map_err(|_| ApiError::Internal)
    })
}

/// Returns the version of a profile's state, from its [`BookingView`] as JSON: different states have
/// different versions.
pub(in crate::web) fn version(booking: &str) -> String {
    hex::encode(&Sha256::digest(booking)[..8])
}
