//! The stand-in for Cal.com's pages, for development: pick a slot, and it signs and posts the
//! real delivery to the real webhook and redirects as Cal.com does. Its pages have the addresses
//! that Cal.com's have, so that every link to them works: `/simulator` for the booking page,
//! `/reschedule/<uid>` and `/booking/<uid>`.

mod booking;
mod deliver;
mod local;
mod month;
mod view;

use rocket::http::uri::Origin as Uri;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};
use url::form_urlencoded;

pub(super) use self::booking::SimulatedBookings;
use self::booking::{Action, BookingForm};
use self::deliver::Webhook;
use self::local::Local;
use self::view::{BookerPage, ManagePage, Visitor};
use crate::calcom::links::CalLink;
use crate::calcom::sample::uid_from_random;
use crate::config::Origin;
use crate::domain::ids::BookingUid;
use crate::random::random;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now, OwnPage, RawQuery};
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};
use crate::web::paths::SIMULATOR;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![booker, book, reschedule, manage, act]
}

/// The stand-in as the calendar to book in.
#[must_use]
pub(super) fn link(public: &Origin) -> Option<CalLink> {
    CalLink::parse(&format!("{public}{SIMULATOR}")).ok()
}

#[get("/simulator")]
fn booker(
    local: Result<Local, ApiError>,
    query: RawQuery<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Page, PageError> {
    local?;
    let visitor = Visitor::parse(query.0, now.0);
    let frame = Frame::english(&app.shell);
    Page::draw(&BookerPage::new(&frame, &visitor, now.0), &frame)
}

#[get("/reschedule/<uid>")]
#[expect(clippy::too_many_arguments, reason = "most are guards")]
fn reschedule(
    local: Result<Local, ApiError>,
    uid: &str,
    query: RawQuery<'_>,
    now: Now,
    bookings: &State<SimulatedBookings>,
    app: &State<App>,
) -> Result<Page, PageError> {
    local?;
    let old = bookings.get(uid).ok_or(ApiError::NotFound)?;
    let visitor = Visitor::parse(query.0, now.0).rescheduling(&old);
    let frame = Frame::english(&app.shell);
    Page::draw(&BookerPage::new(&frame, &visitor, now.0), &frame)
}

#[post("/simulator", data = "<body>")]
#[expect(clippy::too_many_arguments, reason = "most are guards")]
async fn book(
    own: Result<OwnPage, ApiError>,
    local: Result<Local, ApiError>,
    body: Result<FormBody, ApiError>,
    webhook: Webhook,
    now: Now,
    bookings: &State<SimulatedBookings>,
) -> Result<Redirect, PageError> {
    own?;
    let origin = local?.origin;
    let form = BookingForm::parse(&body?, &origin).ok_or(ApiError::Refused(422))?;
    let booking = bookings.book(&form, new_uid()?, now.0);
    webhook.deliver(booking.created(now.0), form.timing).await?;
    Ok(Redirect::to(returning(&booking, &form)))
}

#[get("/booking/<uid>")]
fn manage(
    local: Result<Local, ApiError>,
    uid: &str,
    bookings: &State<SimulatedBookings>,
    app: &State<App>,
) -> Result<Page, PageError> {
    local?;
    let booking = bookings.get(uid).ok_or(ApiError::NotFound)?;
    let frame = Frame::english(&app.shell);
    Page::draw(&ManagePage::new(&frame, &booking), &frame)
}

#[post("/booking/<uid>", data = "<body>")]
#[expect(clippy::too_many_arguments, reason = "most are guards")]
async fn act(
    own: Result<OwnPage, ApiError>,
    local: Result<Local, ApiError>,
    uid: &str,
    body: Result<FormBody, ApiError>,
    webhook: Webhook,
    now: Now,
    bookings: &State<SimulatedBookings>,
) -> Result<Redirect, PageError> {
    own?;
    local?;
    let body = body?;
    let action = body.get("action").and_then(Action::parse).ok_or(ApiError::Refused(422))?;
    let reason = body.get("reason").unwrap_or_default();
    let sample = bookings.act(uid, action, reason, now.0).ok_or(ApiError::NotFound)?;
    webhook.deliver(vec![sample], deliver::Timing::default()).await?;
    Ok(Redirect::to(format!("/booking/{uid}")))
}

fn new_uid() -> Result<BookingUid, ApiError> {
    let uid = random().ok().and_then(|bytes| BookingUid::parse(&uid_from_random(bytes)));
    uid.ok_or(ApiError::Internal)
}

/// The redirect with what Cal.com appends to it.
fn returning(booking: &booking::Simulated, form: &BookingForm) -> Uri<'static> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("bookingConfirmed", "true").append_pair("isSuccessBookingPage", "true");
    query.extend_pairs(booking.redirect_pairs()).extend_pairs(form.query_pairs());
    let address = format!("/schedule?{}", query.finish());
    Uri::parse_owned(address).unwrap_or_else(|_| Uri::path_only("/schedule"))
}
