//! The team's questions as a schema: what the server takes for an answer.

use serde_json::{Value, json};

use crate::domain::language::Text;
use crate::domain::questions::{Answer, Kind, Question, Questions};
use crate::domain::text::{Email, PersonName};

/// White space, which is cut off at both ends: what Rust calls so.
const SPACE: &str = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
/// What a line has none of: control characters and directional marks.
const UNSEEN: &str = r"\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069";
/// What neither half of an e-mail address has, besides these; the last composes to a semicolon.
const NOT_IN_ADDRESS: &str = r#"<>,;:"()[\]\\@\u037e"#;

/// Schemas that others refer to.
pub(super) fn shared() -> [(&'static str, Value); 4] {
    let text = |pattern: String, description: &str| json!({ "type": "string", "pattern": pattern, "description": description });
    let blank = json!({
        "type": ["string", "null"], "pattern": format!("^[{SPACE}]*$"), "description": "No answer.",
    });
    [
        ("Line", text(line(), "One line that says something; white space around it is cut off.")),
        ("Text", text(lines(), "Lines that say something; white space around them is cut off.")),
        ("EmailAddress", text(address(), "An e-mail address; white space around it is cut off.")),
        ("Blank", blank),
    ]
}

fn of(shared: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{shared}") })
}

fn at_most(shared: &str, length: usize) -> Value {
    let mut schema = of(shared);
    schema["maxLength"] = length.into();
    schema
}

/// `Application.name`.
pub(super) fn name() -> Value {
    at_most("Line", PersonName::MAX)
}

/// `Application.email`.
pub(super) fn email() -> Value {
    at_most("EmailAddress", Email::MAX)
}

/// The object of answers.
pub(super) fn answers(questions: &Questions) -> Value {
    let properties: serde_json::Map<String, Value> =
        questions.iter().map(|question| (question.id.to_string(), answer(question))).collect();
    json!({
        "type": ["object", "null"],
        "description": "Answers to the team's questions, by their ids. None has to be given here.",
        "properties": properties,
        "additionalProperties": { "type": "null" },
    })
}

fn answer(question: &Question) -> Value {
    let mut forms = forms(question);
    forms.push(match question.kind {
        Kind::Number | Kind::YesNo => json!({ "type": "null" }),
        _ => of("Blank"),
    });
    json!({ "description": question.label.plain(), "anyOf": forms })
}

fn forms(question: &Question) -> Vec<Value> {
    let max = question.max_length;
    match &question.kind {
        Kind::ShortText => vec![at_most("Line", max)],
        Kind::LongText => vec![at_most("Text", max)],
        Kind::Link => vec![json!({
            "type": "string", "maxLength": max, "format": "uri",
            "pattern": "^https?://[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z]{2,20})+(/[A-Za-z0-9._~/-]*)?$",
        })],
        Kind::Email => vec![email()],
        Kind::Phone => vec![json!({
            "type": "string", "maxLength": max,
            "pattern": r"^(\+[ ()./-]*|[()./-][ ()./-]*)?[0-9]([ ()./-]*[0-9]){4,14}([ ()./-]*[()./-])?$",
        })],
        Kind::Number => vec![json!({ "type": "number", "minimum": -Answer::MOST, "maximum": Answer::MOST })],
        Kind::Date => vec![json!({ "type": "string", "format": "date" })],
        Kind::OneOf(options) => vec![json!({ "enum": plain(options) })],
        Kind::SeveralOf(options) => {
            let options = plain(options);
            vec![json!({ "type": "array", "items": { "enum": options } }), json!({ "enum": options })]
        }
        Kind::YesNo => vec![json!({ "type": "boolean" })],
    }
}

fn plain(options: &[Text]) -> Vec<&str> {
    options.iter().map(Text::plain).collect()
}

fn line() -> String {
    format!("^[{SPACE}]*[^{SPACE}{UNSEEN}]([^{UNSEEN}]*[^{SPACE}{UNSEEN}])?[{SPACE}]*$")
}

/// As a line, with line ends and tabs within.
fn lines() -> String {
    let unseen = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069";
    format!("^[{SPACE}]*[^{SPACE}{unseen}]([^{unseen}]*[^{SPACE}{unseen}])?[{SPACE}]*$")
}

fn address() -> String {
    let taken = format!("{SPACE}{UNSEEN}{NOT_IN_ADDRESS}");
    format!(r"^[{SPACE}]*[^{taken}]+@[^{taken}.]+(\.[^{taken}.]+)*[{SPACE}]*$")
}

/// Answers to the questions that offer some.
pub(super) fn example(questions: &Questions) -> Value {
    let chosen = |question: &Question| match &question.kind {
        Kind::OneOf(options) => options.first().map(|option| json!(option.plain())),
        Kind::SeveralOf(options) => options.get(..2).map(|options| json!(plain(options))),
        Kind::YesNo => Some(json!(true)),
        _ => None,
    };
    let answers = questions.iter().filter_map(|question| Some((question.id.to_string(), chosen(question)?)));
    Value::Object(answers.collect())
}
