//! Applications as the API takes them: JSON, with values of the kinds of the questions.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::foreign::ForeignText;
use crate::domain::questions::{Answer, Application, Demand, Draft, Questions, Refusal};
use crate::web::error::ApiError;

/// An application from another front end. Values of any kind are parsed, so that the error can name the wrong
/// ones.
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
    /// Answers to the team's questions, by their ids. None is required here.
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
        let mut draft = Draft::default();
        for key in self.unknown.keys() {
            draft.refuse(key, Refusal::NoField);
        }
        draft.name = text("name", self.name, &mut draft);
        draft.email = text("email", self.email, &mut draft);
        match self.answers {
            Value::Object(answers) => {
                for (id, value) in answers {
                    answer(questions, &id, value, &mut draft);
                }
            }
            Value::Null => {}
            _ => draft.refuse("answers", Refusal::NotAnswers),
        }
        Ok(questions.check(draft, Demand::NameAndEmail)?)
    }
}

fn text(field: &str, value: Value, draft: &mut Draft) -> String {
    match value {
        Value::String(text) => return text,
        Value::Null => {}
        _ => draft.refuse(field, Refusal::NotText),
    }
    String::new()
}

/// Reads an answer. `null` is none, whether there is such a question or not.
fn answer(questions: &Questions, id: &str, value: Value, draft: &mut Draft) {
    match (questions.get(id), value) {
        (_, Value::Null) => {}
        (None, _) => draft.refuse(format!("answers.{id}"), Refusal::NoQuestion),
        (Some(question), value) => match typed(value) {
            Some(answer) => drop(draft.answers.insert(question.id.clone(), answer)),
            None => draft.refuse(question.field(), Refusal::OtherKind),
        },
    }
}

/// A value that is an answer to some kind of question.
fn typed(value: Value) -> Option<Answer> {
    match value {
        Value::Bool(yes) => Some(Answer::YesNo(yes)),
        Value::Number(number) => number.as_f64().map(Answer::Number),
        Value::String(text) => Some(Answer::Text(text.into())),
        Value::Array(values) => {
            let texts = values.into_iter().map(|value| value.as_str().map(ForeignText::from));
            texts.collect::<Option<_>>().map(Answer::Several)
        }
        Value::Null | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::questions::{Declaration, Kind};

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

    /// The answers that are taken, as debug output shows them.
    fn taken(answers: &Value) -> Option<String> {
        let body = json!({"name": "Sam", "email": "sam@example.com", "answers": answers});
        let answers = parsed(body).ok()?.answers;
        let shown = answers.iter().map(|(id, answer)| format!("{id}: {answer:?}"));
        Some(shown.collect::<Vec<_>>().join("; "))
    }

    /// The fields that are wrong.
    fn refused(body: Value) -> Vec<String> {
        match parsed(body) {
            Err(ApiError::InvalidFields(errors)) => errors.iter().map(|error| error.field.clone()).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn each_type_of_value_is_an_answer_to_its_kind_of_question() {
        for (answers, expected) in [
            (
                json!({"short_text": "Designer", "yes_no": false}),
                r#"short_text: Text("Designer"); yes_no: YesNo(false)"#,
            ),
            (json!({"number": 2.5}), "number: Number(2.5)"),
            (json!({"number": 1e-50}), "number: Number(1e-50)"),
            (json!({"several_of": ["Blue", "Red"]}), r#"several_of: Several(["Red", "Blue"])"#),
            (json!({"several_of": "Blue"}), r#"several_of: Several(["Blue"])"#),
            (
                json!({"one_of": "Red", "date": "2026-11-12"}),
                r#"date: Text("2026-11-12"); one_of: Text("Red")"#,
            ),
            (json!({"short_text": null, "link": " ", "several_of": [], "unknown": null}), ""),
        ] {
            assert_eq!(taken(&answers).as_deref(), Some(expected), "{answers}");
        }
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        for bad in [
            json!({"short_text": true}),
            json!({"short_text": ["a"]}),
            json!({"several_of": {}}),
            json!({"yes_no": "yes"}),
            json!({"number": "5"}),
            json!({"several_of": [1]}),
            json!({"several_of": ["Green"]}),
            json!({"link": {"href": "https://example.com"}}),
            json!({"unknown": "x"}),
            json!({"unknown": {}}),
        ] {
            assert_eq!(taken(&bad), None, "{bad}");
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
