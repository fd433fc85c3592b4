//! Nothing that belongs to somebody stands in the log, whatever the level and the outcome.

use bookhook::calcom::signature::{Secret, sign};
use serde_json::{Value, json};

use crate::support::server::{Server, Setup, WEBHOOK, wire};

const SECRET: &str = "canary-secret-d41d8cd9";
/// In each secret, name, address, text, query and header that these tests send.
const CANARY: &str = "canary";

/// A delivery with canaries wherever somebody's data stands.
fn delivery() -> Value {
    let mut body: Value = serde_json::from_slice(&wire("BOOKING_CREATED")).expect("a fixture");
    let payload = &mut body["payload"];
    payload["title"] = json!("Canary title");
    payload["additionalNotes"] = json!("canary notes");
    for person in ["/organizer", "/attendees/0"] {
        let person = payload.pointer_mut(person).expect("somebody");
        person["name"] = json!("Canary Person");
        person["email"] = json!("person@canary.example");
    }
    body
}

fn deliver(server: &Server, path: &str, body: &[u8]) -> u16 {
    let signature = sign(&Secret::new(SECRET).expect("a secret"), body);
    let headers = [("X-Cal-Signature-256", signature.as_str()), ("User-Agent", "canary agent")];
    server.request("POST", path, &headers, body).status
}

fn successes(server: &Server) {
    let query = format!("{WEBHOOK}?token=canary-query");
    let body = delivery().to_string();
    assert_eq!(deliver(server, &query, body.as_bytes()), 200);
    assert_eq!(deliver(server, WEBHOOK, body.as_bytes()), 200, "again");
    assert_eq!(deliver(server, WEBHOOK, b"canary: no JSON"), 200, "unreadable");
    assert_eq!(deliver(server, WEBHOOK, br#"{"triggerEvent":"OOO_CREATED","payload":{"canary":1}}"#), 200);
    let application =
        json!({"name": "Canary Sam", "email": "sam@canary.example", "answers": {"role": "canary role"}});
    assert_eq!(server.post_json("/api/public/profiles?canary=1", &application).status, 201);
}

fn failures(server: &Server) {
    let headers = [("X-Cal-Signature-256", "canary-signature"), ("Cookie", "session=canary")];
    assert_eq!(server.request("POST", WEBHOOK, &headers, b"canary").status, 401);
    assert_eq!(server.request("POST", WEBHOOK, &[("Authorization", "canary")], b"canary").status, 401);
    let application = json!({"name": "Canary", "email": "canary at nowhere"});
    assert_eq!(server.post_json("/api/public/profiles", &application).status, 422);
    assert_eq!(server.post_json("/api/public/profiles", &json!(["canary"])).status, 400);
    assert_eq!(server.get("/api/public/booking/canary?canary=1").status, 404);
    assert_eq!(server.get("/canary/path").status, 404);
    assert_eq!(server.request("DELETE", "/api/public/profiles/canary", &[], b"").status, 405);
    assert_eq!(server.raw(b"GET /canary HTTP/9.9\r\nX-Canary: canary\r\n\r\n").status, 400);
}

#[test]
fn no_canary_gets_into_the_log() {
    let setup = Setup::new().with("CAL_COM_WEBHOOK_SECRET", SECRET);
    let server = setup.with("BOOKHOOK_LOG", "trace").start();
    successes(&server);
    failures(&server);
    let (_, _, log) = server.stop();
    for event in ["\"delivery\"", "\"unreadable\"", "\"request\"", "\"stopped\""] {
        assert!(log.iter().any(|line| line.contains(event)), "no {event} in {log:?}");
    }
    let told: Vec<_> = log.iter().filter(|line| line.to_lowercase().contains(CANARY)).collect();
    assert_eq!(told, Vec::<&String>::new());
}
