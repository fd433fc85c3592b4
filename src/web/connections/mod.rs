//! Closes connections on which nothing is asked. Rocket waits without a limit for a request's head,
//! for the first bytes of its body, for the next request, and for a client to read its answer: a
//! thousand clients that do nothing would hold a thousand places for ever.
//!
//! Once a second all connections are looked at. A request notes on its connection's address that
//! it is under way and that it was answered; that is all it costs.

#[cfg(target_os = "linux")]
mod sockets;
#[cfg(not(target_os = "linux"))]
mod sockets {
    //! Elsewhere a process cannot list its connections, and none is closed.
    use std::net::SocketAddr;

    pub(super) struct Sockets;

    impl Sockets {
        pub(super) fn of(_: u16) -> Self {
            Self
        }

        pub(super) fn list(&mut self) -> Vec<SocketAddr> {
            Vec::new()
        }

        pub(super) fn close(&self, _: &[SocketAddr]) {}
    }
}

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rocket::fairing::{Fairing, Info, Kind};
use rocket::tokio::time::sleep;
use rocket::tokio::{self, select};
use rocket::{Data, Orbit, Request, Response, Rocket};

use self::sockets::Sockets;

/// How often the connections are looked at.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a new connection may take to its first request, head and first bytes of a body.
const FIRST: Duration = Duration::from_secs(15);
/// How long it may then take to the next one, or to read an answer. Proxies keep theirs for a
/// minute, and do not like to lose one that they are about to use.
const NEXT: Duration = Duration::from_secs(75);
/// How long an answer may go on; no stream of ours lasts as long.
const STREAM: Duration = Duration::from_secs(3_600);
/// With more waiting connections than this, the others need their places, and the unfinished heads
/// much memory: hyper gathers up to 400 KiB of each,
const CROWD: usize = 256;
/// and each may wait only so long.
const CROWDED: Duration = Duration::from_secs(2);

/// What the last request on a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// It is under way; what it waits for has limits of its own.
    Asking,
    /// It was answered, though the answer may not have been read yet.
    Answered,
    /// Its answer goes on for as long as the client listens.
    Streaming,
}

/// What is known of the requests of each connection, by the address of its peer. In parts, so that
/// two requests at once seldom wait for each other.
#[derive(Default)]
struct Notes([Mutex<Part>; 16]);

type Part = HashMap<SocketAddr, (Doing, Instant)>;

impl Notes {
    /// The part that holds what is known of a peer.
    fn of(&self, peer: &SocketAddr) -> MutexGuard<'_, Part> {
        lock(&self.0[usize::from(peer.port()) % self.0.len()])
    }

    fn get(&self, peer: &SocketAddr) -> Option<(Doing, Instant)> {
        self.of(peer).get(peer).copied()
    }

    fn retain(&self, keep: impl Fn(&SocketAddr, Instant) -> bool) {
        self.0.iter().for_each(|part| lock(part).retain(|peer, (_, at)| keep(peer, *at)));
    }
}

fn lock(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Attached once to the server.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Notes>);

impl Connections {
    fn note(&self, request: &Request<'_>, doing: Doing) {
        if let Some(peer) = request.remote() {
            self.0.of(&peer).insert(peer, (doing, Instant::now()));
        }
    }

    /// Looks at the connections until the server ends.
    async fn watch(self, port: u16, mut end: rocket::Shutdown) {
        let mut round = Round::default();
        let mut sockets = Sockets::of(port);
        loop {
            select! { () = sleep(PAUSE) => {}, () = &mut end => return }
            let connections = self.clone();
            // To list a thousand connections takes a few milliseconds.
            let done = tokio::task::spawn_blocking(move || {
                let open = sockets.list();
                let idle = round.idle(&connections.0, &open, Instant::now());
                if !idle.is_empty() {
                    tracing::debug!(closed = idle.len(), open = open.len(), "connections without a request");
                }
                sockets.close(&idle);
                (round, sockets)
            });
            match done.await {
                Ok(state) => (round, sockets) = state,
                Err(_) => return,
            }
        }
    }
}

/// What is remembered from one look to the next.
#[derive(Default)]
struct Round {
    first_seen: HashMap<SocketAddr, Instant>,
    last_look: Option<Instant>,
}

