//! `GET /docs`: the description of the API, for people.

use std::sync::OnceLock;

use askama::Template;
use rocket::{Route, State, get, routes};
use serde_json::{Map, Value};

use crate::calcom::signature::HEADER;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::openapi::{Described, PROFILE};
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![docs]
}

/// The page, drawn when it is first asked for; managed by Rocket.
#[derive(Default)]
pub(super) struct Drawn(OnceLock<Option<Page>>);

#[get("/docs")]
fn docs(drawn: &State<Drawn>, described: &State<Described>, app: &State<App>) -> Result<Page, PageError> {
    let document = described.document(app)?;
    let page = drawn.0.get_or_init(|| {
        let document = serde_json::from_str(document).ok()?;
        let frame = Frame::english(&app.shell);
        Page::draw(&DocsPage { frame: &frame, document }, &frame).ok()
    });
    Ok(page.clone().ok_or(ApiError::Internal)?)
}

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage<'a> {
    frame: &'a Frame<'a>,
    document: Value,
}

impl DocsPage<'_> {
    /// Returns the operations with a tag, with their paths and methods.
    fn operations(&self, tag: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
        let all = members(&self.document["paths"])
            .flat_map(|(path, item)| members(item).map(move |(method, operation)| (path, method, operation)));
        all.filter(|(.., operation)| operation["tags"][0] == tag["name"])
    }

    /// Returns a command that sends the request with curl.
    fn command(&self, path: &str, method: &str, operation: &Value) -> String {
        let url = format!("{}{}", text(&self.document["servers"][0]["url"]), path.replace("{id}", PROFILE));
        let body = &content(&operation["requestBody"]).1["example"];
        match (method, content(&operation["responses"]["200"]).0) {
            _ if operation["security"].is_array() => signed_command(&url),
            ("post", _) if body.is_object() => {
                let body = pretty(body).replace('\'', r"'\''");
                format!("curl -sS -H 'Content-Type: application/json' \\\n  -d '{body}' \\\n  {url}")
            }
            ("post", _) => format!("curl -sS -X POST {url}"),
            (_, "text/event-stream") => format!("curl -sSN {url}"),
            (_, "text/calendar") => format!("curl -sS -o interview.ics {url}"),
            _ => format!("curl -sS {url}"),
        }
    }
}

/// Returns a command that signs a body with openssl and sends it.
fn signed_command(url: &str) -> String {
    format!(
        r#"secret=$(bookhook secret)
printf '%s' '{{"triggerEvent":"PING"}}' >body.json
digest=$(openssl dgst -sha256 -hmac "$secret" body.json)
curl -sS --data-binary @body.json \
  -H "{HEADER}: ${{digest##* }}" \
  {url}"#
    )
}

/// A member of an object, a parameter or a header.
struct Field {
    /// Its name, after those of the objects that it is in.
    name: String,
    /// The kind of its value.
    kind: String,
    /// Its meaning, as HTML.
    text: String,
}

/// Returns the headers that sign a request, and its parameters.
fn parameters(document: &Value, operation: &Value) -> Vec<Field> {
    let signed = operation["security"].as_array().into_iter().flatten().flat_map(members);
    let headers = signed.map(|(name, _)| &document["components"]["securitySchemes"][name]);
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let field = |given: &Value| Field {
        name: text(&given["name"]).to_owned(),
        kind: text(&given["in"]).to_owned(),
        text: html(text(&given["description"])),
    };
    headers.chain(parameters).map(field).collect()
}

/// Returns the members of an object and of those in it, but `success`, which every answer has.
fn fields(document: &Value, schema: &Value) -> Vec<Field> {
    let schema = resolve(document, schema);
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.contains(&name.into()));
    let listed = members(&schema["properties"]).filter(|(name, _)| *name != "success");
    let fields = listed.flat_map(|(name, given)| match fields(document, given) {
        inside if inside.is_empty() => vec![field(document, name, given, required(name))],
        inside => inside.into_iter().map(|of| Field { name: format!("{name}.{}", of.name), ..of }).collect(),
    });
    fields.collect()
}

fn field(document: &Value, name: &str, given: &Value, required: bool) -> Field {
    let schema = resolve(document, given);
    let meaning = given["description"].as_str().unwrap_or_else(|| text(&schema["description"]));
    let words = schema.get("enum").or(schema["items"].get("enum")).filter(|_| !meaning.contains('`'));
    let words = words.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    Field {
        name: name.to_owned(),
        kind: kind(schema) + if required { "" } else { ", optional" },
        text: html(&format!("{meaning}\n\n{}", words.join(" "))),
    }
}

/// Returns what `schema` refers to, or itself.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// Names the kinds of value that a schema takes.
fn kind(schema: &Value) -> String {
    let types = schema["type"].as_array().map_or(std::slice::from_ref(&schema["type"]), Vec::as_slice);
    let name = match text(&schema["format"]) {
        "" | "int64" => types.first().map_or("", text),
        "date-time" => "time",
        format => format,
    };
    let limit = schema["maxLength"].as_u64().map(|limit| format!(", at most {limit} characters"));
    let null = if types.contains(&"null".into()) { " or null" } else { "" };
    [name, &limit.unwrap_or_default(), null].concat()
}

/// Returns the type of a body, and the rest of its description.
fn content(body: &Value) -> (&str, &Value) {
    members(&body["content"]).next().unwrap_or(("", &Value::Null))
}

/// Returns the content of the answer that is not an error.
fn answer(operation: &Value) -> &Value {
    let mut answers = members(&operation["responses"]);
    answers.find(|(status, _)| status.starts_with('2')).map_or(&Value::Null, |(_, answer)| content(answer).1)
}

fn pretty(example: &Value) -> String {
    let text = example.as_str().map(|text| text.trim_end().to_owned());
    text.or_else(|| serde_json::to_string_pretty(example).ok()).unwrap_or_default()
}

fn members(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Renders the little of `CommonMark` that descriptions use: paragraphs and code.
fn html(text: &str) -> String {
    let span =
        |(n, span): (usize, &str)| if n % 2 == 1 { format!("<code>{span}</code>") } else { span.into() };
    let paragraph =
        |text: &str| format!("<p>{}</p>", text.split('`').enumerate().map(span).collect::<String>());
    escaped(text).split("\n\n").filter(|text| !text.is_empty()).map(paragraph).collect()
}

/// Escapes text between tags. Quotes stay as they are, because examples are full of them.
fn escaped(text: impl AsRef<str>) -> String {
    text.as_ref().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
