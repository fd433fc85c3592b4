//! The application form as the template draws it.

use std::borrow::Cow;

use askama::Template;

use crate::domain::language::{Language, Text};
use crate::domain::questions::{FieldErrors, Kind, Question, Questions, Refusal};
use crate::domain::text::InvalidText;
use crate::web::guards::FormBody;
use crate::web::pages::frame::Frame;
use crate::web::pages::shell::Step;

/// The page with the form.
#[derive(Template)]
#[template(path = "apply.html")]
pub(crate) struct ApplyPage<'a> {
    frame: &'a Frame<'a>,
    step: Step,
    title: Cow<'a, str>,
    intro: Cow<'a, str>,
    name: Field<'a>,
    email: Field<'a>,
    fields: Vec<Field<'a>>,
    /// How many fields are wrong.
    wrong: usize,
    /// Nothing was sent, because a field that people do not see was filled in.
    trapped: bool,
}

/// One field with what was typed into it.
struct Field<'a> {
    /// Its name in the form, and the stem of the ids on the page.
    name: String,
    label: Cow<'a, str>,
    help: Option<&'a str>,
    control: Control<'a>,
    required: bool,
    error: Option<String>,
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
    label: Cow<'a, str>,
    chosen: bool,
}

/// Up to this many options are shown side by side, more in a list that opens.
const SIDE_BY_SIDE: usize = 6;

impl<'a> ApplyPage<'a> {
    /// The form with what was typed so far, and what is wrong with it.
    #[must_use]
    pub(crate) fn of(
        frame: &'a Frame<'a>,
        questions: &'a Questions,
        form: &'a FormBody,
        errors: Option<&FieldErrors>,
    ) -> Self {
        let purpose = |kind, autocomplete| Purpose { kind, mode: kind, autocomplete };
        let own = |name: &'static str, label, purpose| {
            let value = form.get(name).unwrap_or_default();
            let error = errors.and_then(|errors| errors.of(name));
            Field {
                name: name.to_owned(),
                label: frame.say(label),
                help: None,
                control: Control::Line { value, purpose },
                required: true,
                error: error.map(|why| message(frame, name, None, value, why)),
            }
        };
        Self {
            frame,
            step: Step::Apply,
            title: frame.own(frame.shell.look.apply.title.as_ref(), "apply-title"),
            intro: frame.own(frame.shell.look.apply.intro.as_ref(), "apply-intro"),
            name: own("name", "apply-name", purpose("text", "name")),
            email: own("email", "apply-email", purpose("email", "email")),
            fields: questions.iter().map(|question| field(frame, question, form, errors)).collect(),
            wrong: errors.map_or(0, |errors| errors.iter().count()),
            trapped: false,
        }
    }

    /// Says that nothing was sent, because a field that people do not see was filled in.
    #[must_use]
    pub(crate) fn trapped(self) -> Self {
        Self { trapped: true, ..self }
    }

    fn check(&self) -> String {
        self.frame.with("check", "count", self.wrong)
    }

    fn own_fields(&self) -> [&Field<'a>; 2] {
        [&self.name, &self.email]
    }
}

fn field<'a>(
    frame: &'a Frame<'a>,
    question: &'a Question,
    form: &'a FormBody,
    errors: Option<&FieldErrors>,
) -> Field<'a> {
    let language = frame.words.0;
    let name = question.field();
    let given: Vec<&str> = form.all(&name).collect();
    let typed = given.first().copied().unwrap_or_default();
    let error = errors.and_then(|errors| errors.of(&name));
    let error = error.map(|why| message(frame, &name, Some(&question.kind), typed, why));
    let control = control(frame, &question.kind, &given);
    Field {
        name,
        label: question.label.of(language).into(),
        help: question.help.as_ref().map(|help| help.of(language)),
        control,
        required: question.required,
        error,
    }
}

/// What to do about a field, for the applicant.
fn message(frame: &Frame<'_>, name: &str, kind: Option<&Kind>, typed: &str, why: &Refusal) -> String {
    let id = match why {
        Refusal::Text(InvalidText::Empty) if name == "name" => "wrong-name",
        Refusal::Text(InvalidText::Empty) if name == "email" => "wrong-email",
        Refusal::Text(InvalidText::TooLong(limit)) => {
            let numbers = [("limit", *limit), ("count", typed.trim().chars().count())];
            return frame.words.with("wrong-long", numbers);
        }
        Refusal::Text(InvalidText::Unprintable) => "wrong-unprintable",
        Refusal::Text(InvalidText::NotAnEmail) => "wrong-address",
        Refusal::Text(InvalidText::NotALink) => "wrong-link",
        Refusal::Choose if matches!(kind, Some(Kind::SeveralOf(_))) => "wrong-choose-some",
        Refusal::Choose => "wrong-choose",
        Refusal::Phone => "wrong-phone",
        Refusal::Number => "wrong-number",
        Refusal::Date => "wrong-date",
        Refusal::Option => "wrong-option",
        Refusal::OnlyOne => "wrong-only-one",
        // The others are mistakes in programs.
        _ => "wrong-empty",
    };
    frame.say(id).into_owned()
}

fn control<'a>(frame: &Frame<'_>, kind: &'a Kind, given: &[&'a str]) -> Control<'a> {
    let choices = |options: &'a [Text]| choices(options, given, frame.words.0);
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
        Kind::OneOf(options) if options.len() > SIDE_BY_SIDE => Control::Select { options: choices(options) },
        Kind::OneOf(options) => Control::Choose { options: choices(options), many: false },
        Kind::SeveralOf(options) => Control::Choose { options: choices(options), many: true },
        Kind::YesNo => {
            let choice = |value| Choice { value, label: frame.say(value), chosen: given.contains(&value) };
            Control::Choose { options: vec![choice("yes"), choice("no")], many: false }
        }
    }
}

fn choices<'a>(options: &'a [Text], given: &[&str], language: Language) -> Vec<Choice<'a>> {
    let choice = |text: &'a Text| Choice {
        value: text.plain(),
        label: text.of(language).into(),
        chosen: given.contains(&text.plain()),
    };
    options.iter().map(choice).collect()
}

#[cfg(test)]
mod tests;
