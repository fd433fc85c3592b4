//! The team's questions as a schema. The server accepts somewhat more than the schema, such as white space
//! around a text; tests/schemathesis/hooks.py has the whole rules.

use serde_json::{Value, json};

use crate::domain::language::Text;
use crate::domain::questions::{Answer, Kind, Question, Questions};
use crate::domain::text::{Email, PersonName};

/// Adds the rules for the name, the address and the answers to the schema of an application.
pub(super) fn describe(application: &mut Value, questions: &Questions) {
    application["additionalProperties"] = false.into();
    let fields = &mut application["properties"];
    fields["name"]["minLength"] = 1.into();
    fields["name"]["maxLength"] = PersonName::MAX.into();
    fields["email"]["format"] = "email".into();
    fields["email"]["maxLength"] = Email::MAX.into();
    fields["answers"]["type"] = json!(["object", "null"]);
    fields["answers"]["properties"] =
        questions.iter().map(|question| (question.id.to_string(), answer(question))).collect();
    fields["answers"]["additionalProperties"] = json!({ "type": "null" });
}

fn answer(question: &Question) -> Value {
    let max = question.max_length;
    let (kind, mut schema) = match &question.kind {
        Kind::ShortText => ("string", json!({ "maxLength": max, "pattern": r"^[^\r\n]*$" })),
        Kind::LongText | Kind::Phone => ("string", json!({ "maxLength": max })),
        Kind::Link => ("string", json!({ "maxLength": max, "format": "uri" })),
        Kind::Email => ("string", json!({ "maxLength": Email::MAX, "format": "email" })),
        Kind::Number => ("number", json!({ "minimum": -Answer::MOST, "maximum": Answer::MOST })),
        Kind::Date => ("string", json!({ "format": "date" })),
        Kind::OneOf(options) => {
            let options = options.iter().map(|option| json!(option.plain())).chain([Value::Null]);
            ("string", json!({ "enum": options.collect::<Value>() }))
        }
        Kind::SeveralOf(options) => {
            ("array", json!({ "items": { "type": "string", "enum": plain(options) } }))
        }
        Kind::YesNo => ("boolean", json!({})),
    };
    schema["type"] = json!([kind, "null"]);
    schema["description"] = question.label.plain().into();
    schema
}

fn plain(options: &[Text]) -> Vec<&str> {
    options.iter().map(Text::plain).collect()
}

/// Returns answers to the questions that offer some.
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
