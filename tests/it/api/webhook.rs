//! `POST /api/webhooks/calcom`.

use std::io::Write;
use std::thread;

use bookhook::calcom::signature::{Secret, sign};
use serde_json::{Value, json};

use crate::support::dump;
use crate::support::server::{SECRET, Server, Setup, WEBHOOK, wire};

fn stored(setup: &Setup) -> usize {
    dump::rows(&setup.database(), "SELECT id FROM deliveries").len()
}

fn signature_of(body: &[u8]) -> String {
    sign(&Secret::new(SECRET).expect("a secret"), body)
}

fn signatures() -> Value {
    let text = std::fs::read_to_string("tests/fixtures/calcom/wire/SIGNATURES.json").expect("the fixture");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn every_body_of_cal_com_s_verifies_with_either_secret_whatever_its_content_type() {
    let known = signatures();
    let text = |key: &str| known[key].as_str().expect("a text").to_owned();
    let setup = Setup::new()
        .with("CAL_COM_WEBHOOK_SECRET", &text("secret"))
        .with("CAL_COM_WEBHOOK_SECRET_PREVIOUS", &text("secret_non_ascii"));
    let server = setup.start();
    let bodies = known["bodies"].as_object().expect("bodies");
    let kinds = ["application/json", "application/x-www-form-urlencoded", "", "text/plain; charset=latin1"];
    for (n, (name, signatures)) in bodies.iter().enumerate() {
        let body = wire(name);
        let headers = ["x_cal_signature_256", "x_cal_signature_256_non_ascii_secret"];
        let names = ["X-Cal-Signature-256", "x-cal-signature"];
        let mut outcomes = Vec::new();
        for (header, name) in headers.iter().zip(names) {
            let signature = signatures[*header].as_str().expect("a signature");
            let kind = kinds[n % kinds.len()];
            let answer = server.request("POST", WEBHOOK, &[(name, signature), ("Content-Type", kind)], &body);
            assert_eq!(answer.status, 200, "{name}: {answer:?}");
            outcomes.push(answer.json()["outcome"].as_str().expect("an outcome").to_owned());
        }
        assert_eq!(outcomes[1], "duplicate", "{name}");
    }
    let distinct = dump::rows(&setup.database(), "SELECT count(*) FROM deliveries");
    assert_eq!(distinct, [format!("[Integer({})]", bodies.len())]);
    for (name, _) in bodies {
        let body = wire(name);
        let kept = dump::rows(
            &setup.database(),
            &format!("SELECT count(*) FROM deliveries WHERE CAST(body AS BLOB) = x'{}'", hex::encode(&body)),
        );
        assert_eq!(kept, ["[Integer(1)]"], "{name}");
    }
}

fn refusal(server: &Server, headers: &[(&str, &str)], body: &[u8]) -> (u16, String) {
    server.request("POST", WEBHOOK, headers, body).error()
}

#[test]
fn each_reason_to_refuse_has_its_own_code_and_nothing_is_kept() {
    let setup = Setup::new();
    let server = setup.start();
    let body = wire("BOOKING_CREATED");
    let right = signature_of(&body);
    let wrong = signature_of(b"other bytes");
    let header = "X-Cal-Signature-256";
    let prefixed = format!("sha256={right}");
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[], "signature_missing"),
        (&[(header, "")], "signature_missing"),
        (&[(header, &right), (header, &right)], "signature_repeated"),
        (&[(header, &right), ("X-Cal-Signature", &right)], "signature_repeated"),
        (&[(header, "no-secret-provided")], "signature_no_secret"),
        (&[(header, &right[..63])], "signature_wrong_length"),
        (&[(header, &right.replace(|c: char| c.is_ascii_digit(), "g"))], "signature_not_hex"),
        (&[(header, &prefixed)], "signature_prefixed"),
        (&[(header, &wrong)], "signature_mismatch"),
    ];
    for (headers, code) in cases {
        assert_eq!(refusal(&server, headers, &body), (401, code.to_owned()), "{headers:?}");
    }
    let changed = [&body[..], b" "].concat();
    assert_eq!(refusal(&server, &[(header, &right)], &changed), (401, "signature_mismatch".to_owned()));
    assert_eq!(stored(&setup), 0);
}

#[test]
fn a_body_over_the_limit_is_refused_and_one_at_the_limit_is_taken() {
    let setup = Setup::new().with("ROCKET_LIMITS__WEBHOOK", "1KiB");
    let server = setup.start();
    let over = vec![b' '; 1025];
    assert_eq!(server.deliver(&over).error(), (413, "body_too_large".to_owned()));
    let at_the_limit = server.deliver(&vec![b' '; 1024]);
    assert_eq!(at_the_limit.json()["outcome"], "unreadable");
    let chunked = format!(
        "POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nX-Cal-Signature-256: {}\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n\
         401\r\n{}\r\n0\r\n\r\n",
        signature_of(&over),
        " ".repeat(1025)
    );
    assert_eq!(server.raw(chunked.as_bytes()).error(), (413, "body_too_large".to_owned()));
    assert_eq!(stored(&setup), 1);
}

