//! More deliveries at once than can be taken.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::faults::client::{body, deliver, kept, padded, request};
use crate::support::dump;
use crate::support::patience::{PATIENCE, processor_time};
use crate::support::server::{Server, Setup};

/// What the clients of a flood were told.
#[derive(Default)]
struct Flood {
    taken: Vec<(String, Duration)>,
    refused: usize,
    /// Refused without saying when to come again, or not answered at all.
    odd: Vec<String>,
}

fn most_memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

/// One client, with a connection that it keeps, until the time is over.
fn client(address: SocketAddr, name: &str, size: usize, until: Instant) -> Flood {
    let mut flood = Flood::default();
    let mut stream = None;
    for n in 0.. {
        if Instant::now() >= until {
            break;
        }
        let uid = format!("{name}n{n}");
        let begun = Instant::now();
        let connected = stream.take().or_else(|| TcpStream::connect(address).ok());
        let Some(mut connection) = connected else { continue };
        let answer = answer(&mut connection, &request(&padded(&uid, size), "keep-alive"));
        if answer.starts_with("HTTP/1.1 200 ") {
            flood.taken.push((uid, begun.elapsed()));
            stream = Some(connection);
        } else if is_refusal(&answer) {
            flood.refused += 1;
        } else {
            flood.odd.push(answer);
        }
    }
    flood
}

/// Told when to come again, or too slow where others needed the place.
fn is_refusal(answer: &str) -> bool {
    let busy = answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: 1\r\n");
    busy || answer.starts_with("HTTP/1.1 408 ")
}

/// Sends a request, and reads its answer up to the end of its JSON.
fn answer(stream: &mut TcpStream, request: &[u8]) -> String {
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    // A server that refuses in the middle of a body closes early.
    let _ = stream.write_all(request);
    let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
    while !(answer.ends_with(b"}") && answer.windows(4).any(|end| end == b"\r\n\r\n")) {
        match stream.read(&mut piece) {
            Ok(read) if read > 0 => answer.extend_from_slice(&piece[..read]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// A flood from so many clients at once; then a delivery costs as little as before. Returns the
/// longest time that a client waited, and the typical ones before and after.
fn survive(clients: usize, size: usize, time: Duration) -> [Duration; 3] {
    let setup = Setup::new().with("ROCKET_LIMITS__WEBHOOK", "2MiB");
    let server = setup.start();
    let (calm, cheap) = typical(&server, "calm");
    let (until, next) = (Instant::now() + time, AtomicUsize::new(0));
    let mut flood = Flood::default();
    thread::scope(|scope| {
        let one =
            || client(server.address, &format!("c{}", next.fetch_add(1, Ordering::Relaxed)), size, until);
        let all: Vec<_> = (0..clients).map(|_| scope.spawn(one)).collect();
        for client in all {
            let mut its = client.join().expect("a client");
            flood.taken.append(&mut its.taken);
            flood.refused += its.refused;
            flood.odd.append(&mut its.odd);
        }
    });
    thread::sleep(Duration::from_secs(1));
    let (after, costs) = typical(&server, "after");
    let mut times: Vec<_> = flood.taken.iter().map(|(_, time)| *time).collect();
    times.sort();
    let memory = most_memory(&server);
    println!(
        "{clients} clients, {size} bytes, {time:?}: {} taken, {} refused, {} without an answer; p99 {:?}, longest \
         {:?}; memory {memory} MiB; typical before {calm:?}, after {after:?}",
        times.len(),
        flood.refused,
        flood.odd.len(),
        times[(times.len() - 1) * 99 / 100],
        times[times.len() - 1],
    );
    // A refusal in the middle of a body may be lost with the connection; nothing else may be.
    assert!(flood.odd.iter().all(String::is_empty), "{:?}", flood.odd.iter().find(|odd| !odd.is_empty()));
    assert!(memory < 300, "{memory} MiB");
    assert!(costs < cheap * 5 + Duration::from_millis(200), "processor: before {cheap:?}, after {costs:?}");
    for (uid, _) in flood.taken.iter().step_by(flood.taken.len() / 50 + 1) {
        assert_eq!(kept(&setup.database(), uid), 1, "{uid} was acknowledged");
    }
    let missing = format!("SELECT count(*) FROM deliveries HAVING count(*) < {}", flood.taken.len());
    assert!(dump::rows(&setup.database(), &missing).is_empty(), "more was acknowledged than is there");
    [times[times.len() - 1], calm, after]
}

/// The median time of a delivery, and the processor time of all that were measured.
fn typical(server: &Server, name: &str) -> (Duration, Duration) {
    let spent = || processor_time(server.id()).expect("its time");
    let one = |n: usize| {
        let begun = Instant::now();
        assert_eq!(deliver(server.address, &body(&format!("{name}{n}"))).expect("an answer").status, 200);
        begun.elapsed()
    };
    let before = spent();
    let mut times: Vec<_> = (0..101).map(one).collect();
    times.sort();
    (times[50], spent().saturating_sub(before))
}

#[test]
fn a_flood_of_large_bodies_is_refused_in_part_and_passes() {
    survive(100, 1_000_000, Duration::from_secs(2));
}

#[test]
#[ignore = "the long run: cargo test --release --test it faults -- --ignored --test-threads 1"]
fn a_minute_of_flood_is_refused_in_part_and_passes() {
    for size in [2_000, 1_000_000] {
        let [longest, before, after] = survive(256, size, Duration::from_secs(60));
        // On a machine with nothing else to do.
        assert!(longest < Duration::from_secs(10), "somebody waited {longest:?}");
        assert!(after < before * 5 + Duration::from_millis(20), "before {before:?}, after {after:?}");
    }
}
