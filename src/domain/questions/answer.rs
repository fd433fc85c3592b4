//! From what was typed to an application.

use std::fmt;

use time::Date;
use time::macros::format_description;

use super::question::{Kind, Question, Questions};
use crate::domain::language::Text;
use crate::domain::text::{Email, InvalidText, PersonName, WebUrl, is_directional, line};

discreet!(Raw {});
discreet!(Filled {});
discreet!(Answer {});

/// An application as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Raw {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Pairs of a question's id and an answer; several answers to one question are several pairs.
    pub answers: Vec<(String, String)>,
}

/// How much has to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Every required question. Answers to questions that are no longer asked are dropped.
    Form,
    /// Name and e-mail address alone. Answers to unknown questions are errors.
    NameAndEmail,
}

/// An application that was filled in properly.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Filled {
    /// The applicant's name.
    pub name: PersonName,
    /// The applicant's e-mail address.
    pub email: Email,
    /// The answers that were given, by the question's id, in the order of the questions.
    pub answers: Vec<(String, Answer)>,
}

/// One answer.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Answer {
    /// Text of any kind: a line, lines, a link, an address, a number to call, an option, a date
    /// as `2026-11-12`.
    Text(String),
    /// A number, not farther from zero than [`Answer::MOST`].
    Number(f64),
    /// Options, in the order of the question.
    Several(Vec<String>),
    /// Yes or no.
    YesNo(bool),
}

impl Answer {
    /// The largest number: beyond it, whole numbers cannot be told apart any more.
    pub const MOST: f64 = 9_007_199_254_740_991.0;
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// `name`, `email`, or `answers.` and the question's id.
    pub field: String,
    /// What is wrong with it.
    pub why: Refusal,
}

/// All that is wrong, in the order of the form; never empty.
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

    /// What is wrong with a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Refusal> {
        self.0.iter().find(|error| error.field == field).map(|error| &error.why)
    }
}

impl Questions {
    /// These errors in the order of the form, one for each field; `None` if there are none.
    #[must_use]
    pub fn errors(&self, mut errors: Vec<FieldError>) -> Option<FieldErrors> {
        errors.sort_by_key(|error| self.place(&error.field));
        errors.dedup_by(|later, first| later.field == first.field);
        (!errors.is_empty()).then_some(FieldErrors(errors))
    }

    /// Where the form has a field; what it does not have comes last.
    fn place(&self, field: &str) -> usize {
        let question = |id| self.iter().position(|question| question.id == id).map(|place| place + 2);
        match field {
            "name" => 0,
            "email" => 1,
            _ => field.strip_prefix("answers.").and_then(question).unwrap_or(usize::MAX),
        }
    }

    /// Reads an application.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn answer(&self, raw: &Raw, demand: Demand) -> Result<Filled, FieldErrors> {
        let mut errors = Vec::new();
        let name = note(&mut errors, "name", PersonName::parse(&raw.name));
        let email = note(&mut errors, "email", Email::parse(&raw.email));
        let mut answers = Vec::new();
        for question in self.iter() {
            let given = raw.answers.iter().filter(|(id, _)| *id == question.id);
            let texts: Vec<&str> = given.map(|(_, text)| text.as_str()).collect();
            let answer = read(question, &texts, demand == Demand::Form && question.required);
            let field = format!("answers.{}", question.id);
            if let Some(Some(answer)) = note(&mut errors, &field, answer) {
                answers.push((question.id.clone(), answer));
            }
        }
        if demand == Demand::NameAndEmail {
            let unknown = raw.answers.iter().filter(|(id, _)| self.get(id).is_none());
            errors.extend(
                unknown
                    .map(|(id, _)| FieldError { field: format!("answers.{id}"), why: Refusal::NoQuestion }),
            );
        }
        match (name, email) {
            (Some(name), Some(email)) if errors.is_empty() => Ok(Filled { name, email, answers }),
            _ => Err(FieldErrors(errors)),
        }
    }
}

fn note<T, E: Into<Refusal>>(errors: &mut Vec<FieldError>, field: &str, read: Result<T, E>) -> Option<T> {
    read.map_err(|why| errors.push(FieldError { field: field.to_owned(), why: why.into() })).ok()
}

/// Why a field was not taken. Its text is for people who use the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text breaks a rule.
    Text(InvalidText),
    /// Nothing was chosen.
    Choose,
    /// It is not a phone number.
    Phone,
    /// It is not a number.
    Number,
    /// It is not a date.
    Date,
    /// It is not one of the options.
    Option,
    /// There is more than one answer.
    OnlyOne,
    /// The team does not ask this.
    NoQuestion,
    /// An application has no such field.
    NoField,
    /// The value is not a text.
    NotText,
    /// The answers are not an object.
    NotAnswers,
    /// The value is not of the question's kind.
    OtherKind,
}

