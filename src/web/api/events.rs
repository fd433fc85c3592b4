//! `GET /api/public/booking/<id>/events`: a profile's booking, as it changes.

use std::time::Duration;

use rocket::futures::stream::Stream;
use rocket::response::stream::stream;
use rocket::tokio::select;
use rocket::tokio::time::{Instant, sleep};
use rocket::{Route, Shutdown, State, get, routes};

use crate::domain::ids::ProfileId;
use crate::live::Waiter;
use crate::web::app::App;
use crate::web::describe::booking::{current_json, version};
use crate::web::error::ApiError;
use crate::web::event_stream::{Follow, HEARTBEAT, LIFETIME};
use crate::web::guards::ClientAddress;

/// How long the browser waits before it reconnects.
const RETRY: Duration = Duration::from_secs(2);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![events]
}

/// Follow a booking
///
/// Server-sent events: one with the current state at once, then one for each change. Each has an `id`,
/// which names the state, and `data`: the `data` of `GET /api/public/booking/{id}`. A comment comes every
/// 15 s; after 30 minutes the stream ends, and the browser connects again.
#[utoipa::path(
    tag = "Bookings",
    operation_id = "followBooking",
    params(("id" = String, Path, format = "uuid", description = "The profile's id.")),
    responses(
        (status = 200, description = "A stream that stays open.", body = String, content_type = "text/event-stream"),
    ),
)]
#[get("/api/public/booking/<id>/events")]
pub(in crate::web) fn events(
    id: Result<ProfileId, ApiError>,
    client: ClientAddress,
    end: Shutdown,
    app: &State<App>,
) -> Result<Follow<impl Stream<Item = String> + Send + use<>>, ApiError> {
    let id = id?;
    // The place first, then the state: a change between the two wakes the place.
    let place = app.live.wait_for(id, client.0).map_err(|_| ApiError::TooManyStreams)?;
    let first = message(app, id)?.ok_or(ApiError::UnknownProfile)?;
    let first = format!("retry:{}\n{first}", RETRY.as_millis());
    let app = app.inner().clone();
    Ok(Follow(follow(place, first, move || message(&app, id).ok().flatten(), end)))
}

/// The messages for one who waits at `place`: the first, then `message` after each change. None, for
/// an error or an application that was erased, ends the stream; the next one says why.
fn follow(
    mut place: Waiter,
    first: String,
    message: impl Fn() -> Option<String> + Send,
    mut end: impl Future<Output = ()> + Send + Unpin,
) -> impl Stream<Item = String> + Send {
    stream! {
        let until = Instant::now() + LIFETIME;
        let mut next = Some(first);
        while let Some(text) = next.filter(|_| Instant::now() < until) {
            yield text;
            next = select! {
                () = place.changed() => message(),
                () = sleep(HEARTBEAT) => Some(":\n\n".to_owned()),
                () = &mut end => None,
            };
        }
    }
}

fn message(app: &App, id: ProfileId) -> Result<Option<String>, ApiError> {
    Ok(current_json(app, id)?.map(|booking| event(booking.get())))
}

/// An event, in the words of the HTML standard's event stream format. JSON has no line breaks.
pub(in crate::web) fn event(booking: &str) -> String {
    format!("id:{}\ndata:{booking}\n\n", version(booking))
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::net::{IpAddr, Ipv4Addr};

    use rocket::futures::StreamExt;
    use rocket::tokio;

    use super::*;
    use crate::live::{Bounds, Live};

    const ID: fn() -> ProfileId = || ProfileId::from_random([7; 16]);

    fn waiting(live: &Live) -> Waiter {
        live.wait_for(ID(), IpAddr::V4(Ipv4Addr::LOCALHOST)).expect("a place")
    }

    fn live() -> Live {
        Live::new(Bounds { total: 1, per_address: 1 })
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_stream_beats_every_fifteen_seconds_and_ends_after_thirty_minutes() {
        let begun = Instant::now();
        let stream = follow(waiting(&live()), "first".to_owned(), || None, pending());
        let messages: Vec<String> = stream.collect().await;
        assert_eq!(begun.elapsed().as_secs(), 30 * 60);
        assert_eq!(messages[0], "first");
        assert_eq!(messages[1..], vec![":\n\n"; 4 * 30 - 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_is_told_at_once() {
        let (live, begun) = (live(), Instant::now());
        let stream = follow(waiting(&live), "first".to_owned(), || Some("change".to_owned()), pending());
        rocket::tokio::pin!(stream);
        assert_eq!(stream.next().await.as_deref(), Some("first"));
        live.wake(ID());
        assert_eq!(stream.next().await.as_deref(), Some("change"));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn an_erased_application_and_the_end_of_the_server_end_a_stream() {
        let (erased, stopped) = (live(), live());
        let stream = follow(waiting(&erased), "first".to_owned(), || None, pending());
        erased.wake(ID());
        assert_eq!(stream.count().await, 1);
        let stream = follow(waiting(&stopped), "first".to_owned(), || None, ready(()));
        assert_eq!(stream.count().await, 1);
        assert_eq!((erased.waiting(), stopped.waiting()), (0, 0));
    }
}
