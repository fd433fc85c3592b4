//! Answers of applicants on their way into the store: from JSON, and into it.

use serde_json::{Map, Value, json};

use crate::domain::profile::Application;
use crate::domain::questions::{Answer, FieldError, Filled, Kind, Questions};

/// An application as it is kept.
pub(super) fn application(filled: Filled) -> Application {
    let Filled { name, email, answers } = filled;
    let answers: Map<String, Value> = answers.into_iter().map(|(id, answer)| (id, value(answer))).collect();
    Application { name, email, answers: Value::Object(answers).to_string() }
}

fn value(answer: Answer) -> Value {
    match answer {
        Answer::Text(text) => text.into(),
        Answer::Number(number) => whole(number).map_or_else(|| json!(number), Value::from),
        Answer::Several(options) => options.into(),
        Answer::YesNo(yes) => yes.into(),
    }
}

/// `5.0` was typed as `5`, and is kept so.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    let whole = || number as i64;
    (number.fract() == 0.0 && number.abs() < 9e15).then(whole)
}

/// Answers in JSON as if they had been typed. A value has to be of the kind of its question:
/// true and false for yes or no, a number for a number, a list for several, else a text. `null`
/// is no answer.
pub(super) fn typed(
    questions: &Questions,
    answers: Map<String, Value>,
) -> Result<Vec<(String, String)>, FieldError> {
    let mut typed = Vec::new();
    for (id, value) in answers {
        let kind = questions.get(&id).map(|question| &question.kind);
        let texts = match (kind, value) {
            (_, Value::Null) => Vec::new(),
            (None, _) => vec![String::new()],
            (Some(Kind::YesNo), Value::Bool(yes)) => vec![yes.to_string()],
            (Some(Kind::Number), Value::Number(number)) => vec![plain(&number)],
            (Some(Kind::SeveralOf(_)), Value::Array(values)) => texts(values).ok_or_else(|| mismatch(&id))?,
            (Some(kind), Value::String(text)) if !matches!(kind, Kind::YesNo | Kind::Number) => vec![text],
            (Some(_), _) => return Err(mismatch(&id)),
        };
        typed.extend(texts.into_iter().map(|text| (id.clone(), text)));
    }
    Ok(typed)
}

/// JSON writes large numbers with an exponent, which people do not type.
fn plain(number: &serde_json::Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
}

fn texts(values: Vec<Value>) -> Option<Vec<String>> {
    values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

fn mismatch(id: &str) -> FieldError {
    FieldError {
        field: format!("answers.{id}"),
        message: "This is not the kind of value that the question asks for.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questions::{Declaration, Demand, Raw};

    fn questions() -> Questions {
        let declare = |kind: &&str| Declaration {
            id: (*kind).to_owned(),
            label: "?".into(),
            kind: (*kind).to_owned(),
            options: if kind.ends_with("_of") { vec!["Red".into(), "Blue".into()] } else { Vec::new() },
            ..Declaration::default()
        };
        Questions::parse(Kind::NAMES.iter().map(declare).collect()).expect("questions")
    }

    fn kept(answers: Value) -> Option<Value> {
        let Value::Object(answers) = answers else { return None };
        let answers = typed(&questions(), answers).ok()?;
        let raw = Raw { name: "Sam".into(), email: "sam@example.com".into(), answers };
        let filled = questions().answer(&raw, Demand::NameAndEmail).ok()?;
        serde_json::from_str(&application(filled).answers).ok()
    }

    #[test]
    fn answers_are_kept_as_the_json_that_they_came_as() {
        let all = json!({
            "short_text": "Designer", "yes_no": false, "number": 2.5, "several_of": ["Red", "Blue"],
            "one_of": "Red", "date": "2026-11-12",
        });
        assert_eq!(kept(all.clone()), Some(all));
        assert_eq!(kept(json!({"number": 5})), Some(json!({"number": 5})));
        assert_eq!(kept(json!({"number": 12e14})), Some(json!({"number": 1_200_000_000_000_000_i64})));
        assert_eq!(kept(json!({"short_text": null})), Some(json!({})));
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        for bad in [
            json!({"short_text": true}),
            json!({"short_text": ["a"]}),
            json!({"yes_no": "yes"}),
            json!({"number": "5"}),
            json!({"several_of": [1]}),
            json!({"several_of": ["Green"]}),
            json!({"link": {"href": "https://example.com"}}),
            json!({"unknown": "x"}),
            json!({"unknown": {}}),
        ] {
            assert_eq!(kept(bad.clone()), None, "{bad}");
        }
    }
}
