//! Bodies and requests that nobody sends by accident: each gets an answer of ours, never a 500,
//! and the server goes on.

use std::fmt::Write as _;
use std::io::Write as _;
use std::thread;
use std::time::Duration;

use bookhook::calcom::signature::{Secret, sign};
use serde_json::json;

use crate::support::dump;
use crate::support::patience::processor_time;
use crate::support::server::{Answer, SECRET, Server, Setup, WEBHOOK, finish, wire};

/// A body in which `member` stands among the payload's, by default about the booking `x`.
fn with(member: &str) -> Vec<u8> {
    format!(r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z","payload":{{"uid":"x",{member}}}}}"#)
        .into_bytes()
}

#[test]
fn odd_bodies_are_kept_as_what_they_are() {
    let setup = Setup::new();
    let server = setup.start();
    let plain = with(r#""title":"T""#);
    let bom = [b"\xef\xbb\xbf", &plain[..]].concat();
    let utf16: Vec<u8> =
        String::from_utf8(plain.clone()).expect("text").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("nothing", vec![], "unreadable"),
        ("one byte", vec![b'{'], "unreadable"),
        ("NUL bytes", vec![0; 100], "unreadable"),
        ("a byte-order mark", bom, "applied"),
        ("UTF-16", utf16, "unreadable"),
        ("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc".to_vec(), "unreadable"),
        ("half of a surrogate pair", with(r#""title":"\ud800 \udc00\ud800""#), "applied"),
        (
            "a NUL in a text",
            with(r#""title":"a\u0000b","attendees":[{"name":"\u0000","email":"a\u0000@b.de"}]"#),
            "applied",
        ),
        ("a repeated name", with(r#""uid":"y","uid":"z""#), "applied"),
        ("a number beyond all range", with(r#""title":1e400,"startTime":1e400,"length":-1e-400"#), "applied"),
        (
            "types that nobody expects",
            with(r#""attendees":{"0":1},"metadata":[],"organizer":"x","responses":7"#),
            "applied",
        ),
        (
            "a script for a link",
            with(r#""metadata":{"videoCallUrl":"javascript:alert(1)"},"location":"data:text/html,x""#),
            "applied",
        ),
        (
            "a date beyond all calendars",
            with(r#""startTime":"+275760-09-13T00:00:00Z","endTime":"0000-00-00T99:99:99Z""#),
            "applied",
        ),
        ("two objects", b"{}{}".to_vec(), "unreadable"),
    ];
    for (what, body, outcome) in cases {
        let answer = server.deliver(&body);
        assert_eq!(
            (answer.status, answer.json()["outcome"].as_str()),
            (200, Some(outcome)),
            "{what}: {answer:?}"
        );
        assert_eq!(server.deliver(&body).json()["outcome"], "duplicate", "{what}");
    }
    let links = "SELECT uid FROM bookings WHERE meeting_link IS NOT NULL";
    assert!(dump::rows(&setup.database(), links).is_empty());
    assert_eq!(
        dump::rows(&setup.database(), "SELECT count(*) FROM bookings WHERE uid = 'z'"),
        ["[Integer(1)]"]
    );
}

/// Makes a body of a size.
type BodyOf<'a> = &'a dyn Fn(usize) -> Vec<u8>;

/// Delivers a body, and returns the processor time that it cost the server.
fn cost(server: &Server, body: &[u8]) -> Option<Duration> {
    let before = processor_time(server.id());
    let answer = server.deliver(body);
    assert_eq!(answer.status, 200, "{answer:?}");
    Some(processor_time(server.id())?.saturating_sub(before?))
}

#[test]
fn what_a_body_costs_grows_no_faster_than_its_size() {
    let setup = Setup::new().with("ROCKET_LIMITS__WEBHOOK", "64MiB");
    let server = setup.start();
    let deep = |size: usize, open: &str, close: &str| {
        with(&format!(r#""a":{}1{}"#, open.repeat(size), close.repeat(size)))
    };
    let people = |size: usize| r#"{"name":"A","email":"a@b.de"},"#.repeat(size);
    let escapes = |size: usize| r"\ud83d\ude00".repeat(size);
    let cases: [(&str, BodyOf<'_>); 7] = [
        ("lists in lists", &|size| deep(size, "[", "]")),
        ("objects in objects", &|size| deep(size, r#"{"a":"#, "}")),
        ("lists that are never closed", &|size| deep(size, "[", "")),
        ("attendees", &|size| with(&format!(r#""attendees":[{}{{}}],"uid":"people{size}""#, people(size)))),
        ("one name again and again", &|size| {
            with(&format!("{}\"uid\":\"names{size}\"", r#""n":0,"#.repeat(size)))
        }),
        ("a long title", &|size| with(&format!(r#""title":"{}","uid":"long{size}""#, "x".repeat(10 * size)))),
        ("escapes", &|size| with(&format!(r#""title":"{}","uid":"escaped{size}""#, escapes(size)))),
    ];
    for (what, body) in cases {
        let (small, large) = (cost(&server, &body(25_000)), cost(&server, &body(200_000)));
        let Some((small, large)) = small.zip(large) else { continue };
        // Eight times the size; with its square it would be sixty-four.
        let bound = small * 24 + Duration::from_millis(500);
        assert!(large < bound, "{what}: {small:?}, and with eight times the size {large:?}");
    }
    let longest = "SELECT uid FROM bookings WHERE length(title) > 16384";
    assert!(dump::rows(&setup.database(), longest).is_empty(), "a title has no bounds");
}

/// The status line and the code of the error, if there was an answer at all.
fn told(answer: &Answer) -> (u16, String) {
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status, json["error"]["code"].as_str().unwrap_or_default().to_owned())
}

/// Sends bytes; `None` when the server hung up without a word, which is its right.
fn send(server: &Server, request: &[u8]) -> Option<(u16, String)> {
    let mut stream = server.connect();
    let _ = stream.write_all(request);
    // What follows is not a part of the request.
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut bytes = Vec::new();
    let _ = std::io::Read::read_to_end(&mut stream, &mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let status = text.get(9..12)?.parse().ok()?;
    Some((status, text.into_owned()))
}

#[test]
fn malformed_requests_are_refused() {
    let setup = Setup::new();
    let server = setup.start();
    let body = "{}";
    let post =
        |headers: &str, body: &str| format!("POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\n{headers}\r\n{body}");
    let many = (0..5_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "X-{n}: y\r\n");
        text
    });
    let requests = [
        post(
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
        ),
        post("Content-Length: 2\r\nContent-Length: 5\r\n", "{}"),
        post("Content-Length: +2\r\n", body),
        post("Content-Length: 2, 2\r\n", body),
        post("Content-Length: 99999999999999999999999\r\n", body),
        post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
        post("Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n", body),
        post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\n"),
        post("Transfer-Encoding: chunked\r\n", "-1\r\n\r\n"),
        post(&many, ""),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1_000_000)),
        format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(1_000_000)),
        "GET / HTTP/1.1\r\nHost: x\r\n folded: header\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nHost: x\r\nBad\u{0}Name: y\r\n\r\n".into(),
        "GET  /  HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n".into(),
        "GET http://evil.example/api/nothing HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        "GET \\..\\..\\etc\\passwd HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        "\u{16}\u{3}\u{1}\u{2}".into(),
        "\r\n\r\n\r\n".into(),
    ];
    for request in requests {
        let told = send(&server, request.as_bytes());
        let shown: String = request.chars().take(100).collect();
        if let Some((status, text)) = &told {
            assert!((400..500).contains(status), "{shown:?}: {text}");
            assert!(
                !text.contains("/smuggled") && text.matches("HTTP/1.1 ").count() <= 2,
                "{shown:?}: {text}"
            );
        }
        assert_eq!(server.get("/api/nothing").status, 404, "it is gone after {shown:?}");
    }
    assert!(dump::rows(&setup.database(), "SELECT id FROM deliveries").is_empty());
}

#[test]
fn odd_methods_and_paths_find_nothing() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "BREW"] {
        let answer = server.request(method, WEBHOOK, &[], b"{}");
        assert!(matches!(answer.status, 400 | 404 | 405), "{method}: {answer:?}");
    }
    let twin = profile.replace('-', "%2d");
    assert_eq!(
        server.get(&format!("/api/public/profiles/{twin}")).status,
        200,
        "an encoded id is the same id"
    );
    let upper = profile.to_uppercase();
    assert_eq!(server.get(&format!("/api/public/profiles/{upper}")).status, 200, "so is one in capitals");
    let paths = [
        format!("/api/public/profiles/{profile}%2f"),
        format!("/api/public/profiles/{profile}%00"),
        format!("/api/public/profiles/%2e%2e%2f{profile}"),
        format!("/api/public/profiles/..%2fbooking%2f{profile}"),
        format!("/api/public/profiles/{profile};x"),
        format!("/api/public/profiles/{{{profile}}}"),
        format!("/api/public/profiles/{profile}%ff%fe"),
        format!("/api/public/profiles/%{profile}"),
        "/api/public/profiles/%".into(),
        "/api/public/profiles/..".into(),
        "/api/public/../../etc/passwd".into(),
        "/%2e%2e/%2e%2e/etc/passwd".into(),
        "/api/webhooks/calcom/..".into(),
        "//evil.example/%2f..".into(),
    ];
    for path in paths {
        let answer = server.get(&path);
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert_eq!(answer.header("Location"), None, "{path}");
        let (_, code) = told(&answer);
        assert!(
            ["profile_not_found", "not_found", "method_not_allowed", "bad_request"].contains(&code.as_str()),
            "{path}"
        );
    }
}

#[test]
fn another_site_s_page_cannot_post_a_form_or_a_body_without_a_type() {
    let setup = Setup::new();
    let server = setup.start();
    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://evil.example")];
    let answer = server.request("POST", "/api/public/profiles", &form, b"name=Sam&email=sam%40example.com");
    assert_eq!(told(&answer), (415, "not_json".into()));
    let plain = [("Content-Type", "text/plain"), ("Origin", "https://evil.example")];
    for headers in [&plain[..], &plain[1..]] {
        let body = br#"{"name":"Sam","email":"sam@example.com"}"#;
        let answer = server.request("POST", "/api/public/profiles", headers, body);
        assert_eq!(told(&answer), (415, "not_json".into()), "{headers:?}");
    }
    for method in ["put", "delete", "patch"] {
        let body = format!("_method={method}&x=1");
        let answer = server.request("POST", "/api/public/profiles", &form, body.as_bytes());
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    assert!(dump::rows(&setup.database(), "SELECT id FROM talent_profiles").is_empty());
}

#[test]
fn a_request_with_two_hosts_is_refused() {
    let setup = Setup::new();
    let server = setup.start();
    for hosts in ["Host: localhost\r\nHost: evil.example", "Host: localhost\r\nhost: localhost"] {
        let answer =
            server.raw(format!("GET /healthz HTTP/1.1\r\n{hosts}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(told(&answer), (400, "bad_request".into()));
    }
}

#[test]
fn a_signed_body_that_begins_like_a_form_s_method_is_a_delivery() {
    let setup = Setup::new();
    let server = setup.start();
    for method in ["PUT", "get", "delete"] {
        let body = format!("_method={method}&triggerEvent=BOOKING_CREATED");
        let signature = sign(&Secret::new(SECRET).expect("a secret"), body.as_bytes());
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("X-Cal-Signature-256", signature.as_str()),
        ];
        let answer = server.request("POST", WEBHOOK, &headers, body.as_bytes());
        assert_eq!((answer.status, &answer.json()["outcome"]), (200, &json!("unreadable")), "{method}");
    }
}

#[test]
fn what_the_host_header_says_is_in_no_answer() {
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/interview");
    let server = setup.start();
    let body = json!({"name": "Sam", "email": "sam@example.com"}).to_string();
    let request = format!(
        "POST /api/public/profiles HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\
         Forwarded: host=evil.example\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = server.raw(request.as_bytes());
    assert_eq!(answer.status, 201, "{answer:?}");
    let told = format!("{}{}", answer.head, String::from_utf8_lossy(&answer.body));
    assert!(!told.contains("evil.example"), "{told}");
}

#[test]
fn a_client_that_names_other_addresses_is_still_one_client() {
    let setup = Setup::new().with("BOOKHOOK_PROFILES_PER_MINUTE", "2");
    let server = setup.start();
    let body = json!({"name": "Sam", "email": "sam@example.com"}).to_string();
    let statuses: Vec<u16> = (0..6)
        .map(|n| {
            let claimed = format!("203.0.113.{n}");
            let headers = [
                ("Content-Type", "application/json"),
                ("X-Forwarded-For", claimed.as_str()),
                ("X-Real-IP", claimed.as_str()),
                ("Forwarded", claimed.as_str()),
                ("CF-Connecting-IP", claimed.as_str()),
            ];
            server.request("POST", "/api/public/profiles", &headers, body.as_bytes()).status
        })
        .collect();
    assert_eq!(statuses, [201, 201, 429, 429, 429, 429]);
}

#[test]
fn behind_a_proxy_only_the_header_that_it_writes_is_believed() {
    let by = |setup: Setup, headers: &[(&str, &str)]| {
        let setup =
            setup.with("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1").with("BOOKHOOK_PROFILES_PER_MINUTE", "1");
        let server = setup.start();
        let body = json!({"name": "Sam", "email": "sam@example.com"}).to_string();
        let post = |claimed: &str| {
            let mut all = vec![("Content-Type", "application/json")];
            let value = |value| if value == "CLAIMED" { claimed.to_owned() } else { value };
            let own: Vec<(&str, String)> =
                headers.iter().map(|(name, text)| (*name, value((*text).to_owned()))).collect();
            all.extend(own.iter().map(|(name, text)| (*name, text.as_str())));
            server.request("POST", "/api/public/profiles", &all, body.as_bytes()).status
        };
        [post("203.0.113.1"), post("203.0.113.2")]
    };
    // The proxy appends the true address to one header, and passes on another.
    let appended =
        [("X-Real-IP", "CLAIMED"), ("X-Forwarded-For", "CLAIMED"), ("X-Forwarded-For", "192.0.2.1")];
    assert_eq!(by(Setup::new(), &appended), [201, 429]);
    let overwritten = [("X-Forwarded-For", "CLAIMED"), ("X-Real-IP", "192.0.2.1")];
    assert_eq!(by(Setup::new().with("ROCKET_IP_HEADER", "X-Real-IP"), &overwritten), [201, 429]);
    assert_eq!(by(Setup::new(), &[("X-Forwarded-For", "CLAIMED")]), [201, 201], "two clients of the proxy");
}

#[test]
fn hostile_text_cannot_steer_the_terminal_of_who_reads_deliveries() {
    let setup = Setup::new();
    let server = setup.start();
    server.deliver("{\"triggerEvent\":\"\\u001b]0;pwned\\u0007\\u202eX\\n\\r\",\"payload\":{}}".as_bytes());
    server.deliver(&with(r#""uid":"\u202eevil\u2066","title":"\u001b[2J\u009b31m""#));
    server.deliver(b"\x1b[2J not JSON \xff\x07");
    for arguments in [&["deliveries"][..], &["deliveries", "1"], &["deliveries", "2"], &["deliveries", "3"]] {
        let (code, shown, errors) = finish(setup.command(arguments));
        assert_eq!((code, errors.as_str()), (0, ""), "{arguments:?}");
        let steers = |c: char| {
            (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}'
        };
        assert!(!shown.contains(steers), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn ids_cannot_be_found_by_guessing_for_they_are_random() {
    let setup = Setup::new();
    let server = setup.start();
    let ids: Vec<String> = thread::scope(|scope| {
        let apply = |n: usize| server.apply("Sam", &format!("sam{n}@example.com"));
        let all: Vec<_> = (0..20).map(|n| scope.spawn(move || apply(n))).collect();
        all.into_iter().map(|one| one.join().expect("an id")).collect()
    });
    for (place, id) in ids.iter().enumerate() {
        assert_eq!((id.len(), &id[14..15]), (36, "4"), "{id} is no random UUID");
        assert!(ids[..place].iter().all(|other| other[..8] != id[..8]), "{id} is like another");
    }
}

#[test]
fn errors_and_answers_repeat_nothing_secret_or_personal() {
    let setup = Setup::new().with("CAL_COM_WEBHOOK_SECRET", "canary-secret");
    let server = setup.start();
    let body = br#"{"name":"canary-name","email":"canary at example.com","answers":{"x":"canary-answer"}}"#;
    let json = [("Content-Type", "application/json"), ("Cookie", "x=canary-cookie")];
    let answers = [
        server.request("POST", "/api/public/profiles?q=canary-query", &json, body),
        server.request("POST", "/api/public/profiles", &json, br#"{"name":"canary-name""#),
        server.request("POST", WEBHOOK, &[("X-Cal-Signature-256", "canary-signature")], b"canary-body"),
        server.request(
            "POST",
            WEBHOOK,
            &[("X-Cal-Signature-256", &"a".repeat(64))],
            &wire("BOOKING_CREATED"),
        ),
        server.get("/canary-path?canary-query"),
        server.get("/api/public/profiles/canary-id"),
    ];
    for answer in answers {
        assert!((400..500).contains(&answer.status), "{answer:?}");
        let told = format!("{}{}", answer.head, String::from_utf8_lossy(&answer.body));
        assert!(!told.contains("canary") && !told.contains("sam.okafor"), "{told}");
    }
}
