//! `bookhook send`.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::commands::send;
use crate::support::dump;
use crate::support::patience::is_short;
use crate::support::server::{Setup, finish, wire};

#[test]
fn a_signed_webhook_becomes_the_booking_that_the_api_answers() {
    let setup = Setup::new().without("CAL_COM_WEBHOOK_SECRET");
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let url = server.url("/api/webhooks/calcom");
    let send = setup.command(&[
        "send",
        "BOOKING_CREATED",
        "--profile",
        &profile,
        "--url",
        &url,
        "--start",
        "2026-11-12T14:00:00Z",
        "--uid",
        "8hT2mQzLr4VnXsKpW6cYbe",
    ]);
    let (code, answer, problem) = finish(send);
    assert_eq!((code, problem.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(
        answer,
        json!({"success": true, "profileId": profile, "bookingId": "8hT2mQzLr4VnXsKpW6cYbe",
                              "deliveryId": 1, "outcome": "applied"})
    );

    let booking = server.get(&format!("/api/public/booking/{profile}"));
    assert_eq!(booking.header("Cache-Control"), Some("no-store"));
    let data = &booking.json()["data"];
    let seven = ["bookingId", "meetingLink", "startTime", "endTime", "attendeeName", "timezone", "status"];
    let seven: Vec<&str> = seven.iter().map(|key| data[key].as_str().expect("a text")).collect();
    assert_eq!(
        seven,
        [
            "8hT2mQzLr4VnXsKpW6cYbe",
            "https://app.cal.com/video/8hT2mQzLr4VnXsKpW6cYbe",
            "2026-11-12T14:00:00Z",
            "2026-11-12T14:30:00Z",
            "Sam Okafor",
            "America/New_York",
            "INTERVIEW_SCHEDULED",
        ]
    );

    let completed = server.post_json(&format!("/api/public/profiles/{profile}/complete"), &json!({}));
    assert_eq!(completed.status, 200);

    let row = dump::rows(
        &setup.database(),
        "SELECT calendar_booking_id, scheduled_start_time, status FROM talent_profile",
    );
    assert_eq!(
        row,
        [r#"[Text("8hT2mQzLr4VnXsKpW6cYbe"), Text("2026-11-12T14:00:00Z"), Text("INTERVIEW_SCHEDULED")]"#]
    );

    let (status, took, _) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(is_short(took), "it took {took:?}");
}

#[test]
fn a_reschedule_and_a_cancellation_show_in_the_profile() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam.okafor@example.com");
    let url = server.url("/api/webhooks/calcom");
    let status = || server.get(&format!("/api/public/profiles/{profile}")).json()["data"]["status"].clone();
    let send = |arguments: &[&str]| {
        let (code, answer, problem) = finish(setup.command(&[&["send", "--url", &url], arguments].concat()));
        assert_eq!(code, 0, "{problem}");
        serde_json::from_str::<Value>(&answer).expect("JSON")
    };
    assert_eq!(status(), "APPLIED");
    send(&["BOOKING_CREATED", "--uid", "first", "--profile", &profile]);
    let moved = send(&["--reschedule-of", "first", "--uid", "second"]);
    assert_eq!(moved["profileId"], json!(profile), "it follows the chain");
    assert_eq!(status(), "INTERVIEW_SCHEDULED");
    let rows =
        dump::rows(&setup.database(), "SELECT uid, status, rescheduled_to FROM bookings WHERE uid = 'first'");
    assert_eq!(rows, [r#"[Text("first"), Text("RESCHEDULED"), Text("second")]"#]);
    send(&["--cancel", "second", "--another-time"]);
    assert_eq!(status(), "INTERVIEW_RESCHEDULING");
    send(&["--reschedule-of", "second", "--uid", "third"]);
    assert_eq!(status(), "INTERVIEW_SCHEDULED");
    send(&["--cancel", "third"]);
    assert_eq!(status(), "INTERVIEW_CANCELLED");
}

#[test]
fn a_booking_without_a_profile_waits_for_one_with_its_address() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let (code, answer, _) =
        finish(setup.command(&["send", "BOOKING_CREATED", "--email", "late@example.com", "--url", &url]));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!((code, &answer["profileId"]), (0, &Value::Null));
    let profile = server.apply("Late", "Late@Example.com");
    let status = server.get(&format!("/api/public/booking/{profile}")).json()["data"]["status"].clone();
    assert_eq!(status, "INTERVIEW_SCHEDULED");
}

#[test]
fn every_trigger_can_be_sent_by_hand() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    for trigger in bookhook::calcom::trigger::Trigger::ALL {
        let (code, answer, problem) = finish(setup.command(&["send", trigger.name(), "--url", &url]));
        assert_eq!(code, 0, "{}: {problem}", trigger.name());
        let outcome = serde_json::from_str::<Value>(&answer).expect("JSON")["outcome"].clone();
        assert!(outcome == "applied" || outcome == "ignored", "{}: {outcome}", trigger.name());
    }
}

#[test]
fn a_body_from_a_file_is_sent_as_it_is() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let body = std::path::absolute("tests/fixtures/calcom/wire/BOOKING_CREATED.body").expect("a path");
    let (code, answer, _) =
        finish(setup.command(&["send", "--file", body.to_str().expect("a path"), "--url", &url]));
    assert_eq!(code, 0);
    assert!(answer.contains(r#""bookingId":"8hT2mQzLr4VnXsKpW6cYbe""#), "{answer}");
}

#[test]
fn a_delivery_signed_with_another_secret_fails_with_advice() {
    let setup = Setup::new();
    let server = setup.start();
    let url = server.url("/api/webhooks/calcom");
    let mut other = setup.command(&["send", "PING", "--url", &url]);
    other.env("CAL_COM_WEBHOOK_SECRET", "another");
    let (code, answer, problem) = finish(other);
    assert_eq!(code, 1);
    assert!(
        answer.contains("signature_mismatch") && problem.contains("help: sign with"),
        "{answer}{problem}"
    );
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
