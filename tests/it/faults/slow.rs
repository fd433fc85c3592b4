//! Clients that hold a connection and do little with it.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::faults::client::{Reply, body, deliver, deliver_within, get, padded, request};
use crate::support::patience::{PATIENCE, eventually};
use crate::support::server::{Server, Setup, WEBHOOK};

/// What a slow client does.
#[derive(Clone, Copy, Debug)]
enum Slow {
    Silent,
    HalfHead,
    HeadOnly,
    HalfBody,
    ByteByByte,
    ReadsNothing,
}

const KINDS: [Slow; 6] =
    [Slow::Silent, Slow::HalfHead, Slow::HeadOnly, Slow::HalfBody, Slow::ByteByByte, Slow::ReadsNothing];

impl Slow {
    /// Opens a connection and leaves it as it is.
    fn begin(self, address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).expect("connected");
        let whole = request(&padded("slow", 20_000), "keep-alive");
        let head = whole.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
        let sent = match self {
            Self::Silent => &[],
            Self::HalfHead | Self::ByteByByte => &whole[..head / 2],
            Self::HeadOnly => &whole[..head],
            Self::HalfBody => &whole[..whole.len() / 2],
            Self::ReadsNothing => &b"GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50)[..],
        };
        stream.write_all(sent).expect("sent");
        stream
    }
}

/// Memory that a process has in use, in MiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

fn open_files(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/fd", server.id())).expect("its files").count()
}

/// Delivers so often to each, by turns; returns how long each delivery took, in order of length.
fn deliver_by_turns(servers: [&Server; 2], count: usize) -> [Vec<Duration>; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..count {
        for (server, times) in servers.iter().zip(&mut times) {
            let begun = Instant::now();
            let reply = deliver(server.address, &body(&format!("other{n}"))).expect("an answer");
            assert_eq!(reply.status, 200, "{reply:?}");
            times.push(begun.elapsed());
        }
    }
    for times in &mut times {
        times.sort();
    }
    times
}

fn percentile(times: &[Duration], percent: usize) -> Duration {
    times[(times.len() - 1) * percent / 100]
}

/// So many slow clients of each kind come; others are served as if they were not there, which a
/// second server tells that nobody is at, and their places come back. Returns the time that one
/// delivery in a hundred takes longer than.
fn serve_others(each: usize, count: usize) -> Duration {
    let alone = Setup::new();
    let alone = alone.start();
    let setup = Setup::new();
    // As many systems do for a service.
    let server = setup.start_in_shell("ulimit -S -n 256; exec \"$0\"");
    let before = open_files(&server);
    let (over, trickling) = (AtomicBool::new(false), &mut Vec::new());
    let mut waiting = Vec::new();
    for kind in KINDS {
        let streams = (0..each).map(|_| kind.begin(server.address));
        match kind {
            Slow::ByteByByte => trickling.extend(streams),
            _ => waiting.extend(streams),
        }
    }
    let ([times, quiet], most) = thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                for stream in trickling.iter_mut() {
                    // It may have been closed by now, which is the point.
                    let _ = stream.write_all(b"x");
                }
                thread::sleep(Duration::from_secs(1));
            }
        });
        let memory_then = memory(&server);
        let times = deliver_by_turns([&server, &alone], count);
        let most = memory_then.max(memory(&server));
        eventually("places come back", || (open_files(&server) < before + 550).then_some(()));
        over.store(true, Ordering::Relaxed);
        (times, most)
    });
    println!(
        "{} slow clients: {} deliveries, p50 {:?}, p99 {:?}, longest {:?}, without them p50 {:?}; memory {most} MiB",
        KINDS.len() * each,
        times.len(),
        percentile(&times, 50),
        percentile(&times, 99),
        percentile(&times, 100),
        percentile(&quiet, 50),
    );
    // The first ones come while a thousand connections wait to be taken.
    let [with, without] = [&times, &quiet].map(|times| percentile(times, 50));
    assert!(with < without * 10, "{with:?}, and without slow clients {without:?}");
    assert!(most < 100, "{most} MiB");
    drop(waiting);
    percentile(&times, 99)
}

#[test]
fn others_are_served_beside_a_thousand_slow_clients_and_the_places_come_back() {
    serve_others(170, 200);
}

#[test]
#[ignore = "the long run: cargo test --release --test it faults -- --ignored --test-threads 1"]
fn others_are_served_within_a_tenth_of_a_second_beside_three_thousand_slow_clients() {
    // On a machine with nothing else to do.
    let p99 = serve_others(500, 5_000);
    assert!(p99 < Duration::from_millis(100), "p99 {p99:?}");
}

