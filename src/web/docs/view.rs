//! What the page shows of a document.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Map, Value};

use super::schema::{Field, fields, parameters};
use super::text::Text;
use crate::web::pages::frame::Frame;

/// The page.
#[derive(Template)]
#[template(path = "docs.html")]
pub(super) struct DocsPage<'a> {
    frame: &'a Frame<'a>,
    version: &'a str,
    server: &'a str,
    intro: Text,
    groups: Vec<Group>,
    codes: Vec<Problem>,
}

/// Routes that belong together.
struct Group {
    name: String,
    text: Text,
    routes: Vec<RouteView>,
}

/// One route.
struct RouteView {
    anchor: String,
    method: String,
    path: String,
    title: String,
    text: Text,
    signed: Vec<Header>,
    parameters: Vec<Field>,
    body: Vec<Field>,
    answer: Vec<Field>,
    outcomes: Vec<Answer>,
    command: String,
    sent: Option<String>,
    told: Option<String>,
}

/// A header that signs.
struct Header {
    name: String,
    text: Text,
}

/// What a status means on a route.
struct Answer {
    status: String,
    text: String,
    codes: Vec<String>,
}

/// An error's code, with what is said beside it.
struct Problem {
    status: String,
    code: String,
    message: Text,
}

/// Text between tags, where quotes may stay as they are: examples are full of them.
fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl<'a> DocsPage<'a> {
    /// The page of `document`.
    #[must_use]
    pub(super) fn of(document: &'a Value, frame: &'a Frame<'a>) -> Self {
        let text = |value: &'a Value| value.as_str().unwrap_or_default();
        let server = text(&document["servers"][0]["url"]);
        let groups = document["tags"].as_array().into_iter().flatten().map(|tag| {
            let name = text(&tag["name"]);
            let routes = operations(document).filter(|operation| operation.value["tags"][0] == name);
            let routes = routes.map(|operation| operation.view(document, server)).collect();
            Group { name: name.to_owned(), text: Text::of(text(&tag["description"])), routes }
        });
        Self {
            frame,
            version: text(&document["info"]["version"]),
            server,
            intro: Text::of(text(&document["info"]["description"])),
            groups: groups.collect(),
            codes: codes(document),
        }
    }
}

/// A method on a path.
struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    value: &'a Value,
}

fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let items = document["paths"].as_object().into_iter().flat_map(Map::iter);
    items.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flat_map(Map::iter);
        methods.map(move |(method, value)| Operation { method, path, value })
    })
}

