//! systemd: what the server tells it, and the unit that it is started by.

use std::os::unix::net::UnixDatagram;
use std::process::Command;

use crate::support::patience::PATIENCE;
use crate::support::server::{Setup, finish};

/// The next datagram.
fn told(socket: &UnixDatagram) -> String {
    socket.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let mut buffer = [0; 256];
    let length = socket.recv(&mut buffer).expect("a message");
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

#[test]
fn systemd_is_told_that_the_server_is_ready_alive_and_stopping() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let setup =
        Setup::new().with("NOTIFY_SOCKET", path.to_str().expect("text")).with("WATCHDOG_USEC", "100000");
    let server = setup.start();
    assert_eq!(told(&socket), "READY=1\n");
    assert_eq!(told(&socket), "WATCHDOG=1\n");
    assert_eq!(told(&socket), "WATCHDOG=1\n");
    assert!(server.stop().0.success());
    let last = std::iter::repeat_with(|| told(&socket)).find(|message| message != "WATCHDOG=1\n");
    assert_eq!(last.as_deref(), Some("STOPPING=1\n"));
}

#[test]
fn a_start_that_upgrades_asks_for_time_and_says_what_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let setup = Setup::new().with("NOTIFY_SOCKET", path.to_str().expect("text"));
    std::fs::copy("tests/fixtures/schema/0.1.0.db", setup.database()).expect("copied");
    // They are read meanwhile, as systemd does: a socket holds few.
    let read = move || std::iter::repeat_with(|| told(&socket)).take_while(|it| it != "READY=1\n").collect();
    let messages = std::thread::spawn(read);
    let (_, _, log) = setup.start().stop();
    let messages: Vec<String> = messages.join().expect("messages");
    assert!(!messages.is_empty());
    assert!(messages.iter().all(|message| message == "EXTEND_TIMEOUT_USEC=60000000\n"), "{messages:?}");
    let about = |words: &str| log.iter().any(|line| line.contains(words));
    assert!(about("an earlier version wrote the database") && about("was upgraded"), "{log:?}");
}

#[test]
fn the_unit_leaves_an_attacker_little() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("skipped: there is no systemd-analyze here");
        return;
    }
    let mut analyze = Command::new("systemd-analyze");
    // The threshold is in tenths: an exposure of 2.0 or more fails.
    analyze.args(["security", "--offline=true", "--threshold=19", "deploy/bookhook.service"]);
    let (status, output, problem) = finish(analyze);
    assert_eq!(status, 0, "{output}{problem}");
}

#[test]
fn the_health_check_says_whether_the_server_serves() {
    let setup = Setup::new();
    let server = setup.start();
    let setup = setup.with("ROCKET_PORT", &server.address.port().to_string());
    // A proxy for the rest of the world has no part in it.
    let setup = setup.with("http_proxy", "http://127.0.0.1:9");
    assert_eq!(finish(setup.command(&["healthcheck"])), (0, String::new(), String::new()));
    let url = server.url("/healthz");
    server.kill();
    let (status, _, problem) = finish(setup.command(&["healthcheck"]));
    assert_eq!(status, 1);
    let cause = format!("error: nothing listens at {url}: the connection was refused\nhelp: start bookhook");
    assert!(problem.starts_with(&cause), "{problem}");
}
