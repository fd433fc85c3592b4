//! The description of the API beside the server that it describes.

use std::process::Command;

use serde_json::{Value, json};

use crate::guides::missing_tool;
use crate::support::server::{SECRET, Server, Setup, UID, WEBHOOK, finish};

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
    assert_eq!(answers["remote"]["type"], json!(["boolean", "null"]));
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

#[test]
fn the_page_says_all_that_the_document_does() {
    let setup = Setup::new();
    let server = setup.start();
    let page = server.get("/docs");
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    assert!(!page.text().contains("<script"));
    let document = document(&server);
    for (path, item) in document["paths"].as_object().expect("paths") {
        for operation in item.as_object().expect("operations").values() {
            let anchor = operation["operationId"].as_str().expect("its name");
            assert!(page.text().contains(&format!("id=\"{anchor}\"")), "{anchor}");
        }
        assert!(page.text().contains(&format!("<code>{path}</code>")), "{path}");
    }
    let codes = document["components"]["schemas"]["ErrorCode"]["enum"].as_array().expect("codes");
    for code in codes.iter().filter_map(Value::as_str) {
        assert!(page.text().contains(code), "{code}");
    }
}

#[test]
fn the_commands_on_the_page_run() {
    if let Some(tool) = missing_tool() {
        assert!(std::env::var_os("CI").is_none(), "{tool} is missing");
        eprintln!("skipped: there is no {tool} here");
        return;
    }
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam.okafor@example.com");
    server.deliver(&crate::support::server::wire("BOOKING_CREATED"));
    server.claim(&profile, UID);
    let page = server.get("/docs").text();
    let commands: Vec<_> = page
        .split("<pre class=\"sh\">")
        .skip(1)
        .filter_map(|rest| rest.split("</pre>").next())
        .map(|text| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .collect();
    assert_eq!(commands.len(), 11);
    let bookhook = setup.command(&[]);
    for command in commands {
        // A stream does not end by itself.
        let command = command
            .replace("http://localhost:3001", &server.url(""))
            .replace("3f0c8a52-6d7e-4b1f-9a44-c2b81d5e7f60", &profile)
            .replace("curl -sS", "curl --fail -sS")
            .replace("-sSN", "-sSN --max-time 1");
        let mut shell = Command::new("sh");
        shell.args(["-euc", &command.replace("$(bookhook secret)", SECRET)]);
        shell.current_dir(bookhook.get_current_dir().expect("its folder"));
        let (status, output, problem) = finish(shell);
        let ended = status == 0 || (status == 28 && output.contains("data:"));
        assert!(ended, "{command}: {status} {output}{problem}");
    }
}
