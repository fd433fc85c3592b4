//! The whole service beside its ceiling: a server of the same framework that reads the same body
//! and does nothing. Every server is a process of its own; the load comes from this one.
//!
//! `cargo bench --bench service`, or `cargo bench --bench service -- --seconds 10`

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]

mod load;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use bookhook::calcom::sample::{Sample, uid_from_random};
use bookhook::calcom::signature::{Secret, sign};
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use bookhook::domain::instant;
use rocket::data::{Data, ToByteUnit};
use rocket::{get, post, routes};

const SECRET: &str = "bench-secret";
const CONNECTIONS: [usize; 4] = [1, 16, 64, 256];
const BODIES: u32 = 40_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(port) = after(&arguments, "--ceiling") {
        return ceiling(port.parse().expect("a port"));
    }
    let seconds = after(&arguments, "--seconds").map_or(3, |text| text.parse().expect("whole seconds"));
    let time = Duration::from_secs(seconds);
    println!("{:34} {:>5} {:>10} {:>9} {:>9} {:>7}", "", "conn.", "per second", "p50 ms", "p99 ms", "errors");
    posts(time);
    gets(time);
}

fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}

fn posts(time: Duration) {
    for connections in CONNECTIONS {
        let ceiling = Server::ceiling();
        let bodies = signed(&[], "/");
        show(
            "ceiling: POST, reads the body",
            connections,
            &load::run(ceiling.address, &bodies, connections, time, "200"),
        );
        let service = Server::bookhook();
        let profiles = service.profiles(200);
        let bodies = signed(&profiles, bookhook::web::webhook::PATH);
        show(
            "webhook, committed with FULL",
            connections,
            &load::run(service.address, &bodies, connections, time, "200"),
        );
    }
}

fn gets(time: Duration) {
    let ceiling = Server::ceiling();
    let service = Server::bookhook();
    let profiles = service.profiles(200);
    let bodies = signed(&profiles, bookhook::web::webhook::PATH);
    load::run(service.address, &bodies, 16, Duration::from_secs(1), "200");
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes();
    let noop = Rc::new(vec![get("/")]);
    let reads = profiles.iter().map(|id| get(&format!("/api/public/booking/{id}"))).collect();
    let reads = Rc::new(reads);
    for connections in CONNECTIONS {
        show(
            "ceiling: GET of the same size",
            connections,
            &load::run(ceiling.address, &noop, connections, time, "200"),
        );
        show("booking", connections, &load::run(service.address, &reads, connections, time, "200"));
    }
}

fn show(name: &str, connections: usize, report: &load::Report) {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{name:34} {connections:5} {:10.0} {:9.2} {:9.2} {:7}",
        report.rate,
        ms(report.p50),
        ms(report.p99),
        report.bad
    );
}

/// Signed, distinct `BOOKING_CREATED` requests, each naming one of the profiles.
fn signed(profiles: &[String], path: &str) -> Rc<Vec<Vec<u8>>> {
    let secret = Secret::new(SECRET).expect("a secret");
    Rc::new((0..BODIES).map(|n| request(n, profiles, path, &secret)).collect())
}

fn request(n: u32, profiles: &[String], path: &str, secret: &Secret) -> Vec<u8> {
    let body = sample(n, profiles.get(n as usize % profiles.len().max(1)));
    let signature = sign(secret, &body);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         X-Cal-Signature-256: {signature}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

fn sample(n: u32, profile: Option<&String>) -> Vec<u8> {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
    let uid = BookingUid::parse(&uid_from_random(bytes)).expect("a uid");
    let created =
        instant::parse("2026-01-01T00:00:00Z").expect("an instant") + time::Duration::seconds(n.into());
    let mut sample = Sample::new(Trigger::BookingCreated, uid, created, created + time::Duration::days(3));
    sample.profile = profile.and_then(|id| ProfileId::parse(id));
    sample.attendee_name = format!("Guest {n}");
    sample.attendee_email = format!("guest{n}@example.com");
    sample.body()
}

/// The server under load, and the folder that it works in. Ends when dropped.
struct Server {
    process: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Server {
    /// This very program, serving routes that do nothing.
    fn ceiling() -> Self {
        let port = free_port();
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--ceiling", &port.to_string()]);
        Self::start(command, port)
    }

    /// The binary as it is shipped, on a fresh database.
    fn bookhook() -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookhook"));
        command
            .env("ROCKET_PORT", port.to_string())
            .env("CAL_COM_WEBHOOK_SECRET", SECRET)
            .env("BOOKHOOK_PROFILES_PER_MINUTE", "100000");
        Self::start(command, port)
    }

    fn start(mut command: Command, port: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let silent = || Stdio::null();
        let command = command.current_dir(folder.path()).stdin(silent()).stdout(silent()).stderr(silent());
        let process = command.spawn().expect("a server");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the server did not start");
            std::thread::yield_now();
        }
        Self { process, address, _folder: folder }
    }

    fn profiles(&self, count: usize) -> Vec<String> {
        (0..count).map(|n| self.profile(n)).collect()
    }

    fn profile(&self, n: usize) -> String {
        let body = format!(r#"{{"name":"Guest {n}","email":"applicant{n}@example.com"}}"#);
        let mut stream = TcpStream::connect(self.address).expect("connected");
        write!(
            stream,
            "POST /api/public/profiles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let id = answer.split(r#""profileId":""#).nth(1).and_then(|rest| rest.get(..36));
        id.expect("a profile").to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

#[post("/", data = "<body>")]
async fn swallow(body: Data<'_>) -> &'static str {
    let read = body.open(1.mebibytes()).into_bytes().await;
    if read.is_ok() { "ok" } else { "no" }
}

/// As long as a booking's answer.
const PAGE: &str = include_str!("booking.json");

#[get("/")]
fn nothing() -> &'static str {
    PAGE
}

fn ceiling(port: u16) {
    let figment = rocket::Config::figment().merge(("port", port)).merge(("log_level", "off"));
    let server = rocket::custom(figment).mount("/", routes![swallow, nothing]);
    rocket::execute(server.launch()).expect("a server");
}
