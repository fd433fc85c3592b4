//! `GET /openapi.json`: the API, described from the handlers and from the types that they take and
//! answer with, with the team's address and questions.

mod errors;
mod examples;
mod questions;

use std::sync::OnceLock;

use rocket::{Route, State, get, routes};
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::calcom::signature::{HEADER, HEADER_ALIAS};
use crate::web::api::{bookings, calendar_file, claim, events, ops, profiles, webhook};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::paths;
use crate::web::response::{ErrorBody, JsonText};

pub(super) use self::examples::PROFILE;

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
    components(schemas(ErrorBody)),
    tags(
        (name = "Webhook", description = "Where Cal.com delivers."),
        (name = "Profiles", description = "Applications, for front ends other than bookhook's own pages. Knowing a profile's id is the right to read it."),
        (name = "Bookings", description = "The interview that a profile's applicant booked."),
        (name = "Operations", description = "For supervisors, proxies and programs."),
    ),
)]
struct Api;

/// The document, made when it is first asked for; managed by Rocket.
#[derive(Default)]
pub(super) struct Described(OnceLock<Option<String>>);

impl Described {
    /// Returns the document for the settings of `app`.
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
    responses((status = 200, description = "This document.", body = Object)),
)]
#[get("/openapi.json")]
pub(super) fn openapi(described: &State<Described>, app: &State<App>) -> Result<JsonText, ApiError> {
    Ok(JsonText(described.document(app)?.to_owned()))
}

/// Completes what utoipa makes of the handlers. `None` if a part has no place, which a test rules out.
fn describe(app: &App) -> Option<Value> {
    let mut document = serde_json::to_value(Api::openapi()).ok()?;
    document["info"] = json!({
        "title": "bookhook",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": { "name": "MIT", "identifier": "MIT" },
    });
    document["servers"] = json!([{ "url": app.settings.public_url.get().as_str() }]);
    let key = |name: &str, description: &str| json!({ "type": "apiKey", "in": "header", "name": name, "description": description });
    document["components"]["securitySchemes"] = json!({
        "signature": key(HEADER, "HMAC-SHA256 of the body's bytes, keyed with the webhook secret, as 64 \
            hexadecimal digits. Sent once, without a prefix."),
        "signatureAlias": key(HEADER_ALIAS, "The same under another name."),
    });
    document["components"]["headers"] = json!({
        "RequestId": {
            "description": "The request's name in the server's log.",
            "required": true,
            "schema": { "type": "string", "pattern": "^[0-9a-f]{16}$" },
        },
        "RetryAfter": {
            "description": "After how many seconds the same request may succeed.",
            "schema": { "type": "integer", "minimum": 1 },
        },
    });
    document["paths"]["/api/public/booking/{id}/events"]["get"]["responses"]["200"]["content"] = json!({
        "text/event-stream": { "schema": { "type": "object", "description": "One event of the stream.", "properties": {
            "id": { "type": "string", "description": "The state's name: two states that differ have different names." },
            "data": {
                "type": "string",
                "description": "The booking, as JSON.",
                "contentMediaType": "application/json",
                "contentSchema": { "$ref": "#/components/schemas/Booking" },
            },
        }}},
    });
    // An empty body can be signed, too.
    document["paths"][paths::WEBHOOK]["post"]["requestBody"]["required"] = false.into();
    let schemas = document["components"]["schemas"].as_object_mut()?;
    // An answer has all its keys, null or not; a request may omit some.
    let answers = schemas.iter_mut().filter(|(name, _)| !["Application", "Claim"].contains(&name.as_str()));
    answers.for_each(|(_, schema)| require_all(schema));
    schemas["Problem"]["required"] = json!(["code", "message"]);
    questions::describe(&mut schemas["Application"], &app.settings.questions);
    errors::describe(&mut document)?;
    examples::add(&mut document, app)?;
    Some(document)
}

fn require_all(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    properties.values_mut().for_each(require_all);
    let names: Value = properties.keys().cloned().collect();
    schema["required"] = names;
}

#[cfg(test)]
mod tests;
