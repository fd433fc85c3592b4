//! The application form as the template draws it.

use askama::Template;

use crate::domain::questions::{FieldErrors, Kind, Question, Questions, Raw};
use crate::web::pages::shell::{Shell, Step};

/// The page with the form.
#[derive(Template)]
#[template(path = "apply.html")]
pub(crate) struct ApplyPage<'a> {
    shell: &'a Shell,
    step: Step,
    name: Field<'a>,
    email: Field<'a>,
    fields: Vec<Field<'a>>,
    /// How many fields are wrong.
    wrong: usize,
    /// Why nothing was sent, where no field is to blame.
    notice: Option<&'a str>,
}

/// One field with what was typed into it.
struct Field<'a> {
    /// Its name in the form, and the stem of the ids on the page.
    name: String,
    label: &'a str,
    help: Option<&'a str>,
    control: Control<'a>,
    required: bool,
    error: Option<&'a str>,
}

enum Control<'a> {
    Line { value: &'a str, purpose: Purpose },
    Lines { value: &'a str },
    Choose { options: Vec<Choice<'a>>, many: bool },
    Select { options: Vec<Choice<'a>> },
}

/// What helps people and their browsers to fill in a line.
struct Purpose {
    kind: &'static str,
    mode: &'static str,
    autocomplete: &'static str,
}

struct Choice<'a> {
    value: &'a str,
    label: &'a str,
    chosen: bool,
}

/// Up to this many options are shown side by side, more in a list that opens.
const SIDE_BY_SIDE: usize = 6;

impl<'a> ApplyPage<'a> {
    /// The form with what was typed so far, and what is wrong with it.
    #[must_use]
    pub(crate) fn of(
        shell: &'a Shell,
        questions: &'a Questions,
        raw: &'a Raw,
        errors: Option<&'a FieldErrors>,
    ) -> Self {
        let purpose = |kind, autocomplete| Purpose { kind, mode: kind, autocomplete };
        let own = |name: &'static str, label, value: &'a str, purpose| Field {
            name: name.to_owned(),
            label,
            help: None,
            control: Control::Line { value, purpose },
            required: true,
            error: errors.and_then(|errors| errors.of(name)),
        };
        Self {
            shell,
            step: Step::Apply,
            name: own("name", "Your name", &raw.name, purpose("text", "name")),
            email: own("email", "E-mail address", &raw.email, purpose("email", "email")),
            fields: questions.iter().map(|question| field(question, raw, errors)).collect(),
            wrong: errors.map_or(0, |errors| errors.iter().count()),
            notice: None,
        }
    }

    /// Says why nothing was sent, where no field is to blame.
    #[must_use]
    pub(crate) fn with_notice(mut self, notice: &'a str) -> Self {
        self.notice = Some(notice);
        self
    }

    fn own_fields(&self) -> [&Field<'a>; 2] {
        [&self.name, &self.email]
    }
}

fn field<'a>(question: &'a Question, raw: &'a Raw, errors: Option<&'a FieldErrors>) -> Field<'a> {
    let name = format!("answers.{}", question.id);
    let given: Vec<&str> =
        raw.answers.iter().filter(|(id, _)| *id == question.id).map(|(_, text)| text.as_str()).collect();
    let control = control(&question.kind, &given);
    let error = errors.and_then(|errors| errors.of(&name));
    Field {
        name,
        label: &question.label,
        help: question.help.as_deref(),
        control,
        required: question.required,
        error,
    }
}

fn control<'a>(kind: &'a Kind, given: &[&'a str]) -> Control<'a> {
    let value = given.first().copied().unwrap_or_default();
    let line =
        |kind, mode, autocomplete| Control::Line { value, purpose: Purpose { kind, mode, autocomplete } };
    match kind {
        // Browsers refuse a number or a link that people and the server read well, so those are
        // plain text with the fitting keyboard.
        Kind::ShortText => line("text", "text", "on"),
        Kind::Link => line("text", "url", "url"),
        Kind::Email => line("email", "email", "on"),
        Kind::Phone => line("tel", "tel", "tel"),
        Kind::Number => line("text", "decimal", "off"),
        Kind::Date => line("date", "numeric", "off"),
        Kind::LongText => Control::Lines { value },
        Kind::OneOf(options) if options.len() > SIDE_BY_SIDE => {
            Control::Select { options: choices(options, given) }
        }
        Kind::OneOf(options) => Control::Choose { options: choices(options, given), many: false },
        Kind::SeveralOf(options) => Control::Choose { options: choices(options, given), many: true },
        Kind::YesNo => {
            let choice = |value, label| Choice { value, label, chosen: given.contains(&value) };
            Control::Choose { options: vec![choice("yes", "Yes"), choice("no", "No")], many: false }
        }
    }
}

fn choices<'a>(options: &'a [String], given: &[&str]) -> Vec<Choice<'a>> {
    let choice =
        |text: &'a String| Choice { value: text, label: text, chosen: given.contains(&text.as_str()) };
    options.iter().map(choice).collect()
}

#[cfg(test)]
mod tests;
