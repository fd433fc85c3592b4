//! The form's fields, as a browser sends them, read into values.

use super::answer::{Answer, Refusal};
use super::application::Draft;
use super::question::{Kind, Question, Questions};
use crate::domain::text::line;

impl Questions {
    /// Reads the fields of the form, each a name and a text. Several answers to one question are several
    /// fields. Other fields are ignored.
    #[must_use]
    pub fn read_form(&self, fields: &[(String, String)]) -> Draft {
        let texts = |name: &str| {
            let named = fields.iter().filter(move |(field, _)| field == name);
            named.map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let first = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let mut draft = Draft { name: first("name"), email: first("email"), ..Draft::default() };
        for question in self.iter() {
            match read(question, &texts(&question.field())) {
                Ok(answer) => draft.answers.extend(answer.map(|answer| (question.id.clone(), answer))),
                Err(why) => draft.refuse(question.field(), why),
            }
        }
        draft
    }
}

/// Reads the texts that are not blank.
fn read(question: &Question, texts: &[&str]) -> Result<Option<Answer>, Refusal> {
    let answer = match (&question.kind, texts) {
        (_, []) => return Ok(None),
        (Kind::SeveralOf(_), texts) => Answer::Several(texts.iter().map(|text| (*text).into()).collect()),
        (_, [_, _, ..]) => return Err(Refusal::OnlyOne),
        (Kind::Number, [text]) => Answer::Number(number(line(text, question.max_length)?)?),
        (Kind::YesNo, ["yes" | "true"]) => Answer::YesNo(true),
        (Kind::YesNo, ["no" | "false"]) => Answer::YesNo(false),
        (Kind::YesNo, _) => return Err(Refusal::Option),
        (_, [text]) => Answer::Text((*text).into()),
    };
    Ok(Some(answer))
}

/// Parses a number as people type it, with a point or a comma.
fn number(text: &str) -> Result<f64, Refusal> {
    let typed = text.chars().all(|c| c.is_ascii_digit() || "+-.,".contains(c));
    let value = text.replace(',', ".").parse().ok();
    value.filter(|_| typed).ok_or(Refusal::Number)
}
