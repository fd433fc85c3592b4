//! Answers, and the check of each kind of question.

use std::collections::BTreeMap;
use std::fmt;

use time::Date;
use time::macros::format_description;

use super::question::{Kind, Question, QuestionId};
use crate::domain::foreign::{ForeignText, is_directional};
use crate::domain::language::Text;
use crate::domain::text::{Email, InvalidText, WebUrl, line};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Text of any kind: a line, lines, a link, an address, a number to call, an option, a date
    /// as `2026-11-12`.
    Text(ForeignText),
    /// A number, not farther from zero than [`Answer::MOST`].
    Number(f64),
    /// Options, in the order of the question.
    Several(Vec<ForeignText>),
    /// Yes or no.
    YesNo(bool),
}

impl Answer {
    /// The largest number: beyond it, floats cannot tell whole numbers apart.
    pub const MOST: f64 = 9_007_199_254_740_991.0;
}

/// The given answers. A question without an answer has no entry.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// Why a field was refused. Its text is for users of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text breaks a rule.
    Text(InvalidText),
    /// Nothing was chosen.
    Choose,
    /// It is not a phone number.
    Phone,
    /// It is not a number, or too large.
    Number,
    /// It is not a date.
    Date,
    /// It is not one of the options.
    Option,
    /// There is more than one answer.
    OnlyOne,
    /// The team has no such question.
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

impl Question {
    /// Checks a value, and returns it as it is stored: without white space around it, a link with
    /// its scheme, options in the order of the question. `None` for a blank one.
    ///
    /// # Errors
    /// The first rule of the question's kind that the value breaks.
    pub fn check(&self, given: Answer) -> Result<Option<Answer>, Refusal> {
        match (&self.kind, given) {
            (Kind::YesNo, answer @ Answer::YesNo(_)) => Ok(Some(answer)),
            (Kind::Number, Answer::Number(number)) if number.abs() <= Answer::MOST => {
                Ok(Some(Answer::Number(number)))
            }
            (Kind::Number, Answer::Number(_)) => Err(Refusal::Number),
            (Kind::SeveralOf(options), Answer::Several(chosen)) => several(options, &chosen),
            (Kind::SeveralOf(options), Answer::Text(chosen)) => several(options, &[chosen]),
            (Kind::YesNo | Kind::Number | Kind::SeveralOf(_), _) => Err(Refusal::OtherKind),
            (_, Answer::Text(text)) => match text.as_str().trim() {
                "" => Ok(None),
                text => Ok(Some(Answer::Text(self.check_text(text)?.into()))),
            },
            (_, _) => Err(Refusal::OtherKind),
        }
    }

    /// Returns the error for a missing answer.
    pub(super) fn missing(&self) -> Refusal {
        match self.kind {
            Kind::OneOf(_) | Kind::SeveralOf(_) | Kind::YesNo => Refusal::Choose,
            _ => InvalidText::Empty.into(),
        }
    }

    fn check_text(&self, text: &str) -> Result<String, Refusal> {
        let max = self.max_length;
        match &self.kind {
            Kind::ShortText => Ok(line(text, max)?.to_owned()),
            Kind::LongText => lines(text, max),
            Kind::Link => link(line(text, max)?),
            Kind::Email => Ok(Email::parse(text)?.as_str().to_owned()),
            Kind::Phone => phone(line(text, max)?),
            Kind::Date => date(text),
            Kind::OneOf(options) if options.iter().any(|option| option.plain() == text) => {
                Ok(text.to_owned())
            }
            Kind::OneOf(_) => Err(Refusal::Option),
            Kind::Number | Kind::SeveralOf(_) | Kind::YesNo => Err(Refusal::OtherKind),
        }
    }
}

fn several(options: &[Text], chosen: &[ForeignText]) -> Result<Option<Answer>, Refusal> {
    let chosen: Vec<&str> =
        chosen.iter().map(|text| text.as_str().trim()).filter(|text| !text.is_empty()).collect();
    if chosen.iter().any(|text| !options.iter().any(|option| option.plain() == *text)) {
        return Err(Refusal::Option);
    }
    let known = options.iter().map(Text::plain).filter(|option| chosen.contains(option));
    Ok((!chosen.is_empty()).then(|| Answer::Several(known.map(ForeignText::from).collect())))
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

fn date(text: &str) -> Result<String, Refusal> {
    let form = format_description!("[year]-[month]-[day]");
    let fits = text.len() == 10 && Date::parse(text, form).is_ok();
    if fits { Ok(text.to_owned()) } else { Err(Refusal::Date) }
}
