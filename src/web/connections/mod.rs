//! Closes connections without requests. Rocket 0.5 waits without a limit for a request's head, for the first
//! bytes of its body, for the next request, and for a client to read its answer: a thousand clients that do
//! nothing would hold a thousand connections forever.
//!
//! Once a second, all connections of the process are listed. A request notes on its connection's
//! address when it begins and when it is answered; nothing else uses this module.
//!
//! It may go once Rocket has time limits for heads, idle connections and unread answers, or once it
//! lets us bring a listener that has them.

#[cfg(target_os = "linux")]
mod sockets;
#[cfg(not(target_os = "linux"))]
mod sockets {
    //! Elsewhere a process cannot list its connections, and none is closed.
    use std::net::SocketAddr;

    pub(super) struct Sockets;

    impl Sockets {
        pub(super) fn new(_: u16) -> Self {
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
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::tokio::time::sleep;
use rocket::tokio::{self, select};
use rocket::{Data, Request, Response, Shutdown};

use self::sockets::Sockets;

/// How often the connections are listed.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a new connection may take to its first request, with its head and the first bytes of a body.
const FIRST: Duration = Duration::from_secs(15);
/// How long a connection may then take to the next request, or to read an answer. Proxies keep idle
/// connections for a minute, and log an error if one closes as they use it.
const NEXT: Duration = Duration::from_secs(75);
/// How long an answer may go on; no event stream lasts as long.
const STREAM: Duration = Duration::from_secs(3_600);
/// With more waiting connections than this, others need their places, and unfinished heads need much
/// memory: hyper buffers up to 400 KiB of each. Then each may wait for [`CROWDED`] only.
const CROWD: usize = 256;
/// How long a connection may wait in a crowd.
const CROWDED: Duration = Duration::from_secs(2);

/// The state of the last request on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    /// It is being served; what it waits for has limits of its own.
    Serving,
    /// It was answered, though the client may not have read the answer yet.
    Answered,
    /// Its answer goes on for as long as the client listens.
    Streaming,
}

/// The last activity of each connection, by the address of its peer. In shards, so that two requests
/// at once seldom wait for each other.
#[derive(Default)]
struct Activities([Mutex<Shard>; 16]);

type Shard = HashMap<SocketAddr, (Activity, Instant)>;

impl Activities {
    /// Returns the shard that a peer is in.
    fn shard(&self, peer: &SocketAddr) -> MutexGuard<'_, Shard> {
        self.0[usize::from(peer.port()) % self.0.len()].lock()
    }

    fn get(&self, peer: &SocketAddr) -> Option<(Activity, Instant)> {
        self.shard(peer).get(peer).copied()
    }

    fn retain(&self, keep: impl Fn(&SocketAddr, Instant) -> bool) {
        self.0.iter().for_each(|shard| shard.lock().retain(|peer, (_, at)| keep(peer, *at)));
    }
}

/// Notes the requests of each connection, and closes idle ones; attached once to the server.
#[derive(Clone, Default)]
pub(crate) struct Connections(Arc<Activities>);

impl Connections {
    fn note(&self, request: &Request<'_>, activity: Activity) {
        if let Some(peer) = request.remote() {
            self.0.shard(&peer).insert(peer, (activity, Instant::now()));
        }
    }