#[test]
fn a_few_slow_clients_get_their_time_and_then_lose_their_places() {
    let server = Setup::new().start();
    let begun = Instant::now();
    let kinds = [Slow::Silent, Slow::HalfHead, Slow::HeadOnly];
    let mut streams: Vec<_> = kinds.iter().map(|kind| kind.begin(server.address)).collect();
    thread::sleep(Duration::from_secs(10));
    assert_eq!(get(server.address, "/api/nothing").expect("an answer").status, 404);
    for (stream, kind) in streams.iter_mut().zip(kinds) {
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        // Nothing, or an answer that it took too long.
        let ended = stream.read_to_end(&mut Vec::new());
        assert!(ended.is_ok(), "{kind:?} kept its place: {ended:?}");
        assert!(begun.elapsed() > Duration::from_secs(11), "{kind:?} was closed too early");
    }
}

/// Clients that send all of a body but its last part, wait, and begin anew when they are refused.
/// They know no secret, only what a signature looks like.
struct Attack {
    request: Vec<u8>,
    streams: Vec<TcpStream>,
    refused: usize,
}

impl Attack {
    fn begin(address: SocketAddr, clients: usize, declared: usize) -> Self {
        let signature = "0".repeat(64);
        let head = format!(
            "POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nX-Cal-Signature-256: {signature}\r\n\
             Content-Length: {declared}\r\n\r\n"
        );
        let request = [head.as_bytes(), &vec![b' '; declared - 4096]].concat();
        let streams = (0..clients).map(|_| Self::open(address, &request)).collect();
        Self { request, streams, refused: 0 }
    }

    fn open(address: SocketAddr, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.set_write_timeout(Some(Duration::from_secs(2))).expect("a time-out");
        // Refused in the middle, where it is.
        let _ = stream.write_all(request);
        stream.set_nonblocking(true).expect("set");
        stream
    }

    /// How many were answered, or hung up on.
    fn answered(&self) -> usize {
        self.streams.iter().filter(|stream| is_answered(stream)).count()
    }

    /// Those that were refused come again.
    fn go_on(&mut self, address: SocketAddr) {
        for stream in self.streams.iter_mut().filter(|stream| is_answered(stream)) {
            self.refused += 1;
            *stream = Self::open(address, &self.request);
        }
    }
}

fn is_answered(stream: &TcpStream) -> bool {
    !matches!(stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
}

/// Delivers as Cal.com does: bodies of 200 bytes to 20 kB. Returns how long each took, sorted, and what
/// was not taken.
fn deliver_small(server: &Server, name: &str, count: usize) -> (Vec<Duration>, Vec<Option<Reply>>) {
    let (mut times, mut refused) = (Vec::new(), Vec::new());
    for n in 0..count {
        let begun = Instant::now();
        let body = padded(&format!("{name}{n}"), [0, 2_000, 19_800][n % 3]);
        match deliver(server.address, &body) {
            Some(reply) if reply.status == 200 => times.push(begun.elapsed()),
            other => refused.push(other),
        }
    }
    times.sort();
    (times, refused)
}

#[test]
fn small_deliveries_are_taken_beside_large_bodies_that_are_held_open() {
    let setup = Setup::new();
    let server = setup.start();
    let (before, _) = deliver_small(&server, "before", 100);
    let mut attack = Attack::begin(server.address, 200, 1024 * 1024);
    eventually("the room for large bodies is full", || (attack.answered() > 0).then_some(()));
    let over = AtomicBool::new(false);
    let (times, refused) = thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                attack.go_on(server.address);
                if over.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_secs(1));
            }
        });
        let all = deliver_small(&server, "beside", 300);
        over.store(true, Ordering::Relaxed);
        all
    });
    assert_eq!(refused, []);
    println!(
        "200 large bodies held open, {} refused: p50 {:?}, p99 {:?}; before p99 {:?}",
        attack.refused,
        percentile(&times, 50),
        percentile(&times, 99),
        percentile(&before, 99)
    );
    assert!(attack.refused > 0, "the room for large bodies was never full");
}

#[test]
fn small_bodies_that_stop_make_place_for_deliveries() {
    let setup = Setup::new().with("BOOKHOOK_BODY_TIMEOUT", "300");
    let server = setup.start();
    let attack = Attack::begin(server.address, 600, 64 * 1024);
    // Until the room is full, and those in it have been silent for long enough.
    eventually("refused", || (attack.answered() >= 600 - 128).then_some(()));
    deliver_within(server.address, &body("first"), Duration::from_secs(20));
    assert_eq!(deliver_small(&server, "small", 100).1, []);
}

#[test]
fn bodies_that_do_not_end_share_a_bounded_memory() {
    let setup = Setup::new().with("BOOKHOOK_BODY_TIMEOUT", "300");
    let server = setup.start();
    let attack = Attack::begin(server.address, 80, 1024 * 1024);
    eventually("refused", || (attack.answered() >= 80 - 24).then_some(()));
    assert!(memory(&server) < 100, "{} MiB", memory(&server));
    drop(attack);
    deliver_within(server.address, &padded("after", 900_000), Duration::from_secs(20));
}
