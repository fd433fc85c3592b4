//! Nothing that belongs to somebody stands in the log, whatever the level and the outcome.

use bookhook::calcom::signature::{Secret, sign};
use serde_json::{Value, json};

use crate::support::server::{Server, Setup, WEBHOOK, wire};
use crate::support::team as support;

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
    let made = server.post_json("/api/public/profiles?canary=1", &application);
    assert_eq!(made.status, 201);
    let page = format!("/schedule/{}", made.json()["data"]["profileId"].as_str().expect("an id"));
    assert_eq!(server.get(&page).status, 200);
    assert_eq!(server.request("POST", &page, &[], b"").status, 303);
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

/// The team's pages, with canaries in names, addresses, passwords and links.
fn team(setup: &Setup, server: &Server) {
    let link = support::link(setup, &["invite"]);
    let form = "name=Canary&email=dana%40canary.example&password=canary+in+a+sentence";
    let owner = support::cookie(&support::post(server, "", &link, form));
    for path in ["/team/me?done=canary", "/team/members", "/team/canary"] {
        assert!(support::get(server, &owner, path).status != 303, "{path}");
    }
    let wrong = support::sign_in(server, "dana%40canary.example", "canary is not it");
    assert_eq!(wrong.status, 422);
    assert_eq!(support::get(server, "", "/team/join/canary").status, 404);
}

fn flow(format: &str) -> (String, Vec<String>) {
    let setup = Setup::new().with("CAL_COM_WEBHOOK_SECRET", SECRET).with("BOOKHOOK_LOG", "trace");
    let setup = setup.with("BOOKHOOK_LOG_FORMAT", format).with("BOOKHOOK_METRICS_ADDRESS", "127.0.0.1:0");
    let server = setup.start();
    successes(&server);
    failures(&server);
    team(&setup, &server);
    let metrics = server.metrics().text();
    let (_, _, log) = server.stop();
    (metrics, log)
}

/// Ids are no names, and yet they open what they are the id of.
fn tells(line: &str) -> bool {
    let line = line.to_lowercase();
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    line.contains(CANARY) || words.any(is_id)
}

/// The log in one format holds these, and nothing that tells.
fn tells_nothing(format: &str, events: &[&str]) {
    let (_, log) = flow(format);
    for event in events {
        assert!(log.iter().any(|line| line.contains(event)), "no {event} in {log:?}");
    }
    let told: Vec<_> = log.iter().filter(|line| tells(line)).collect();
    assert_eq!(told, Vec::<&String>::new());
}

#[test]
fn no_canary_gets_into_the_log() {
    tells_nothing("json", &["\"delivery\"", "\"unreadable\"", "\"request\"", "\"stopped\""]);
}

#[test]
fn no_canary_gets_into_the_log_for_people() {
    tells_nothing("text", &["info  delivery  ", "outcome=unreadable", "info  request  ", "info  stopped"]);
}

#[test]
fn no_canary_gets_into_the_metrics() {
    let (metrics, _) = flow("json");
    for counted in ["BOOKING_CREATED", "signature_missing", "route=\"other\",method=\"other\",status=\"405\""]
    {
        assert!(metrics.contains(counted), "no {counted} in {metrics}");
    }
    let uid = delivery()["payload"]["uid"].as_str().expect("a uid").to_lowercase();
    let told: Vec<_> =
        metrics.lines().filter(|line| tells(line) || line.to_lowercase().contains(&uid)).collect();
    assert_eq!(told, Vec::<&str>::new());
}
