//! The description of the API beside the server that it describes.

use serde_json::{Value, json};

use crate::support::server::{Server, Setup, WEBHOOK};

fn document(server: &Server) -> Value {
    let answer = server.get("/openapi.json");
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some("application/json")));
    answer.json()
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// The names of an object's members, and of those inside.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        _ => Value::Null,
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let setup = Setup::new();
    let document = document(&setup.start());
    assert_eq!(document["openapi"], "3.1.0");
    let references = references(&document);
    assert!(references.len() > 50, "only {} were found", references.len());
    for reference in references {
        let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        assert!(target.is_some(), "{reference}");
    }
}

#[test]
fn what_the_examples_send_is_taken_and_answered_as_they_say() {
    let setup = Setup::new();
    let server = setup.start();
    let document = document(&server);
    let example = |pointer: &str| {
        let example = document["paths"].pointer(&format!("{pointer}/content/application~1json/example"));
        example.unwrap_or_else(|| panic!("no example at {pointer}")).clone()
    };
    let new = server.post_json("/api/public/profiles", &example("/~1api~1public~1profiles/post/requestBody"));
    let promised = example("/~1api~1public~1profiles/post/responses/201");
    assert_eq!((new.status, shape(&new.json())), (201, shape(&promised)), "{new:?}");
    let profile = new.json()["data"]["profileId"].clone();

    let mut delivery = example("/~1api~1webhooks~1calcom/post/requestBody");
    delivery["payload"]["metadata"]["profileId"] = profile.clone();
    let mut promised = example("/~1api~1webhooks~1calcom/post/responses/200");
    promised["profileId"] = profile.clone();
    assert_eq!(server.deliver(delivery.to_string().as_bytes()).json(), promised);

    let profile = profile.as_str().expect("an id");
    let read = |path: &str| server.get(&path.replace("{id}", profile)).json();
    let mut promised = example("/~1api~1public~1booking~1{id}/get/responses/200");
    let booking = read("/api/public/booking/{id}");
    // This profile was made after its booking.
    promised["data"]["updatedAt"] = booking["data"]["updatedAt"].clone();
    assert_eq!(booking, promised);
    let promised = example("/~1api~1public~1profiles~1{id}/get/responses/200");
    assert_eq!(shape(&read("/api/public/profiles/{id}")), shape(&promised));
}

#[test]
fn the_document_tells_the_team_s_own_questions() {
    let setup = Setup::new();
    let questions = r#"[{id="remote",label="Do you work remotely?",kind="yes_no"}]"#;
    let server = setup.with("BOOKHOOK_QUESTIONS", questions).start();
    let application = &document(&server)["components"]["schemas"]["Application"];
    let answers = &application["properties"]["answers"]["properties"];
    assert_eq!(answers["remote"]["description"], "Do you work remotely?");
    assert_eq!(answers["remote"]["anyOf"][0], json!({"type": "boolean"}));
    assert_eq!(answers.get("role"), None);
}

#[test]
fn a_method_that_nobody_knows_is_told_which_ones_the_address_takes() {
    let setup = Setup::new();
    let server = setup.start();
    let answer = server.request("BREW", WEBHOOK, &[], b"{}");
    assert_eq!((answer.error(), answer.header("Allow")), ((405, "method_not_allowed".into()), Some("POST")));
    assert_eq!(server.request("BREW", "/api/nothing", &[], b"").error(), (404, "not_found".into()));
}