impl Round {
    /// The connections among the open ones that have waited too long.
    fn idle(&mut self, notes: &Notes, open: &[SocketAddr], now: Instant) -> Vec<SocketAddr> {
        let known = std::mem::take(&mut self.first_seen);
        for peer in open {
            let seen = known.get(peer).copied();
            self.first_seen.insert(*peer, seen.unwrap_or(now));
            // An older connection from the same address left it.
            if seen.is_none()
                && notes.get(peer).is_some_and(|(_, at)| self.last_look.is_some_and(|look| at < look))
            {
                notes.of(peer).remove(peer);
            }
        }
        // What was noted since the list was made is of a connection that is not in it yet.
        notes.retain(|peer, at| {
            self.first_seen.contains_key(peer) || now.saturating_duration_since(at) < 2 * PAUSE
        });
        self.last_look = Some(now);
        let waits = |peer: &SocketAddr| match notes.get(peer) {
            None => Some((self.first_seen.get(peer).map_or(Duration::ZERO, |seen| now - *seen), FIRST)),
            Some((Doing::Answered, at)) => Some((now.saturating_duration_since(at), NEXT)),
            Some((Doing::Streaming, at)) if now.saturating_duration_since(at) >= STREAM => {
                Some((STREAM, STREAM))
            }
            Some((Doing::Asking | Doing::Streaming, _)) => None,
        };
        let waiting: Vec<_> = open.iter().filter_map(|peer| Some((*peer, waits(peer)?))).collect();
        let crowded = waiting.len() > CROWD;
        let limit = |usual: Duration| if crowded { CROWDED } else { usual };
        let idle = waiting.into_iter().filter(|(_, (waited, usual))| *waited >= limit(*usual));
        idle.map(|(peer, _)| peer).collect()
    }
}

#[rocket::async_trait]
impl Fairing for Connections {
    fn info(&self) -> Info {
        Info { name: "idle connections", kind: Kind::Liftoff | Kind::Request | Kind::Response }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        tokio::spawn(self.clone().watch(rocket.config().port, rocket.shutdown()));
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        self.note(request, Doing::Asking);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let ends = response.body().is_none() || response.body().preset_size().is_some();
        self.note(request, if ends { Doing::Answered } else { Doing::Streaming });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(n: u16) -> SocketAddr {
        ([127, 0, 0, 1], n).into()
    }

    /// Looks at connections that are open from the start, after so many seconds.
    fn idle_after(seconds: u64, doing: Option<Doing>, open: u16) -> usize {
        let (mut round, begun) = (Round::default(), Instant::now());
        let peers: Vec<_> = (0..open).map(peer).collect();
        let notes = Notes::default();
        assert!(round.idle(&notes, &peers, begun).is_empty());
        if let Some(doing) = doing {
            for peer in &peers {
                notes.of(peer).insert(*peer, (doing, begun));
            }
        }
        round.idle(&notes, &peers, begun + Duration::from_secs(seconds)).len()
    }

    #[test]
    fn a_connection_without_a_request_is_closed() {
        assert_eq!((idle_after(14, None, 1), idle_after(15, None, 1)), (0, 1));
    }

    #[test]
    fn a_connection_may_wait_longer_for_its_next_request() {
        assert_eq!(
            (idle_after(74, Some(Doing::Answered), 1), idle_after(75, Some(Doing::Answered), 1)),
            (0, 1)
        );
    }

    #[test]
    fn what_is_under_way_or_streams_is_left_alone() {
        assert_eq!(idle_after(10_000, Some(Doing::Asking), 1), 0);
        assert_eq!(idle_after(3_599, Some(Doing::Streaming), 600), 0);
    }

    #[test]
    fn a_stream_that_must_have_ended_is_closed() {
        assert_eq!(idle_after(3_600, Some(Doing::Streaming), 1), 1);
    }

    #[test]
    fn in_a_crowd_nobody_waits_for_long() {
        assert_eq!((idle_after(3, None, 256), idle_after(3, None, 257)), (0, 257));
        assert_eq!((idle_after(1, None, 257), idle_after(3, Some(Doing::Answered), 257)), (0, 257));
    }

    #[test]
    fn a_new_connection_does_not_inherit_what_an_older_one_from_its_address_did() {
        let (mut round, begun) = (Round::default(), Instant::now());
        let after = |seconds| begun + Duration::from_secs(seconds);
        let notes = Notes::default();
        notes.of(&peer(1)).insert(peer(1), (Doing::Streaming, begun));
        assert!(round.idle(&notes, &[peer(1)], begun).is_empty());
        assert!(round.idle(&notes, &[], after(1)).is_empty());
        assert!(round.idle(&notes, &[peer(1)], after(2)).is_empty());
        assert_eq!(round.idle(&notes, &[peer(1)], after(17)), [peer(1)]);
    }

    #[test]
    fn notes_on_closed_connections_are_forgotten() {
        let (mut round, begun) = (Round::default(), Instant::now());
        let notes = Notes::default();
        notes.of(&peer(1)).insert(peer(1), (Doing::Answered, begun));
        round.idle(&notes, &[], begun + Duration::from_secs(2));
        assert_eq!(notes.get(&peer(1)), None);
    }
}
