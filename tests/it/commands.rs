//! The commands as hands type them: what they take, what they say, how they end.

use std::fs::{self, OpenOptions};
use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;

use crate::operate::used;
use crate::support::server::{Server, Setup, finish, wire};

/// The exit code of a command whose output goes as `redirected` says.
fn ends(setup: &Setup, arguments: &[&str], redirected: impl Fn(&mut Command)) -> Option<i32> {
    let mut command = setup.command(arguments);
    redirected(&mut command);
    command.status().expect("it ran").code()
}

fn full() -> fs::File {
    OpenOptions::new().write(true).open("/dev/full").expect("/dev/full")
}

#[test]
fn a_command_ends_as_it_would_where_its_messages_cannot_be_written() {
    let setup = used();
    let wrong = Setup::new().with("ROCKET_PORT", "abc");
    let cases: [(&Setup, &[&str], i32); 5] = [
        (&setup, &["deliveries", "999"], 1),
        (&setup, &["nonsense"], 2),
        (&wrong, &[], 3),
        (&Setup::new(), &["deliveries"], 4),
        (&setup, &["secret"], 0),
    ];
    for (setup, arguments, code) in cases {
        let to_full = ends(setup, arguments, |command| {
            command.stdout(std::process::Stdio::null()).stderr(full());
        });
        assert_eq!(to_full, Some(code), "{arguments:?}");
    }
    // As in `bookhook check 2>&1 | head -1`, once head has gone.
    for arguments in [&["check"][..], &["deliveries"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let cut_off = ends(&setup, arguments, |command| {
            command.stdout(writer.try_clone().expect("a pipe")).stderr(writer.try_clone().expect("a pipe"));
        });
        assert_eq!(cut_off, Some(1), "{arguments:?}");
    }
}

/// Sends to a server under test, with what `arguments` say.
fn send(setup: &Setup, server: &Server, arguments: &[&str]) -> (i32, String, String) {
    let mut command = setup.command(&["send"]);
    command.args(arguments).env("ROCKET_PORT", server.address.port().to_string());
    finish(command)
}

#[test]
fn a_body_that_is_too_large_gets_its_answer_each_time() {
    let setup = Setup::new();
    let server = setup.start();
    let body = setup.database().with_file_name("big");
    fs::write(&body, vec![b'x'; 2_000_000]).expect("written");
    for _ in 0..20 {
        let (code, said, problem) = send(&setup, &server, &["--file", "big"]);
        assert_eq!(code, 1);
        assert!(said.contains("body_too_large") && problem.contains("answered 413"), "{said}{problem}");
    }
}

#[test]
fn a_large_body_within_the_limit_is_sent_whole() {
    let setup = Setup::new();
    let server = setup.start();
    let body = [&wire("PING")[..], &vec![b' '; 900_000]].concat();
    fs::write(setup.database().with_file_name("large"), body).expect("written");
    let (code, said, problem) = send(&setup, &server, &["--file", "large"]);
    assert_eq!(code, 0, "{said}{problem}");
    assert!(said.contains("\"ignored\""), "{said}");
}

#[test]
fn what_never_ends_or_never_begins_is_not_sent() {
    let setup = Setup::new();
    let pipe = setup.database().with_file_name("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for file in ["/dev/zero", "pipe", "."] {
        let (code, _, problem) = finish(setup.command(&["send", "--file", file]));
        assert_eq!(code, 1);
        assert!(problem.contains("is not a regular file\nhelp: "), "{problem}");
    }
    let endless = fs::File::create(setup.database().with_file_name("sparse")).expect("a file");
    endless.set_len(1 << 40).expect("a length");
    let (code, _, problem) = finish(setup.command(&["send", "--file", "sparse"]));
    assert_eq!(code, 1);
    assert!(problem.contains("is longer than 2097152 bytes\nhelp: "), "{problem}");
    let (_, _, problem) = finish(setup.command(&["send", "--file", "nosuch"]));
    assert!(problem.contains("nosuch cannot be read: no such file"), "{problem}");
}

/// A port on which nobody listens.
fn deserted() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").port()
}

