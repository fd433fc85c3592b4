//! A sender that lives with broken connections.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use bookhook::calcom::signature::{Secret, sign};

use crate::support::dump;
use crate::support::patience::PATIENCE;
use crate::support::server::{SECRET, WEBHOOK};

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn has(&self, text: &str) -> bool {
        self.text.contains(text)
    }
}

/// A small body for the booking `uid`.
pub(crate) fn body(uid: &str) -> Vec<u8> {
    padded(uid, 0)
}

/// A body for the booking `uid`, longer by so many bytes.
pub(crate) fn padded(uid: &str, more: usize) -> Vec<u8> {
    let padding = "x".repeat(more);
    let payload = format!(r#"{{"uid":"{uid}","additionalNotes":"{padding}"}}"#);
    let head = r#""triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z""#;
    format!(r#"{{{head},"payload":{payload}}}"#).into_bytes()
}

/// A whole signed request.
pub(crate) fn request(body: &[u8], connection: &str) -> Vec<u8> {
    let signature = sign(&Secret::new(SECRET).expect("a secret"), body);
    let length = body.len();
    let head = format!(
        "POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nConnection: {connection}\r\nX-Cal-Signature-256: {signature}\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Delivers; `None` when the connection broke before a whole head came back.
pub(crate) fn deliver(address: SocketAddr, body: &[u8]) -> Option<Reply> {
    exchange(address, &request(body, "close"))
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Option<Reply> {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
}

/// Sends bytes as they stand, and reads to the end.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    // A server that answers early closes early; its answer can still be read.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.get(9..12)?.parse().ok()?;
    text.contains("\r\n\r\n").then_some(Reply { status, text })
}

/// Delivers until it is taken, once in 20 ms. Fails after as many tries as `limit` has room for: a
/// machine that is busy with other things has longer.
pub(crate) fn deliver_within(address: SocketAddr, body: &[u8], limit: Duration) -> Reply {
    let pause = Duration::from_millis(20);
    let mut last = None;
    for _ in 0..limit.as_millis() / pause.as_millis() {
        match deliver(address, body) {
            Some(reply) if reply.status == 200 => return reply,
            reply => last = reply,
        }
        std::thread::sleep(pause);
    }
    panic!("not healed within {limit:?}: {last:?}");
}

/// How many deliveries are kept for the booking `uid`.
pub(crate) fn kept(database: &Path, uid: &str) -> usize {
    let sql =
        format!("SELECT d.id FROM deliveries d JOIN bookings b ON b.id = d.booking WHERE b.uid = '{uid}'");
    dump::rows(database, &sql).len()
}

/// Nothing that was acknowledged is missing, nothing is there twice, and the file is whole.
pub(crate) fn check(database: &Path, acknowledged: &[String]) {
    for uid in acknowledged {
        assert_eq!(kept(database, uid), 1, "{uid} was acknowledged");
    }
    assert_eq!(dump::rows(database, "PRAGMA integrity_check"), ["[Text(\"ok\")]"]);
    assert!(dump::rows(database, "PRAGMA foreign_key_check").is_empty());
    let twice =
        "SELECT booking FROM deliveries WHERE booking NOT NULL GROUP BY booking, body HAVING count(*) > 1";
    assert!(dump::rows(database, twice).is_empty());
}
