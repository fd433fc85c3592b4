//! The application form as the template draws it.

use std::borrow::Cow;

use askama::Template;

use crate::domain::ids::FormToken;
use crate::domain::language::{Language, Text};
use crate::domain::questions::{FieldErrors, Kind, Question, Questions, Refusal};
use crate::domain::text::{Email, InvalidText, PersonName};
use crate::web::guards::FormBody;
use crate::web::pages::frame::Frame;
use crate::web::pages::shell::Step;

/// The page with the form.
#[derive(Template)]
#[template(path = "apply.html")]
pub(crate) struct ApplyPage<'a> {
    frame: &'a Frame<'a>,
    step: Step,
    token: FormToken,
    title: String,
    intro: String,
    name: Field<'a>,
    email: Field<'a>,
    fields: Vec<Field<'a>>,
    /// The form has a field for programs to fill in.
    trap: bool,
    /// Why nothing was sent, where no field is to blame: a heading, which may be empty, and a text.
    notice: Option<(String, String)>,
}

/// One field with what was typed into it.
struct Field<'a> {
    /// Its name in the form, and the stem of the ids on the page.
    name: String,
    label: Cow<'a, str>,
    help: Option<&'a str>,
    control: Control<'a>,
    required: bool,
    /// The longest answer in characters, where it is typed.
    most: Option<usize>,
    /// The kind of the question; none for the name and the address.
    kind: Option<&'a Kind>,
    error: Option<String>,
}

enum Control<'a> {
    Line { value: &'a str, purpose: Purpose },
    Lines { value: &'a str },
    Choose { options: Vec<Choice<'a>>, many: bool },
    Select { options: Vec<Choice<'a>> },
}

/// Hints that help people and their browsers to fill in a line.
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
    /// The form with what was typed so far.
    #[must_use]
    pub(crate) fn new(
        frame: &'a Frame<'a>,
        questions: &'a Questions,
        form: &'a FormBody,
        token: FormToken,
    ) -> Self {
        let purpose = |kind, autocomplete| Purpose { kind, mode: kind, autocomplete };
        let own = |name: &'static str, label, purpose, most| Field {
            name: name.to_owned(),
            label: frame.say(label).into(),
            help: None,
            control: Control::Line { value: form.get(name).unwrap_or_default(), purpose },
            required: true,
            most: Some(most),
            kind: None,
            error: None,
        };
        Self {
            frame,
            step: Step::Apply,
            token,
            title: frame.own(frame.shell.look.apply.title.as_ref(), "apply-title"),
            intro: frame.own(frame.shell.look.apply.intro.as_ref(), "apply-intro"),
            name: own("name", "apply-name", purpose("text", "name"), PersonName::MAX),
            email: own("email", "apply-email", purpose("email", "email"), Email::MAX),
            fields: questions.iter().map(|question| field(frame, question, form)).collect(),
            trap: true,
            notice: None,
        }
    }

    /// Says what is wrong with the fields.
    #[must_use]
    pub(crate) fn with_errors(mut self, errors: &FieldErrors) -> Self {
        let own = [&mut self.name, &mut self.email];
        for field in own.into_iter().chain(&mut self.fields) {
            let why = errors.get(&field.name);
            field.error = why.map(|why| message(self.frame, field, why));
        }
        self
    }

    /// Says why nothing was sent, where no field is to blame.
    #[must_use]
    pub(crate) fn with_notice(self, notice: (String, String)) -> Self {
        Self { notice: Some(notice), ..self }
    }

    /// Says that the trap was filled in, and leaves it out, so that whatever filled it in cannot do so
    /// again.
    #[must_use]
    pub(crate) fn trapped(self) -> Self {
        let text = self.frame.say("trapped");
        Self { trap: false, ..self.with_notice((String::new(), text)) }
    }

    fn own_fields(&self) -> [&Field<'a>; 2] {
        [&self.name, &self.email]
    }

    /// The fields that are wrong.
    fn wrong(&self) -> Vec<&Field<'a>> {
        self.own_fields().into_iter().chain(&self.fields).filter(|field| field.error.is_some()).collect()
    }

    /// How many answers are wrong.
    fn check(&self) -> String {
        self.frame.with("check", "count", self.wrong().len())
    }

    /// The same for each number from 1 to that one, for the script.
    fn counts(&self) -> String {
        let texts = (1..=self.wrong().len()).map(|count| self.frame.with("check", "count", count));
        texts.collect::<Vec<_>>().join("|")
    }

    /// It was not sent yet, so the browser may fill in its draft.
    fn is_fresh(&self) -> bool {
        self.notice.is_none() && self.wrong().is_empty()
    }
}

impl Field<'_> {
    /// The typed text; empty where an option is chosen.
    fn typed(&self) -> &str {
        match self.control {
            Control::Line { value, .. } | Control::Lines { value } => value,
            Control::Choose { .. } | Control::Select { .. } => "",
        }
    }
}

fn field<'a>(frame: &'a Frame<'a>, question: &'a Question, form: &'a FormBody) -> Field<'a> {
    let language = frame.words.0;
    let name = format!("answers.{}", question.id);
    let given: Vec<&str> = form.all(&name).collect();
    let control = control(frame, &question.kind, &given);
    let is_typed = matches!(control, Control::Line { .. } | Control::Lines { .. });
    Field {
        name,
        label: question.label.in_language(language).into(),
        help: question.help.as_ref().map(|help| help.in_language(language)),
        control,
        required: question.required,
        most: is_typed.then_some(question.max_length),
        kind: Some(&question.kind),
        error: None,
    }
}

/// Returns the message of a field, for the applicant.
fn message(frame: &Frame<'_>, field: &Field<'_>, why: &Refusal) -> String {
    let id = match why {
        Refusal::Text(InvalidText::Empty) if field.name == "name" => "wrong-name",
        Refusal::Text(InvalidText::Empty) if field.name == "email" => "wrong-email",
        Refusal::Text(InvalidText::TooLong(limit)) => {
            let numbers = [("limit", *limit), ("count", field.typed().trim().chars().count())];
            return frame.words.with("wrong-long", numbers);
        }
        Refusal::Text(InvalidText::Unprintable) => "wrong-unprintable",
        Refusal::Text(InvalidText::NotAnEmail) => "wrong-address",
        Refusal::Text(InvalidText::NotALink) => "wrong-link",
        Refusal::Choose if matches!(field.kind, Some(Kind::SeveralOf(_))) => "wrong-choose-some",
        Refusal::Choose => "wrong-choose",
        Refusal::Phone => "wrong-phone",
        Refusal::Number => "wrong-number",
        Refusal::Date => "wrong-date",
        Refusal::Option => "wrong-option",
        Refusal::OnlyOne => "wrong-only-one",
        // The others are mistakes in programs.
        _ => "wrong-empty",
    };
    frame.say(id)
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
            let choice =
                |value| Choice { value, label: frame.say(value).into(), chosen: given.contains(&value) };
            Control::Choose { options: vec![choice("yes"), choice("no")], many: false }
        }
    }
}

fn choices<'a>(options: &'a [Text], given: &[&str], language: Language) -> Vec<Choice<'a>> {
    let choice = |text: &'a Text| Choice {
        value: text.plain(),
        label: text.in_language(language).into(),
        chosen: given.contains(&text.plain()),
    };
    options.iter().map(choice).collect()
}

#[cfg(test)]
mod tests;
