//! The whole service beside its ceiling: a server of the same framework that reads the same body
//! and does nothing. Every server is a process of its own; the load comes from this one.
//!
//! `cargo bench --bench service`, or `cargo bench --bench service -- --seconds 10`; `-- --soak 300` shows
//! what memory and files do under a full load of distinct deliveries for so many seconds; `-- --pass 3` how
//! fast a pass reads 100,000 bookings, and what it costs deliveries, in three rounds.

#![expect(clippy::expect_used, reason = "a bench fails by panicking")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod load;

use std::cell::Cell;
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

use self::load::cal_api::{CalApi, KEY, LINK};

const SECRET: &str = "bench-secret";
const CONNECTIONS: [usize; 4] = [1, 16, 64, 256];
/// More than are delivered in three seconds, so that none is a repetition.
const BODIES: u32 = 120_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(port) = after(&arguments, "--ceiling") {
        return ceiling(port.parse().expect("a port"));
    }
    if let Some(seconds) = after(&arguments, "--soak") {
        return soak(seconds.parse().expect("whole seconds"));
    }
    if let Some(rounds) = after(&arguments, "--pass") {
        return passes(rounds.parse().expect("how many rounds"));
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
        let bodies = signed(1_000, &[], "/");
        show(
            "ceiling: POST, reads the body",
            connections,
            &load::run(ceiling.address, &bodies, connections, time, "200"),
        );
        let service = Server::bookhook();
        let profiles = service.profiles(200);
        let bodies = signed(BODIES, &profiles, bookhook::web::paths::WEBHOOK);
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
    let bodies = signed(1_000, &profiles, bookhook::web::paths::WEBHOOK);
    load::run(service.address, &bodies, 16, Duration::from_secs(1), "200");
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes();
    let noop = load::in_turn(vec![get("/")]);
    let reads = profiles.iter().map(|id| get(&format!("/api/public/booking/{id}")));
    let reads = load::in_turn(reads.collect());
    for connections in CONNECTIONS {
        show(
            "ceiling: GET of the same size",
            connections,
            &load::run(ceiling.address, &noop, connections, time, "200"),
        );
        show("booking", connections, &load::run(service.address, &reads, connections, time, "200"));
    }
}

/// The full load, in slices of 15 seconds.
fn soak(seconds: u64) {
    const SLICE: u64 = 15;
    let service = Server::bookhook();
    let profiles = service.profiles(200);
    let bodies = distinct(profiles);
    println!(
        "{:>8} {:>10} {:>9} {:>9} {:>9} {:>9}",
        "seconds", "per second", "p99 ms", "RSS MiB", "WAL MiB", "file MiB"
    );
    for slice in 1..=seconds.div_ceil(SLICE) {
        let report = load::run(service.address, &bodies, 64, Duration::from_secs(SLICE), "200");
        assert_eq!(report.bad, 0, "answers other than 200");
        let p99 = report.p99.as_secs_f64() * 1000.0;
        let [wal, file] = ["bookhook.db-wal", "bookhook.db"].map(|name| service.mebibytes(name));
        let seconds = slice * SLICE;
        println!("{seconds:8} {:10.0} {p99:9.2} {:9} {wal:9} {file:9}", report.rate, service.resident());
    }
}

/// Bookings that a pass reads.
const FLOOD: u32 = 100_000;

/// Requests that a key of Cal.com has a minute.
const LIMIT: u64 = 120;

/// A pass alone; then deliveries without and with one, in turn: as fast as the pass can go, and within the
/// limit of Cal.com's API.
fn passes(rounds: usize) {
    let api = CalApi::start(FLOOD, None);
    let service = Server::reconciling(&api);
    let (begun, resting) = (Instant::now(), service.resident());
    let mut pass = service.pass();
    assert!(pass.wait().expect("its end").success(), "the pass failed");
    let (seconds, asked) = (begun.elapsed().as_secs_f64(), api.asked());
    let (most, wal) = (service.most_resident(), service.mebibytes("bookhook.db-wal"));
    println!(
        "{FLOOD} bookings: {seconds:.1} s, {asked} requests, {resting} MiB before and {most} at most, WAL {wal} MiB"
    );
    drop(service);
    println!("{:>5} {:>12} {:>12} {:>6}   load", "conn.", "p99 ms alone", "with a pass", "times");
    for connections in [1, 16, 64] {
        beside(&api, connections, Duration::from_secs(3), rounds);
    }
    println!("within {LIMIT} requests a minute:");
    beside(&CalApi::start(FLOOD, Some(LIMIT)), 1, Duration::from_secs(60), rounds);
}