impl From<InvalidText> for Refusal {
    fn from(why: InvalidText) -> Self {
        Self::Text(why)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(why) => return why.fmt(f),
            Self::Choose => "Please choose an answer.",
            Self::Phone => "Please enter a phone number with its country code, like +49 30 901820.",
            Self::Number => "Please enter a number, like 5 or 2.5.",
            Self::Date => "Please enter a date as year-month-day, like 2026-11-12.",
            Self::Option => "Please choose one of the answers that are offered.",
            Self::OnlyOne => "Please give one answer only.",
            Self::NoQuestion => "There is no such question.",
            Self::NoField => "There is no such field. Send name, email and answers; answers go into answers.",
            Self::NotText => "Send a text.",
            Self::NotAnswers => "Send an object with the answers by the ids of their questions.",
            Self::OtherKind => "This is not the kind of value that the question asks for.",
        })
    }
}

fn read(question: &Question, texts: &[&str], required: bool) -> Result<Option<Answer>, Refusal> {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let chosen = matches!(question.kind, Kind::OneOf(_) | Kind::SeveralOf(_) | Kind::YesNo);
    match texts.as_slice() {
        [] if required && chosen => Err(Refusal::Choose),
        [] if required => Err(InvalidText::Empty.into()),
        [] => Ok(None),
        texts if matches!(question.kind, Kind::SeveralOf(_)) => several(&question.kind, texts).map(Some),
        [text] => one(question, text).map(Some),
        _ => Err(Refusal::OnlyOne),
    }
}

fn several(kind: &Kind, texts: &[&str]) -> Result<Answer, Refusal> {
    let Kind::SeveralOf(options) = kind else { return Err(Refusal::Option) };
    if texts.iter().any(|text| !options.iter().any(|option| option.plain() == *text)) {
        return Err(Refusal::Option);
    }
    let chosen = options.iter().map(Text::plain).filter(|option| texts.contains(option));
    Ok(Answer::Several(chosen.map(str::to_owned).collect()))
}

fn one(question: &Question, text: &str) -> Result<Answer, Refusal> {
    let max = question.max_length;
    let taken = match &question.kind {
        Kind::ShortText => line(text, max)?.to_owned(),
        Kind::LongText => lines(text, max)?,
        Kind::Link => link(line(text, max)?)?,
        Kind::Email => Email::parse(text)?.as_str().to_owned(),
        Kind::Phone => phone(line(text, max)?)?,
        Kind::Number => return number(line(text, max)?),
        Kind::Date => date(text)?,
        Kind::OneOf(options) if options.iter().any(|option| option.plain() == text) => text.to_owned(),
        Kind::OneOf(_) | Kind::SeveralOf(_) => return Err(Refusal::Option),
        Kind::YesNo => return yes_no(text),
    };
    Ok(Answer::Text(taken))
}

fn lines(text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > max {
        return Err(InvalidText::TooLong(max).into());
    }
    let strange = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || is_directional(c);
    if text.chars().any(strange) {
        return Err(InvalidText::Unprintable.into());
    }
    Ok(text)
}

/// People leave out the scheme: `linkedin.com/in/sam` is a link too.
fn link(text: &str) -> Result<String, Refusal> {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = host.contains('.') && !host.contains([':', '@']);
    let full = if bare { format!("https://{text}") } else { text.to_owned() };
    Ok(WebUrl::parse(&full)?.as_str().to_owned())
}

fn phone(text: &str) -> Result<String, Refusal> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || "+ ()-./".contains(c));
    let plus = text.rfind('+').is_none_or(|at| at == 0);
    if plain && plus && (5..=15).contains(&digits) { Ok(text.to_owned()) } else { Err(Refusal::Phone) }
}

fn number(text: &str) -> Result<Answer, Refusal> {
    let typed = text.chars().all(|c| c.is_ascii_digit() || "+-.,".contains(c));
    let value: Option<f64> = text.replace(',', ".").parse().ok();
    value.filter(|value| typed && value.abs() <= Answer::MOST).map(Answer::Number).ok_or(Refusal::Number)
}

fn date(text: &str) -> Result<String, Refusal> {
    let form = format_description!("[year]-[month]-[day]");
    let fits = text.len() == 10 && Date::parse(text, form).is_ok();
    if fits { Ok(text.to_owned()) } else { Err(Refusal::Date) }
}

fn yes_no(text: &str) -> Result<Answer, Refusal> {
    match text {
        "yes" | "true" => Ok(Answer::YesNo(true)),
        "no" | "false" => Ok(Answer::YesNo(false)),
        _ => Err(Refusal::Option),
    }
}
