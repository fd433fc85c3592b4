//! How the server starts and stops.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use rusqlite::Connection;

use crate::support::databases::used;
use crate::support::files::{beside, deliver, is_refused, path};
use crate::support::server::{Server, Setup, finish};

fn signal(server: &Server, name: &str) {
    let sent = Command::new("kill").args([name, &server.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}

#[test]
fn a_closed_terminal_stops_the_server_as_sigterm_does() {
    let setup = Setup::new();
    let server = setup.start();
    deliver(&server, 0);
    signal(&server, "-HUP");
    let (status, _, log) = server.stop();
    assert_eq!(status.code(), Some(0), "{log:?}");
    assert!(log.iter().any(|line| line.contains("\"stopped\"")), "{log:?}");
    assert!(!beside(&setup, "-wal").exists());
}

#[test]
fn a_server_that_was_started_to_ignore_a_closed_terminal_stays() {
    let setup = Setup::new();
    let server = setup.start_in_shell("trap '' HUP; exec \"$0\"");
    signal(&server, "-HUP");
    deliver(&server, 0);
    let (status, _, log) = server.stop();
    assert_eq!(status.code(), Some(0), "{log:?}");
}

#[test]
fn a_start_that_makes_a_database_or_a_secret_says_so() {
    let setup = Setup::new().without_database().without("CAL_COM_WEBHOOK_SECRET");
    let warnings = |log: Vec<String>| {
        log.into_iter().filter(|line| line.contains(r#""level":"warn""#)).collect::<Vec<_>>().join("\n")
    };
    let (_, _, log) = setup.start().stop();
    let said = warnings(log);
    assert!(said.contains("there was no database") && said.contains("there was no webhook secret"), "{said}");
    assert_eq!(warnings(setup.start().stop().2), "");
}

#[test]
fn a_port_in_use_is_said_before_anything_is_made() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its number").port().to_string();
    for (variable, value) in
        [("ROCKET_PORT", port.clone()), ("BOOKHOOK_METRICS_ADDRESS", format!("127.0.0.1:{port}"))]
    {
        let setup = Setup::new().without("CAL_COM_WEBHOOK_SECRET");
        let mut command = setup.command(&[]);
        command.env("ROCKET_PORT", "0").env(variable, value);
        let (code, _, problem) = finish(command);
        assert_eq!(code, 1, "{problem}");
        assert!(problem.contains("cannot listen on") && problem.contains(variable), "{problem}");
        assert!(!setup.database().exists() && !path(&setup, "webhook.secret").exists());
    }
}

#[test]
fn a_start_beside_another_programs_lock_names_it() {
    let setup = used();
    let shell = Connection::open(setup.database()).expect("a database");
    shell.execute_batch("BEGIN IMMEDIATE").expect("locked");
    is_refused(&setup, 4, &["is locked by another program", "sqlite3"]);
}

#[test]
fn a_start_without_a_terminal_writes_its_log_and_no_banner() {
    let setup = Setup::new();
    let server = setup.start_in_shell("exec \"$0\" >output");
    assert_eq!(server.get("/healthz").status, 200);
    let (status, _, log) = server.stop();
    assert!(status.success() && log.iter().any(|line| line.contains("\"started\"")), "{log:?}");
    assert_eq!(fs::read_to_string(setup.database().with_file_name("output")).expect("it"), "");
}
