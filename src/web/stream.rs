//! What a page follows: the event stream of a profile, and its calendar file.

use std::time::Duration;

use rocket::futures::stream::Stream;
use rocket::http::{ContentType, Header};
use rocket::response::stream::{Event, EventStream, stream};
use rocket::response::{self, Responder};
use rocket::tokio::select;
use rocket::tokio::time::sleep;
use rocket::{Request, Response, Route, Shutdown, State, get, routes};
use sha2::{Digest as _, Sha256};

use super::App;
use super::api::BookingView;
use super::calendar::Entry;
use super::error::ApiError;
use super::guards::ClientAddress;
use crate::domain::ids::ProfileId;
use crate::live::Place;
use crate::store::Current;

/// A proxy or a browser that has gone is noticed within this time.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// After this time the browser asks again by itself.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// Each open stream holds a buffer of so many bytes; a message is seldom longer.
const CHUNK: usize = 2048;
/// How long it waits before it does.
const RETRY: Duration = Duration::from_secs(2);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![events, calendar_file]
}

/// Names a state: two that differ have different names.
pub(super) fn version(current: &Current) -> String {
    hex::encode(&Sha256::digest(format!("{current:?}"))[..8])
}

#[get("/api/public/booking/<id>/events")]
fn events(
    id: Result<ProfileId, ApiError>,
    client: ClientAddress,
    end: Shutdown,
    app: &State<App>,
) -> Result<Follow<impl Stream<Item = Event> + Send + use<>>, ApiError> {
    let id = id?;
    // The place first, then the state: a change between the two wakes the place.
    let place = app.live.wait_for(id, client.0).map_err(|_| ApiError::TooManyStreams)?;
    let first = message(app, id)?.ok_or(ApiError::UnknownProfile)?;
    Ok(Follow(follow(app.inner().clone(), id, place, first, end)))
}

fn follow(
    app: App,
    id: ProfileId,
    mut place: Place,
    first: Event,
    mut end: Shutdown,
) -> impl Stream<Item = Event> + Send {
    stream! {
        yield first.with_retry(RETRY);
        let life = sleep(LIFETIME);
        rocket::tokio::pin!(life);
        loop {
            select! {
                () = place.changed() => {}
                () = &mut life => break,
                () = &mut end => break,
            }
            // An error, or an application that was erased, ends the stream; the next one says why.
            match message(&app, id) {
                Ok(Some(event)) => yield event,
                Ok(None) | Err(_) => break,
            }
        }
    }
}

fn message(app: &App, id: ProfileId) -> Result<Option<Event>, ApiError> {
    let current = app.store.current(id)?;
    Ok(current.map(|current| {
        let version = version(&current);
        Event::json(&BookingView::of(app, current)).id(version)
    }))
}

/// An event stream that no proxy holds back.
struct Follow<S>(S);

impl<'r, S: Stream<Item = Event> + Send + 'r> Responder<'r, 'r> for Follow<S> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let mut response = EventStream::from(self.0).heartbeat(HEARTBEAT).respond_to(request)?;
        response.set_header(Header::new("X-Accel-Buffering", "no"));
        response.set_max_chunk_size(CHUNK);
        Ok(response)
    }
}

#[get("/api/public/booking/<id>/calendar.ics")]
fn calendar_file(id: Result<ProfileId, ApiError>, app: &State<App>) -> Result<CalendarFile, ApiError> {
    let Current { profile, booking } = app.store.current(id?)?.ok_or(ApiError::UnknownProfile)?;
    let team = &app.shell.look.team;
    let entry = booking.and_then(|booking| Entry::of(&booking, profile.updated_at, team));
    let entry = entry.ok_or(ApiError::NoBooking)?;
    Ok(CalendarFile(entry.to_ics(profile.id, &app.site())))
}

struct CalendarFile(String);

impl<'r> Responder<'r, 'static> for CalendarFile {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .header(ContentType::new("text", "calendar").with_params(("charset", "utf-8")))
            .raw_header("Content-Disposition", "attachment; filename=\"interview.ics\"")
            .sized_body(self.0.len(), std::io::Cursor::new(self.0))
            .ok()
    }
}