    /// Closes idle connections to `port` until the server stops.
    pub(crate) async fn close_idle(self, port: u16, mut stop: Shutdown) {
        let mut sweep = Sweep::default();
        let mut sockets = Sockets::new(port);
        loop {
            select! { () = sleep(PAUSE) => {}, () = &mut stop => return }
            let connections = self.clone();
            // To list a thousand connections takes a few milliseconds.
            let done = tokio::task::spawn_blocking(move || {
                let open = sockets.list();
                let idle = sweep.idle(&connections.0, &open, Instant::now());
                if !idle.is_empty() {
                    tracing::debug!(closed = idle.len(), open = open.len(), "closing idle connections");
                }
                sockets.close(&idle);
                (sweep, sockets)
            });
            match done.await {
                Ok(state) => (sweep, sockets) = state,
                Err(_) => return,
            }
        }
    }
}

/// The memory from one listing to the next.
#[derive(Default)]
struct Sweep {
    first_seen: HashMap<SocketAddr, Instant>,
    last: Option<Instant>,
}

impl Sweep {
    /// Returns those of the open connections that have waited too long.
    fn idle(&mut self, activities: &Activities, open: &[SocketAddr], now: Instant) -> Vec<SocketAddr> {
        let known = std::mem::take(&mut self.first_seen);
        for peer in open {
            let seen = known.get(peer).copied();
            self.first_seen.insert(*peer, seen.unwrap_or(now));
            // An older connection from the same address left it.
            if seen.is_none()
                && activities.get(peer).is_some_and(|(_, at)| self.last.is_some_and(|last| at < last))
            {
                activities.shard(peer).remove(peer);
            }
        }
        // What was noted since the listing may be of a connection that is not in it yet.
        activities.retain(|peer, at| {
            self.first_seen.contains_key(peer) || now.saturating_duration_since(at) < 2 * PAUSE
        });
        self.last = Some(now);
        let waits = |peer: &SocketAddr| match activities.get(peer) {
            None => Some((self.first_seen.get(peer).map_or(Duration::ZERO, |seen| now - *seen), FIRST)),
            Some((Activity::Answered, at)) => Some((now.saturating_duration_since(at), NEXT)),
            Some((Activity::Streaming, at)) if now.saturating_duration_since(at) >= STREAM => {
                Some((STREAM, STREAM))
            }
            Some((Activity::Serving | Activity::Streaming, _)) => None,
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
        Info { name: "idle connections", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        self.note(request, Activity::Serving);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let ends = response.body().is_none() || response.body().preset_size().is_some();
        self.note(request, if ends { Activity::Answered } else { Activity::Streaming });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(n: u16) -> SocketAddr {
        ([127, 0, 0, 1], n).into()
    }

    /// Returns how many connections, all open from the start, are idle after so many seconds.
    fn idle_after(seconds: u64, doing: Option<Activity>, open: u16) -> usize {
        let (mut sweep, begun) = (Sweep::default(), Instant::now());
        let peers: Vec<_> = (0..open).map(peer).collect();
        let activities = Activities::default();
        assert!(sweep.idle(&activities, &peers, begun).is_empty());
        if let Some(doing) = doing {
            for peer in &peers {
                activities.shard(peer).insert(*peer, (doing, begun));
            }
        }
        sweep.idle(&activities, &peers, begun + Duration::from_secs(seconds)).len()
    }

    #[test]
    fn a_connection_without_a_request_is_closed() {
        assert_eq!((idle_after(14, None, 1), idle_after(15, None, 1)), (0, 1));
    }

    #[test]
    fn a_connection_may_wait_longer_for_its_next_request() {
        assert_eq!(
            (idle_after(74, Some(Activity::Answered), 1), idle_after(75, Some(Activity::Answered), 1)),
            (0, 1)
        );
    }

    #[test]
    fn a_connection_that_is_served_or_streams_is_left_alone() {
        assert_eq!(idle_after(10_000, Some(Activity::Serving), 1), 0);
        assert_eq!(idle_after(3_599, Some(Activity::Streaming), 600), 0);
    }

    #[test]
    fn a_stream_that_must_have_ended_is_closed() {
        assert_eq!(idle_after(3_600, Some(Activity::Streaming), 1), 1);
    }

    #[test]
    fn in_a_crowd_nobody_waits_for_long() {
        assert_eq!((idle_after(3, None, 256), idle_after(3, None, 257)), (0, 257));
        assert_eq!((idle_after(1, None, 257), idle_after(3, Some(Activity::Answered), 257)), (0, 257));
    }

    #[test]
    fn a_new_connection_does_not_inherit_what_an_older_one_from_its_address_did() {
        let (mut sweep, begun) = (Sweep::default(), Instant::now());
        let after = |seconds| begun + Duration::from_secs(seconds);
        let activities = Activities::default();
        activities.shard(&peer(1)).insert(peer(1), (Activity::Streaming, begun));
        assert!(sweep.idle(&activities, &[peer(1)], begun).is_empty());
        assert!(sweep.idle(&activities, &[], after(1)).is_empty());
        assert!(sweep.idle(&activities, &[peer(1)], after(2)).is_empty());
        assert_eq!(sweep.idle(&activities, &[peer(1)], after(17)), [peer(1)]);
    }

    #[test]
    fn the_activity_of_a_closed_connection_is_forgotten() {
        let (mut sweep, begun) = (Sweep::default(), Instant::now());
        let activities = Activities::default();
        activities.shard(&peer(1)).insert(peer(1), (Activity::Answered, begun));
        sweep.idle(&activities, &[], begun + Duration::from_secs(2));
        assert_eq!(activities.get(&peer(1)), None);
    }
}