#[test]
fn send_says_why_there_is_no_answer() {
    let setup = Setup::new();
    let server = setup.start();
    let deaf = TcpListener::bind("127.0.0.1:0").expect("a port");
    let closing = deaf.local_addr().expect("its address");
    let closer = std::thread::spawn(move || drop(deaf.accept().expect("a connection")));
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let speaks = other.local_addr().expect("its address");
    let speaker = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut stream, _) = other.accept().expect("a connection");
        stream.write_all(b"220 mail.example.com ESMTP\r\n").expect("said");
        let _ = stream.read(&mut [0; 4096]);
    });
    // No resolver asks anybody for a name with so long a part.
    let unknown = format!("http://{}.invalid", "a".repeat(64));
    let cases = [
        (format!("http://127.0.0.1:{}", deserted()), "the connection was refused"),
        (unknown, "does not resolve"),
        (format!("https://{}", server.address), "127.0.0.1 does not speak TLS on this port"),
        (format!("http://{closing}"), "closed the connection before it answered"),
        (format!("http://{speaks}"), "does not speak HTTP"),
    ];
    for (url, cause) in cases {
        let (code, _, problem) = finish(setup.command(&["send", "PING", "--url", &url]));
        assert_eq!(code, 1, "{url}");
        assert!(problem.contains(cause) && problem.contains("\nhelp: "), "{url}: {problem}");
    }
    closer.join().expect("closed");
    speaker.join().expect("said");
}

#[test]
fn send_tells_a_certificate_that_does_not_verify() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    if let Some(tool) = crate::guides::missing_tool() {
        assert!(std::env::var_os("CI").is_none(), "{tool} is missing");
        eprintln!("skipped: there is no {tool} here");
        return;
    }
    let setup = Setup::new();
    let folder = setup.database().with_file_name("");
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        command.current_dir(&folder).args(arguments.split(' ')).stdin(Stdio::null());
        command
    };
    let request =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -out cert -subj /CN=x";
    let done = openssl(request).stderr(Stdio::null()).status().expect("openssl");
    assert!(done.success());
    let serve = "s_server -accept 127.0.0.1:0 -key key -cert cert -naccept 1";
    let mut server = openssl(serve)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a server");
    let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let address = lines.find_map(|line| line.strip_prefix("ACCEPT ").map(str::to_owned)).expect("an address");
    let (code, _, problem) = finish(setup.command(&["send", "PING", "--url", &format!("https://{address}")]));
    server.kill().expect("killed");
    server.wait().expect("its end");
    assert_eq!(code, 1);
    assert!(problem.contains("the certificate of 127.0.0.1 does not verify\nhelp: "), "{problem}");
}

#[test]
fn an_address_is_completed_or_refused_with_what_to_write() {
    let setup = Setup::new();
    let server = setup.start();
    for url in [server.url(""), server.url("/"), server.url("/api/webhooks/calcom")] {
        let (code, said, problem) = finish(setup.command(&["send", "PING", "--url", &url]));
        assert_eq!(code, 0, "{url}: {said}{problem}");
    }
    for bad in ["notaurl", "localhost:3001", "ftp://localhost", "http://"] {
        let (code, _, problem) = finish(setup.command(&["send", "PING", "--url", bad]));
        assert_eq!(code, 2, "{bad}");
        assert!(problem.contains("write an address like http://localhost:3001"), "{bad}: {problem}");
    }
    let (code, _, problem) = finish(setup.command(&["send", "PING", "--url", &server.url("/elsewhere")]));
    assert_eq!(code, 1);
    assert!(problem.contains("answered 404\nhelp: the webhook's path is /api/webhooks/calcom"), "{problem}");
}

#[test]
fn a_profile_s_booking_has_its_name_and_address() {
    let setup = Setup::new();
    let server = setup.start();
    let id = server.apply("Ada Obi", "ada@example.com");
    assert_eq!(send(&setup, &server, &["booking_created", "--profile", &id, "--uid", "one"]).0, 0);
    let booking = server.get(&format!("/api/public/booking/{id}")).json();
    assert_eq!(booking["data"]["attendeeName"], "Ada Obi", "{booking}");
    let (_, said, _) = finish(setup.command(&["deliveries", "1"]));
    assert!(said.contains("ada@example.com"), "{said}");
    assert_eq!(send(&setup, &server, &["BOOKING_CREATED", "--profile", &id, "--name", "Eve"]).0, 0);
    let (_, said, _) = finish(setup.command(&["deliveries", "2"]));
    assert!(said.contains("\"Eve\"") && said.contains("ada@example.com"), "{said}");
}

#[test]
fn the_triggers_are_listed_and_a_typing_error_gets_the_one_that_was_meant() {
    let setup = Setup::new();
    let (code, help, _) = finish(setup.command(&["send", "--help"]));
    assert_eq!(code, 0);
    for trigger in ["BOOKING_CREATED", "MEETING_ENDED", "PING"] {
        assert!(help.contains(trigger), "{help}");
    }
    let (code, _, problem) = finish(setup.command(&["send", "BOOKING_CREATE"]));
    assert_eq!(code, 2);
    assert!(problem.contains("similar value exists: 'BOOKING_CREATED'"), "{problem}");
}

