//! `GET /team/live`: notifies an open page that something was stored, so that it reloads itself.

use std::time::Duration;

use rocket::futures::stream::Stream;
use rocket::response::stream::stream;
use rocket::tokio::select;
use rocket::tokio::sync::watch;
use rocket::tokio::time::{Instant, sleep};
use rocket::{Route, Shutdown, State, get, routes};

use super::guards::SignedIn;
use super::notice::TeamError;
use super::places::StreamSlot;
use super::state::Team;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::event_stream::{Follow, HEARTBEAT, LIFETIME};
use crate::web::guards::Clock;

/// The time between two messages, each of which makes a page reload itself.
const PAUSE: Duration = Duration::from_secs(1);
/// The time that a browser waits before it reconnects.
const RETRY: &str = "retry:5000\n\n";
const CHANGED: &str = "data:changed\n\n";
const HEARTS: &str = ":\n\n";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![live]
}

#[get("/team/live")]
fn live(
    here: SignedIn,
    end: Shutdown,
    clock: &State<Clock>,
    team: &State<Team>,
    app: &State<App>,
) -> Result<Follow<impl Stream<Item = &'static str> + Send + use<>>, TeamError> {
    let place = team.live.take(here.member.number).ok_or(ApiError::TooManyStreams)?;
    let bell = app.live.everything();
    let (app, clock) = (app.inner().clone(), *clock.inner());
    let is_here = move || here.is_still(&app, (clock.0)());
    Ok(Follow(follow(place, bell, is_here, end)))
}

/// The messages for one page, while `is_here` says that its member is still signed in.
fn follow(
    place: StreamSlot,
    mut bell: watch::Receiver<()>,
    is_here: impl Fn() -> bool + Send,
    mut end: impl Future<Output = ()> + Send + Unpin,
) -> impl Stream<Item = &'static str> + Send {
    stream! {
        let _place = place;
        let until = Instant::now() + LIFETIME;
        let mut next = RETRY;
        while Instant::now() < until {
            yield next;
            if next == CHANGED {
                select! {
                    () = sleep(PAUSE) => {},
                    () = &mut end => break,
                }
            }
            next = select! {
                // Without the bell, the server has stopped.
                rung = bell.changed() => if rung.is_ok() { CHANGED } else { break },
                () = sleep(HEARTBEAT) => HEARTS,
                () = &mut end => break,
            };
            if !is_here() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use rocket::futures::StreamExt;
    use rocket::tokio;

    use super::*;
    use crate::domain::member::MemberNumber;
    use crate::web::team::places::StreamSlots;

    fn place() -> StreamSlot {
        StreamSlots::default().take(MemberNumber(1)).expect("a place")
    }

    #[tokio::test(start_paused = true)]
    async fn changes_are_told_at_once_and_then_once_a_second() {
        let (bell, begun) = (watch::Sender::new(()), Instant::now());
        let stream = follow(place(), bell.subscribe(), || true, pending());
        rocket::tokio::pin!(stream);
        assert_eq!(stream.next().await, Some(RETRY));
        bell.send_replace(());
        assert_eq!(stream.next().await, Some(CHANGED));
        assert_eq!(begun.elapsed(), Duration::ZERO);
        bell.send_replace(());
        bell.send_replace(());
        assert_eq!(stream.next().await, Some(CHANGED));
        assert_eq!(begun.elapsed(), PAUSE);
        assert_eq!(stream.next().await, Some(HEARTS));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_signed_out_hears_nothing_more() {
        let bell = watch::Sender::new(());
        let stream = follow(place(), bell.subscribe(), || false, pending());
        rocket::tokio::pin!(stream);
        assert_eq!(stream.next().await, Some(RETRY));
        bell.send_replace(());
        assert_eq!(stream.next().await, None);
    }
}