#[test]
fn a_body_that_trickles_in_is_given_up() {
    let setup = Setup::new().with("BOOKHOOK_BODY_TIMEOUT", "1");
    let server = setup.start();
    let body = wire("BOOKING_CREATED");
    let head = format!(
        "POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nX-Cal-Signature-256: {}\r\nContent-Length: {}\r\n\r\n",
        signature_of(&body),
        body.len()
    );
    let answer = server.raw(&[head.as_bytes(), &body[..100]].concat());
    assert_eq!(answer.error(), (408, "body_too_slow".to_owned()));
    assert_eq!(stored(&setup), 0);
}

#[test]
fn what_is_signed_but_cannot_be_read_is_kept_and_acknowledged() {
    let setup = Setup::new();
    let server = setup.start();
    let no_uid = br#"{"triggerEvent":"BOOKING_CREATED","payload":{}}"#;
    for body in [&b""[..], b"false", b"\xff\xfe", no_uid, b"{\"triggerEvent\":"] {
        let answer = server.deliver(body);
        assert_eq!((answer.status, &answer.json()["outcome"]), (200, &json!("unreadable")), "{body:?}");
    }
    assert_eq!(stored(&setup), 5);
    let again = server.deliver(b"false").json();
    assert_eq!((&again["outcome"], &again["deliveryId"]), (&json!("duplicate"), &json!(2)));
}

#[test]
fn a_trigger_that_nobody_knows_yet_is_kept_as_ignored() {
    let setup = Setup::new();
    let server = setup.start();
    let answer = server.deliver(br#"{"triggerEvent":"BOOKING_TELEPORTED","payload":{"uid":"x"}}"#);
    assert_eq!((answer.status, &answer.json()["outcome"]), (200, &json!("ignored")));
}

#[test]
fn a_repeated_delivery_changes_nothing_and_gets_the_first_one_s_ids() {
    let setup = Setup::new();
    let server = setup.start();
    let first = server.deliver(&wire("BOOKING_CREATED")).json();
    let before = dump::tables(&setup.database());
    let second = server.deliver(&wire("BOOKING_CREATED")).json();
    assert_eq!(second["outcome"], "duplicate");
    for key in ["profileId", "bookingId", "deliveryId"] {
        assert_eq!(first[key], second[key], "{key}");
    }
    assert_eq!(dump::tables(&setup.database()), before);
}

#[test]
fn a_hundred_identical_deliveries_at_once_have_one_effect() {
    let setup = Setup::new();
    let server = setup.start();
    let body = wire("BOOKING_CREATED");
    let outcomes: Vec<String> = thread::scope(|scope| {
        let clients: Vec<_> = (0..100).map(|_| scope.spawn(|| server.deliver(&body))).collect();
        let answers = clients.into_iter().map(|client| client.join().expect("an answer"));
        answers.map(|answer| answer.json()["outcome"].as_str().expect("an outcome").to_owned()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "applied").count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "duplicate").count(), 99);
    assert_eq!(stored(&setup), 1);
}

#[test]
fn a_client_that_leaves_in_the_middle_leaves_nothing() {
    let setup = Setup::new();
    let server = setup.start();
    let body = wire("BOOKING_CREATED");
    let head = format!(
        "POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nX-Cal-Signature-256: {}\r\nContent-Length: {}\r\n\r\n",
        signature_of(&body),
        body.len()
    );
    let mut stream = server.connect();
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(&body[..50]).expect("sent");
    drop(stream);
    assert_eq!(server.deliver(&body).json()["outcome"], "applied");
    assert_eq!(stored(&setup), 1);
}

#[test]
fn both_secrets_verify_while_one_replaces_the_other() {
    let setup = Setup::new()
        .with("CAL_COM_WEBHOOK_SECRET", "the new one")
        .with("CAL_COM_WEBHOOK_SECRET_PREVIOUS", SECRET);
    let server = setup.start();
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    let (_, _, log) = server.stop();
    assert!(log.iter().any(|line| line.contains("\"signed_with\":\"previous\"")), "{log:?}");
    let server = setup.without("CAL_COM_WEBHOOK_SECRET_PREVIOUS").start();
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).error(), (401, "signature_mismatch".to_owned()));
}

#[test]
fn a_browser_at_the_webhook_s_address_is_told_what_it_is_for() {
    let setup = Setup::new();
    let answer = setup.start().get("/api/webhooks/calcom");
    assert_eq!((answer.status, answer.header("Allow")), (405, Some("POST")));
    let message = answer.json()["error"]["message"].as_str().expect("a message").to_owned();
    assert!(message.contains("Cal.com") && message.contains("subscriber URL"), "{message}");
}
