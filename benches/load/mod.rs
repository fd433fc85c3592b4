//! A small HTTP/1.1 load driver: keep-alive connections on one thread, each sending its next
//! request as soon as the last one was answered.

pub(crate) mod cal_api;

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rocket::tokio::io::{AsyncReadExt, AsyncWriteExt};
use rocket::tokio::net::TcpStream;
use rocket::tokio::runtime::Builder;
use rocket::tokio::task::LocalSet;

/// The n-th request, in bytes.
pub(crate) type Requests = Rc<dyn Fn(usize) -> Rc<[u8]>>;

/// These requests, again and again.
pub(crate) fn in_turn(requests: Vec<Vec<u8>>) -> Requests {
    let requests: Vec<Rc<[u8]>> = requests.into_iter().map(Rc::from).collect();
    Rc::new(move |n| Rc::clone(&requests[n % requests.len()]))
}

/// What one run measured.
pub(crate) struct Report {
    /// Requests answered per second.
    pub(crate) rate: f64,
    /// The median latency.
    pub(crate) p50: Duration,
    /// The latency that one request in a hundred exceeds.
    pub(crate) p99: Duration,
    /// Answers other than the status that was expected.
    pub(crate) bad: usize,
}

/// Sends `requests` over so many connections for so long, and expects `status`.
pub(crate) fn run(
    server: SocketAddr,
    requests: &Requests,
    connections: usize,
    time: Duration,
    status: &str,
) -> Report {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let local = LocalSet::new();
    let begun = Instant::now();
    let end = begun + time;
    let clients: Vec<_> = (0..connections)
        .map(|n| {
            let numbers = (n..).step_by(connections);
            local.spawn_local(client(server, Rc::clone(requests), numbers, end, status.to_owned()))
        })
        .collect();
    let mut latencies = Vec::new();
    let mut bad = 0;
    runtime.block_on(local.run_until(async {
        for client in clients {
            let (mut mine, wrong) = client.await.expect("a client");
            latencies.append(&mut mine);
            bad += wrong;
        }
    }));
    latencies.sort_unstable();
    let answers = u32::try_from(latencies.len()).expect("fewer than four billion");
    let rate = f64::from(answers) / begun.elapsed().as_secs_f64();
    let at = |share: usize| latencies.get(latencies.len() * share / 100).copied().unwrap_or_default();
    Report { rate, p50: at(50), p99: at(99), bad }
}

async fn client(
    server: SocketAddr,
    requests: Requests,
    mut numbers: impl Iterator<Item = usize>,
    end: Instant,
    status: String,
) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(server).await.expect("connected");
    stream.set_nodelay(true).expect("no delay");
    let (mut latencies, mut bad) = (Vec::new(), 0);
    let mut buffer = Vec::with_capacity(4096);
    while Instant::now() < end
        && let Some(number) = numbers.next()
    {
        let request = requests(number);
        let sent = Instant::now();
        stream.write_all(&request).await.expect("sent");
        let answer = answer(&mut stream, &mut buffer).await;
        latencies.push(sent.elapsed());
        bad += usize::from(answer != status);
    }
    (latencies, bad)
}

/// Reads one answer to its end, and returns its status.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> String {
    buffer.clear();
    loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if buffer.len() >= end + 4 + length {
                return head.get(9..12).unwrap_or_default().to_owned();
            }
        }
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the server closed the connection");
    }
}
