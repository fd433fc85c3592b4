//! Turns the given values into an application.

use super::answer::{Answers, Refusal};
use super::question::Questions;
use crate::domain::text::{Email, PersonName};

/// A valid application.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// The applicant's name.
    pub name: PersonName,
    /// The applicant's e-mail address.
    pub email: Email,
    /// The answers to the team's questions.
    pub answers: Answers,
}

/// An application as given: unchecked values, and the fields that could not be read.
#[derive(Default)]
pub struct Draft {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Values of the types in which they were given.
    pub answers: Answers,
    /// The fields that could not be read.
    pub errors: Vec<FieldError>,
}

impl Draft {
    /// Notes the error of a field. The first error of a field is reported.
    pub fn refuse(&mut self, field: impl Into<String>, why: impl Into<Refusal>) {
        self.errors.push(FieldError { field: field.into(), why: why.into() });
    }
}

/// Which answers are required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Every required question.
    Form,
    /// Name and e-mail address alone.
    NameAndEmail,
}

/// The error of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// `name`, `email`, or `answers.` and the question's id.
    pub field: String,
    /// Its problem.
    pub why: Refusal,
}

/// All errors, in the order of the form; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl FieldErrors {
    /// The errors in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// Returns the error of a field, if there is one.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Refusal> {
        self.0.iter().find(|error| error.field == field).map(|error| &error.why)
    }
}

impl Questions {
    /// Checks an application.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn check(&self, mut draft: Draft, demand: Demand) -> Result<Application, FieldErrors> {
        let name = PersonName::parse(&draft.name).map_err(|why| draft.refuse("name", why));
        let email = Email::parse(&draft.email).map_err(|why| draft.refuse("email", why));
        let mut answers = Answers::new();
        for question in self.iter() {
            let given = draft.answers.remove(&question.id);
            match given.map_or(Ok(None), |given| question.check(given)) {
                Ok(None) if demand == Demand::Form && question.required => {
                    draft.refuse(question.field(), question.missing());
                }
                Ok(answer) => answers.extend(answer.map(|answer| (question.id.clone(), answer))),
                Err(why) => draft.refuse(question.field(), why),
            }
        }
        match (name, email) {
            (Ok(name), Ok(email)) if draft.errors.is_empty() => Ok(Application { name, email, answers }),
            _ => Err(self.in_order(draft.errors)),
        }
    }

    /// Puts errors in the order of the form, one for each field.
    fn in_order(&self, mut errors: Vec<FieldError>) -> FieldErrors {
        errors.sort_by_key(|error| self.place(&error.field));
        errors.dedup_by(|later, first| later.field == first.field);
        FieldErrors(errors)
    }

    /// The position of a field in the form; unknown fields come last.
    fn place(&self, field: &str) -> usize {
        let question =
            |id| self.iter().position(|question| question.id.as_str() == id).map(|place| place + 2);
        match field {
            "name" => 0,
            "email" => 1,
            _ => field.strip_prefix("answers.").and_then(question).unwrap_or(usize::MAX),
        }
    }
}