/// Shows the median of the deliveries' p99, alone and beside a pass, of so many rounds.
fn beside(api: &CalApi, connections: usize, time: Duration, rounds: usize) {
    let mut pairs: Vec<[f64; 2]> =
        (0..rounds).map(|_| [false, true].map(|pass| p99(api, connections, time, pass))).collect();
    let [alone, beside] = [0, 1].map(|which| {
        pairs.sort_by(|one, other| one[which].total_cmp(&other[which]));
        pairs[rounds / 2][which]
    });
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    println!("{connections:5} {alone:12.2} {beside:12.2} {:6.2}   {load}", beside / alone);
}

/// Of deliveries in milliseconds, for so long.
fn p99(api: &CalApi, connections: usize, time: Duration, with_pass: bool) -> f64 {
    let service = Server::reconciling(api);
    let bodies = distinct(service.profiles(200));
    let asked = api.asked();
    let mut pass = with_pass.then(|| service.pass());
    while pass.is_some() && api.asked() < asked + 10 {
        std::thread::yield_now();
    }
    let report = load::run(service.address, &bodies, connections, time, "200");
    assert_eq!(report.bad, 0, "answers other than 200");
    if let Some(pass) = &mut pass {
        assert!(pass.try_wait().expect("its state").is_none(), "the pass ended before the load");
        drop(pass.kill());
        drop(pass.wait());
    }
    report.p99.as_secs_f64() * 1000.0
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
fn signed(count: u32, profiles: &[String], path: &str) -> load::Requests {
    let secret = Secret::new(SECRET).expect("a secret");
    load::in_turn((0..count).map(|n| request(n, profiles, path, &secret)).collect())
}

/// As many as are asked for, made as they are sent.
fn distinct(profiles: Vec<String>) -> load::Requests {
    let secret = Secret::new(SECRET).expect("a secret");
    let count = Cell::new(0);
    Rc::new(move |_| {
        count.set(count.get() + 1);
        request(count.get(), &profiles, bookhook::web::paths::WEBHOOK, &secret).into()
    })
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
    folder: tempfile::TempDir,
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

    /// As above, with a key of the stand-in's.
    fn reconciling(api: &CalApi) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookhook"));
        command
            .env("ROCKET_PORT", port.to_string())
            .env("CAL_COM_WEBHOOK_SECRET", SECRET)
            .env("BOOKHOOK_PROFILES_PER_MINUTE", "100000")
            .env("CAL_COM_API_KEY", KEY)
            .env("BOOKHOOK_CAL_API_URL", &api.url)
            .env("BOOKHOOK_CAL_LINK", LINK)
            .env("BOOKHOOK_RECONCILE_EVERY", "off");
        Self::start(command, port)
    }

    /// Asks it for a pass.
    fn pass(&self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookhook"));
        let silent = || Stdio::null();
        let command = command.arg("reconcile").current_dir(self.folder.path()).stdin(silent());
        command.stdout(silent()).stderr(silent()).spawn().expect("a pass")
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
        Self { process, address, folder }
    }

    fn mebibytes(&self, name: &str) -> u64 {
        std::fs::metadata(self.folder.path().join(name)).map_or(0, |file| file.len() / 1_048_576)
    }

    fn resident(&self) -> u64 {
        self.memory("VmRSS:")
    }

    /// The most that it has had resident.
    fn most_resident(&self) -> u64 {
        self.memory("VmHWM:")
    }

    /// In MiB; 0 where the system does not tell.
    fn memory(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
        line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
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