/// The numbers of the deliveries that `bookhook deliveries --json` lists.
fn listed(setup: &Setup, arguments: &[&str]) -> Vec<i64> {
    let mut command = setup.command(&["deliveries", "--json"]);
    command.args(arguments);
    let (code, said, problem) = finish(command);
    assert_eq!(code, 0, "{problem}");
    let record = |line| serde_json::from_str::<Value>(line).expect("JSON");
    said.lines().map(|line| record(line)["id"].as_i64().expect("a number")).collect()
}

#[test]
fn deliveries_are_found_by_booking_outcome_and_time() {
    let setup = Setup::new();
    let server = setup.start();
    for arguments in [
        &["BOOKING_CREATED", "--uid", "one"][..],
        &["BOOKING_CREATED", "--uid", "two"],
        &["PING"],
        &["--cancel", "one"],
    ] {
        assert_eq!(send(&setup, &server, arguments).0, 0);
    }
    assert_eq!(server.deliver(b"[]").status, 200);
    assert_eq!(listed(&setup, &[]), [1, 2, 3, 4, 5]);
    assert_eq!(listed(&setup, &["--booking", "one"]), [1, 4]);
    assert_eq!(listed(&setup, &["--booking", "one", "--limit", "1"]), [4]);
    assert_eq!(listed(&setup, &["--outcome", "ignored"]), [3]);
    assert_eq!(listed(&setup, &["--since", "2026-01-01", "--outcome", "applied"]), [1, 2, 4]);
    assert_eq!(listed(&setup, &["--since", "9999-01-01T00:00:00Z"]), [0_i64; 0]);
    let (code, said, _) = finish(setup.command(&["deliveries", "--booking", "nosuch"]));
    assert_eq!((code, said.as_str()), (0, "No delivery matches.\n"));
    let (_, said, _) = finish(setup.command(&["deliveries"]));
    assert!(said.contains("JSON, but not an object"), "{said}");
}

#[test]
fn a_delivery_as_json_has_its_body_as_it_came() {
    let setup = Setup::new();
    let server = setup.start();
    for body in [&b"\x1b[2J text"[..], b"\xff\xfe"] {
        assert_eq!(server.deliver(body).status, 200);
    }
    let whole = |id| {
        let (code, said, _) = finish(setup.command(&["deliveries", id, "--json"]));
        assert_eq!((code, said.contains('\u{1b}')), (0, false));
        serde_json::from_str::<Value>(&said).expect("JSON")
    };
    let (text, bytes) = (whole("1"), whole("2"));
    assert_eq!((&text["body"], &text["reason"]), (&"\u{1b}[2J text".into(), &"not_json".into()));
    assert_eq!((&bytes["body_hex"], &bytes["outcome"]), (&"fffe".into(), &"unreadable".into()));
}

#[test]
fn a_list_of_no_deliveries_cannot_be_asked_for() {
    let (code, _, problem) = finish(used().command(&["deliveries", "--limit", "0"]));
    assert_eq!(code, 2);
    assert!(problem.contains("0 is not in 1.."), "{problem}");
}

#[test]
fn a_setting_among_the_options_is_told_where_it_belongs() {
    let setup = Setup::new();
    for (arguments, place) in [
        (["serve", "--port", "3002"], "set ROCKET_PORT in the environment, or port in Rocket.toml"),
        (["check", "--database", "x"], "set BOOKHOOK_DATABASE in the environment, or database in"),
        (["serve", "--cal-link=x", "--x"], "set BOOKHOOK_CAL_LINK in the environment, or cal_link in"),
    ] {
        let (code, _, problem) = finish(setup.command(&arguments));
        assert_eq!(code, 2);
        assert!(
            problem.contains(" is a setting, not an option\nhelp: ") && problem.contains(place),
            "{problem}"
        );
    }
    let (code, _, problem) = finish(setup.command(&["serve", "--nonsense"]));
    assert_eq!((code, problem.contains("--nonsense")), (2, true), "{problem}");
}

#[test]
fn the_version_is_a_command_as_well() {
    let setup = Setup::new();
    let (_, option, _) = finish(setup.command(&["--version"]));
    assert_eq!(finish(setup.command(&["version"])), (0, option, String::new()));
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
