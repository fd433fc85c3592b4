//! `GET /openapi.json`: the API, described from the handlers and from the types that they take and
//! answer with. What a team sets (its address, its questions) is in it too.

mod examples;
mod questions;

use std::sync::OnceLock;

use rocket::{Route, State, get, routes};
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::calcom::signature::{HEADER, HEADER_ALIAS};
use crate::web::api::{bookings, calendar_file, claim, events, ops, profiles, webhook};
use crate::web::app::App;
use crate::web::describe::errors::{ErrorsOfAny, Failure};
use crate::web::error::ApiError;
use crate::web::paths;
use crate::web::response::JsonText;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![openapi]
}

const ABOUT: &str = "bookhook turns signed Cal.com webhooks into bookings that a small team owns. Applicants make \
    a profile, book at Cal.com, and find the booking on their profile.\n\n\
    Every answer is JSON unless it says otherwise, in one of two envelopes: `{\"success\": true, ...}` or \
    `{\"success\": false, \"error\": {\"code\", \"message\"}}`. Codes are stable; messages are for people. Times \
    are RFC 3339 in UTC. Keys may be added. An unknown address is answered with 404 and `not_found`, a method \
    that an address does not take with 405, `method_not_allowed` and the header `Allow`.";

/// The handlers, each with its docstring and the types that it takes and answers with.
#[derive(OpenApi)]
#[openapi(
    paths(
        webhook::receive,
        profiles::create_profile,
        profiles::profile,
        profiles::complete,
        bookings::booking,
        claim::claim,
        events::events,
        calendar_file::calendar_file,
        ops::healthz,
        ops::readyz,
        openapi,
    ),
    components(schemas(Failure)),
    tags(
        (name = "Webhook", description = "Where Cal.com delivers."),
        (name = "Profiles", description = "Applications, for front ends other than bookhook's own pages. To know a profile's id is the right to read it."),
        (name = "Bookings", description = "What became of a profile's interview."),
        (name = "Operations", description = "For supervisors, proxies and programs."),
    ),
)]
struct Api;

/// The document, made when it is first asked for; managed by Rocket.
#[derive(Default)]
pub(super) struct Described(OnceLock<Option<String>>);

impl Described {
    /// The document for the settings of `app`.
    pub(super) fn document(&self, app: &App) -> Result<&str, ApiError> {
        let document = self.0.get_or_init(|| describe(app).map(|document| document.to_string()));
        document.as_deref().ok_or(ApiError::Internal)
    }
}

/// Read this description
///
/// OpenAPI 3.1, for programs. `/docs` is the same for people.
#[utoipa::path(
    tag = "Operations",
    operation_id = "getDescription",
    responses((status = 200, description = "This document.", body = Object), ErrorsOfAny),
)]
#[get("/openapi.json")]
pub(super) fn openapi(described: &State<Described>, app: &State<App>) -> Result<JsonText, ApiError> {
    Ok(JsonText(described.document(app)?.to_owned()))
}

fn describe(app: &App) -> Option<Value> {
    let mut document = serde_json::to_value(Api::openapi()).ok()?;
    document["info"] = json!({
        "title": "bookhook",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": { "name": "MIT", "identifier": "MIT" },
    });
    document["servers"] = json!([{ "url": app.settings.public_url.get().as_str() }]);
    document["components"]["securitySchemes"] = signatures();
    document["components"]["headers"] = json!({ "RequestId": {
        "description": "The request's name in the server's log.",
        "required": true,
        "schema": { "type": "string", "pattern": "^[0-9a-f]{16}$" },
    }});
    // Nothing at all can be signed too.
    document["paths"][paths::WEBHOOK]["post"]["requestBody"]["required"] = false.into();
    say_what_is_always_there(&mut document);
    ask(&mut document, app);
    name_requests(&mut document);
    examples::add(&mut document, app)?;
    Some(document)
}

/// What signs a delivery.
fn signatures() -> Value {
    let signature = |name: &str, description: &str| json!({ "type": "apiKey", "in": "header", "name": name, "description": description });
    json!({
        "signature": signature(HEADER, "HMAC-SHA256 of the body's bytes, keyed with the webhook secret, as 64 \
            hexadecimal digits. Sent once, without a prefix."),
        "signatureAlias": signature(HEADER_ALIAS, "The same under another name."),
    })
}

/// An answer has all its keys, null or not; a request may leave some out.
fn say_what_is_always_there(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let asked = ["Application", "Claim"];
    schemas
        .iter_mut()
        .filter(|(name, _)| !asked.contains(&name.as_str()))
        .for_each(|(_, schema)| require_all(schema));
    // The rest comes with one code.
    schemas["Problem"]["required"] = json!(["code", "message"]);
}

fn require_all(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    properties.values_mut().for_each(require_all);
    let names: Value = properties.keys().cloned().collect();
    schema["required"] = names;
}

/// The team's questions, and the rules for name and address.
fn ask(document: &mut Value, app: &App) {
    for (name, schema) in questions::shared() {
        document["components"]["schemas"][name] = schema;
    }
    document["components"]["schemas"]["Application"]["additionalProperties"] = false.into();
    let fields = &mut document["components"]["schemas"]["Application"]["properties"];
    let rules = [
        ("name", questions::name()),
        ("email", questions::email()),
        ("answers", questions::answers(&app.settings.questions)),
    ];
    for (field, mut rule) in rules {
        rule["description"] = fields[field]["description"].take();
        fields[field] = rule;
    }
}

/// Every answer names its request.
fn name_requests(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    let operations =
        paths.values_mut().filter_map(Value::as_object_mut).flat_map(serde_json::Map::values_mut);
    for operation in operations {
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        for response in responses.values_mut() {
            response["headers"]["X-Request-Id"] = json!({ "$ref": "#/components/headers/RequestId" });
        }
    }
}

#[cfg(test)]
mod tests;
