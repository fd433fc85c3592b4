//! The first promise: what was acknowledged is on disk, whenever the process dies.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use bookhook::calcom::signature::{Secret, sign};

use crate::support::dump;
use crate::support::server::{SECRET, Setup, WEBHOOK};

const CONNECTIONS: usize = 32;

/// Deliveries that the load of one round would make if nothing stopped it.
const LOAD: usize = 1_500;

/// Kills the server in the middle of a load, `rounds` times at different moments, and checks after
/// each restart that nothing that was answered 200 is missing, and nothing is there twice.
fn survive(rounds: usize) {
    let setup = Setup::new();
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds {
        let server = setup.start();
        let (answered, reached) = (AtomicUsize::new(0), Barrier::new(2));
        let stop_after = 1 + LOAD * (round + 1) / (rounds + 1);
        let (next, address) = (AtomicUsize::new(0), server.address);
        let count = || {
            if answered.fetch_add(1, Ordering::Relaxed) + 1 == stop_after {
                reached.wait();
            }
        };
        let mut kept = thread::scope(|scope| {
            let client = || client(address, round, &next, &count);
            let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(client)).collect();
            reached.wait();
            server.kill();
            clients.into_iter().flat_map(|client| client.join().expect("a client")).collect()
        });
        acknowledged.append(&mut kept);
        setup.start().stop();
        let stored = dump::rows(&setup.database(), "SELECT uid FROM bookings ORDER BY uid");
        let distinct: BTreeSet<String> = stored.iter().cloned().collect();
        assert_eq!(distinct.len(), stored.len(), "something is there twice");
        let missing: Vec<_> = acknowledged.iter().filter(|uid| !distinct.contains(*uid)).collect();
        assert!(missing.is_empty(), "round {round} lost {missing:?}");
        let whole = "SELECT count(*) FROM deliveries d JOIN bookings b ON b.id = d.booking";
        assert_eq!(dump::rows(&setup.database(), whole), [format!("[Integer({})]", stored.len())]);
    }
    assert!(acknowledged.len() >= rounds);
}

/// Delivers until the server is gone, and counts what was answered 200, which it returns.
fn client(address: SocketAddr, round: usize, next: &AtomicUsize, count: &impl Fn()) -> Vec<String> {
    let secret = Secret::new(SECRET).expect("a secret");
    let mut kept = Vec::new();
    let Ok(mut stream) = TcpStream::connect(address) else { return kept };
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time-out");
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= LOAD {
            return kept;
        }
        let uid = format!("r{round}n{n}");
        let body = format!(
            r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z","payload":{{"uid":"{uid}"}}}}"#
        );
        let request = format!(
            "POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nX-Cal-Signature-256: {}\r\nContent-Length: {}\r\n\r\n{body}",
            sign(&secret, body.as_bytes()),
            body.len()
        );
        if stream.write_all(request.as_bytes()).is_err() || !is_answered(&mut stream) {
            return kept;
        }
        kept.push(format!("[Text({uid:?})]"));
        count();
    }
}

/// Whether a whole answer came, and it is a 200.
fn is_answered(stream: &mut TcpStream) -> bool {
    let mut answer = Vec::new();
    let mut piece = [0; 2048];
    while !answer.ends_with(b"\"applied\"}") {
        match stream.read(&mut piece) {
            Ok(read) if read > 0 => answer.extend_from_slice(&piece[..read]),
            _ => return false,
        }
    }
    answer.starts_with(b"HTTP/1.1 200 ")
}

#[test]
fn a_server_killed_under_load_loses_nothing_that_it_acknowledged() {
    survive(4);
}

#[test]
#[ignore = "the long run: cargo test --release --test it -- --ignored"]
fn a_server_killed_fifty_times_under_load_loses_nothing_that_it_acknowledged() {
    survive(50);
}