impl Operation<'_> {
    fn view(&self, document: &Value, server: &str) -> RouteView {
        let text = |name: &str| self.value[name].as_str().unwrap_or_default();
        let body = content(&self.value["requestBody"]);
        let answers = || self.value["responses"].as_object().into_iter().flat_map(Map::iter);
        // The same answer is explained once, where it is first given.
        let first = operations(document).find(|other| other.good() == self.good());
        let good =
            if first.is_some_and(|first| first.path == self.path) { self.good() } else { &Value::Null };
        RouteView {
            anchor: text("operationId").to_owned(),
            method: self.method.to_uppercase(),
            path: self.path.to_owned(),
            title: text("summary").to_owned(),
            text: Text::of(text("description")),
            signed: self.signed(document),
            parameters: parameters(document, self.value),
            body: fields(document, &body["schema"]),
            answer: fields(document, &good["schema"]),
            outcomes: answers().filter_map(|(status, answer)| Answer::of(status, answer)).collect(),
            command: self.command(document, server),
            sent: self.is_signed().then(|| shown(&body["example"])).flatten(),
            told: shown(&good["example"]),
        }
    }

    /// The content of the answer that is no error.
    fn good(&self) -> &Value {
        let mut answers = self.value["responses"].as_object().into_iter().flat_map(Map::iter);
        let good = answers.find(|(status, _)| status.starts_with('2'));
        good.map_or(&Value::Null, |(_, answer)| content(answer))
    }

    fn is_signed(&self) -> bool {
        self.value["security"].as_array().is_some_and(|schemes| !schemes.is_empty())
    }

    fn signed(&self, document: &Value) -> Vec<Header> {
        let schemes = self.value["security"].as_array().into_iter().flatten();
        let names = schemes.filter_map(|scheme| scheme.as_object()?.keys().next());
        let known = names.map(|name| &document["components"]["securitySchemes"][name]);
        known
            .map(|scheme| Header {
                name: scheme["name"].as_str().unwrap_or_default().to_owned(),
                text: Text::of(scheme["description"].as_str().unwrap_or_default()),
            })
            .collect()
    }

    /// How to ask with curl.
    fn command(&self, document: &Value, server: &str) -> String {
        let example = &document["paths"]["/api/public/profiles"]["post"]["responses"]["201"];
        let id = content(example)["example"]["data"]["profileId"].as_str().unwrap_or_default();
        let url = format!("{server}{}", self.path.replace("{id}", id));
        if self.is_signed() {
            let header =
                self.signed(document).into_iter().next().map(|header| header.name).unwrap_or_default();
            return signed_command(&url, &header);
        }
        let body = &content(&self.value["requestBody"])["example"];
        let kind =
            self.value["responses"]["200"]["content"].as_object().and_then(|kinds| kinds.keys().next());
        match (self.method, kind.map(String::as_str)) {
            ("post", _) if body.is_object() => {
                let body = shown(body).unwrap_or_default().replace('\'', r"'\''");
                format!("curl -sS -H 'Content-Type: application/json' \\\n  -d '{body}' \\\n  {url}")
            }
            ("post", _) => format!("curl -sS -X POST {url}"),
            (_, Some("text/event-stream")) => format!("curl -sSN {url}"),
            (_, Some("text/calendar")) => format!("curl -sS -o interview.ics {url}"),
            _ => format!("curl -sS {url}"),
        }
    }
}

/// How to sign a body with openssl, and to send it.
fn signed_command(url: &str, header: &str) -> String {
    [
        "secret=$(bookhook secret)",
        r#"printf '%s' '{"triggerEvent":"PING"}' >body.json"#,
        r#"digest=$(openssl dgst -sha256 -hmac "$secret" body.json)"#,
        &format!("curl -sS --data-binary @body.json \\\n  -H \"{header}: ${{digest##* }}\" \\\n  {url}"),
    ]
    .join("\n")
}

impl Answer {
    /// `None` for what every route may answer, which is said once.
    fn of(status: &str, answer: &Value) -> Option<Self> {
        let codes: Vec<String> = examples(answer).map(|(code, _)| code.clone()).collect();
        let codes: Vec<String> =
            codes.into_iter().filter(|code| !EVERYWHERE.contains(&code.as_str())).collect();
        let good = content(answer).get("examples").is_none();
        let text = answer["description"].as_str().unwrap_or_default().to_owned();
        (good || !codes.is_empty()).then(|| Self { status: status.to_owned(), text, codes })
    }
}

/// Codes that any route may answer with, or any that reads a profile.
const EVERYWHERE: [&str; 3] = ["bad_request", "internal_error", "unreadable_row"];

fn codes(document: &Value) -> Vec<Problem> {
    let mut codes = BTreeMap::new();
    for operation in operations(document) {
        for (status, answer) in operation.value["responses"].as_object().into_iter().flat_map(Map::iter) {
            for (code, example) in examples(answer) {
                let message = example["value"]["error"]["message"].as_str().unwrap_or_default();
                codes.entry((status.clone(), code.clone())).or_insert_with(|| Text::of(message));
            }
        }
    }
    codes.into_iter().map(|((status, code), message)| Problem { status, code, message }).collect()
}

fn examples(answer: &Value) -> impl Iterator<Item = (&String, &Value)> {
    content(answer)["examples"].as_object().into_iter().flat_map(Map::iter)
}

/// The content of a body, of whatever type.
fn content(body: &Value) -> &Value {
    body["content"].as_object().and_then(|kinds| kinds.values().next()).unwrap_or(&Value::Null)
}

/// An example as it is written.
fn shown(example: &Value) -> Option<String> {
    match example {
        Value::Null => None,
        Value::String(text) => Some(text.replace("\r\n", "\n").trim_end().to_owned()),
        json => serde_json::to_string_pretty(json).ok(),
    }
}
