//! Applications as the API takes them: JSON, with values of the kinds of the questions.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::profile::Application;
use crate::domain::questions::{Demand, FieldError, Kind, Questions, Raw, Refusal};
use crate::web::application::application;
use crate::web::error::ApiError;

/// An application from another front end. Values of any kind are taken here, so that whoever sent a
/// wrong one is told which.
#[derive(Deserialize, ToSchema)]
#[schema(as = Application)]
pub(in crate::web) struct ApplicationBody {
    /// The applicant's name: one line of 1 to 200 characters.
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    name: Value,
    /// The applicant's e-mail address, by which bookings that name no profile are matched.
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    email: Value,
    /// Answers to the team's questions, by their ids. None has to be given here.
    #[serde(default)]
    #[schema(value_type = Object)]
    answers: Value,
    #[serde(flatten)]
    #[schema(ignore)]
    unknown: Map<String, Value>,
}

impl ApplicationBody {
    /// The application, if name, address and answers are as they should be.
    pub(in crate::web) fn parse(self, questions: &Questions) -> Result<Application, ApiError> {
        let mut errors: Vec<_> = self.unknown.keys().map(|key| unknown(key)).collect();
        let name = text("name", self.name, &mut errors);
        let email = text("email", self.email, &mut errors);
        let answers = match self.answers {
            Value::Object(answers) => typed(questions, answers, &mut errors),
            Value::Null => Vec::new(),
            _ => {
                errors.push(wrong("answers", Refusal::NotAnswers));
                Vec::new()
            }
        };
        match questions.answer(&Raw { name, email, answers }, Demand::NameAndEmail) {
            Ok(filled) if errors.is_empty() => return Ok(application(filled)),
            Ok(_) => {}
            Err(more) => errors.extend(more.iter().cloned()),
        }
        Err(questions.errors(errors).map_or(ApiError::Internal, ApiError::InvalidFields))
    }
}

fn text(field: &str, value: Value, errors: &mut Vec<FieldError>) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        _ => {
            errors.push(wrong(field, Refusal::NotText));
            String::new()
        }
    }
}

fn unknown(key: &str) -> FieldError {
    wrong(key, Refusal::NoField)
}

fn wrong(field: &str, why: Refusal) -> FieldError {
    FieldError { field: field.to_owned(), why }
}

/// Answers in JSON as if they had been typed. A value has to be of the kind of its question:
/// true and false for yes or no, a number for a number, a list for several, else a text. `null`
/// is no answer.
fn typed(
    questions: &Questions,
    answers: Map<String, Value>,
    errors: &mut Vec<FieldError>,
) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    for (id, value) in answers {
        let kind = questions.get(&id).map(|question| &question.kind);
        let texts = match (kind, value) {
            (_, Value::Null) => Some(Vec::new()),
            (None, _) => Some(vec![String::new()]),
            (Some(Kind::YesNo), Value::Bool(yes)) => Some(vec![yes.to_string()]),
            (Some(Kind::Number), Value::Number(number)) => Some(vec![plain(&number)]),
            (Some(Kind::SeveralOf(_)), Value::Array(values)) => texts(values),
            (Some(kind), Value::String(text)) if !matches!(kind, Kind::YesNo | Kind::Number) => {
                Some(vec![text])
            }
            (Some(_), _) => None,
        };
        match texts {
            Some(texts) => typed.extend(texts.into_iter().map(|text| (id.clone(), text))),
            None => errors.push(wrong(&format!("answers.{id}"), Refusal::OtherKind)),
        }
    }
    typed
}

/// JSON writes large numbers with an exponent, which people do not type.
fn plain(number: &serde_json::Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
}

fn texts(values: Vec<Value>) -> Option<Vec<String>> {
    values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::questions::Declaration;

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

    fn parsed(body: Value) -> Result<Application, ApiError> {
        serde_json::from_value::<ApplicationBody>(body).expect("an object").parse(&questions())
    }

    fn kept(answers: &Value) -> Option<Value> {
        let body = json!({"name": "Sam", "email": "sam@example.com", "answers": answers});
        serde_json::from_str(&parsed(body).ok()?.answers).ok()
    }

    /// The fields that are wrong.
    fn refused(body: Value) -> Vec<String> {
        match parsed(body) {
            Err(ApiError::InvalidFields(errors)) => errors.iter().map(|error| error.field.clone()).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn answers_are_kept_as_the_json_that_they_came_as() {
        let all = json!({
            "short_text": "Designer", "yes_no": false, "number": 2.5, "several_of": ["Red", "Blue"],
            "one_of": "Red", "date": "2026-11-12",
        });
        assert_eq!(kept(&all).as_ref(), Some(&all));
        assert_eq!(kept(&json!({"number": 5})), Some(json!({"number": 5})));
        assert_eq!(kept(&json!({"number": 12e14})), Some(json!({"number": 1_200_000_000_000_000_i64})));
        assert_eq!(kept(&json!({"short_text": null})), Some(json!({})));
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
            assert_eq!(kept(&bad), None, "{bad}");
        }
    }

    #[test]
    fn every_wrong_field_is_named_once_and_in_the_order_of_the_form() {
        let body = json!({
            "role": "x", "name": 5, "email": "nobody",
            "answers": {"number": "five", "date": "tomorrow", "colour": 1, "link": "https://example.com"},
        });
        let fields = ["name", "email", "answers.number", "answers.date", "role", "answers.colour"];
        assert_eq!(refused(body), fields);
        assert_eq!(refused(json!({})), ["name", "email"]);
        assert_eq!(refused(json!({"name": "Sam", "email": "sam@example.com", "answers": []})), ["answers"]);
    }
}
