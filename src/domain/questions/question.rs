//! The questions, as the settings declare them.

use std::collections::BTreeSet;
use std::fmt;

use crate::domain::language::Text;

/// A question's name in the API and in the store: 1 to 40 small letters, digits and `_`, the first of
/// them a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuestionId(pub(super) String);

impl QuestionId {
    /// `None` for a text of another form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let named = (1..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        named.then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A question as the settings declare it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// The source of its [`QuestionId`].
    pub id: String,
    /// Its text, as the applicant reads it.
    pub label: Text,
    /// A line of help below the label.
    pub help: Option<Text>,
    /// One of [`Kind::NAMES`].
    pub kind: String,
    /// The options of `one_of` and `several_of`.
    pub options: Vec<Text>,
    /// It has to be answered.
    pub required: bool,
    /// The longest answer, in characters, for kinds that are typed.
    pub max_length: Option<usize>,
}

/// The form of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    ShortText,
    /// Several lines.
    LongText,
    /// A web address.
    Link,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number.
    Number,
    /// A day.
    Date,
    /// One of the options; the plain text of an option is the answer.
    OneOf(Vec<Text>),
    /// Any of the options.
    SeveralOf(Vec<Text>),
    /// Yes or no.
    YesNo,
}

impl Kind {
    /// The names of the kinds in the settings.
    pub const NAMES: [&'static str; 10] = [
        "short_text",
        "long_text",
        "link",
        "email",
        "phone",
        "number",
        "date",
        "one_of",
        "several_of",
        "yes_no",
    ];

    pub(super) fn longest(&self) -> usize {
        match self {
            Self::LongText => 4000,
            Self::Link => 2048,
            Self::Email => 254,
            Self::Phone | Self::Number => 40,
            Self::Date => 10,
            Self::ShortText | Self::OneOf(_) | Self::SeveralOf(_) | Self::YesNo => 200,
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::ShortText | Self::LongText | Self::Link)
    }
}

/// One question that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub id: QuestionId,
    /// Its text, as the applicant reads it.
    pub label: Text,
    /// A line of help below the label.
    pub help: Option<Text>,
    /// The form of an answer.
    pub kind: Kind,
    /// It has to be answered on the form.
    pub required: bool,
    /// The longest answer, in characters.
    pub max_length: usize,
}

impl Question {
    /// The name of its field in forms and errors.
    #[must_use]
    pub fn field(&self) -> String {
        format!("answers.{}", self.id)
    }
}

/// The team's questions, in their order; ids differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions(pub(super) Vec<Question>);

impl Questions {
    /// The most questions that a form can have.
    pub const MOST: usize = 40;

    /// Checks the declarations.
    ///
    /// # Errors
    /// The first invalid declaration, with the reason.
    pub fn parse(declarations: Vec<Declaration>) -> Result<Self, InvalidQuestion> {
        if declarations.len() > Self::MOST {
            let id = declarations[Self::MOST].id.clone();
            return Err(InvalidQuestion { id, why: Why::TooMany });
        }
        let mut known = BTreeSet::new();
        let mut questions = Vec::new();
        for declaration in declarations {
            let id = declaration.id.clone();
            let question = parse(declaration).map_err(|why| InvalidQuestion { id: id.clone(), why })?;
            if !known.insert(id.clone()) {
                return Err(InvalidQuestion { id, why: Why::Twice });
            }
            questions.push(question);
        }
        Ok(Self(questions))
    }

    /// The questions in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Question> {
        self.0.iter()
    }

    /// The question with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Question> {
        self.0.iter().find(|question| question.id.as_str() == id)
    }
}

fn parse(declared: Declaration) -> Result<Question, Why> {
    let id = QuestionId::parse(&declared.id).ok_or(Why::Id)?;
    let label = declared.label;
    if label.all().any(str::is_empty) {
        return Err(Why::NoLabel);
    }
    let kind = parse_kind(&declared.kind, declared.options)?;
    let max_length = match declared.max_length {
        None => kind.longest(),
        Some(max) if kind.is_text() && (1..=20_000).contains(&max) => max,
        Some(_) => return Err(Why::Length),
    };
    let help = declared.help.filter(|help| !help.plain().is_empty());
    Ok(Question { id, label, help, kind, required: declared.required, max_length })
}

fn parse_kind(name: &str, options: Vec<Text>) -> Result<Kind, Why> {
    let chosen = matches!(name, "one_of" | "several_of");
    if !chosen && !options.is_empty() {
        return Err(Why::OptionsOfOther);
    }
    if chosen {
        let distinct: BTreeSet<&str> = options.iter().map(Text::plain).collect();
        let fits = |text: &str| (1..=200).contains(&text.chars().count());
        let fit = options.iter().flat_map(Text::all).all(fits);
        if !fit || options.len() < 2 || options.len() > 100 || distinct.len() != options.len() {
            return Err(Why::Options);
        }
        return Ok(if name == "one_of" { Kind::OneOf(options) } else { Kind::SeveralOf(options) });
    }
    match name {
        "short_text" => Ok(Kind::ShortText),
        "long_text" => Ok(Kind::LongText),
        "link" => Ok(Kind::Link),
        "email" => Ok(Kind::Email),
        "phone" => Ok(Kind::Phone),
        "number" => Ok(Kind::Number),
        "date" => Ok(Kind::Date),
        "yes_no" => Ok(Kind::YesNo),
        _ => Err(Why::Kind),
    }
}

/// An invalid declaration. The message is for the author of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidQuestion {
    /// The id as it was declared.
    pub id: String,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Id,
    Twice,
    NoLabel,
    Kind,
    Options,
    OptionsOfOther,
    Length,
    TooMany,
}

impl fmt::Display for InvalidQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "question `{}`: ", self.id)?;
        match self.why {
            Why::Id => f.write_str("an id is 1 to 40 small letters, digits or `_`, and begins with a letter"),
            Why::Twice => f.write_str("two questions have this id; give each its own"),
            Why::NoLabel => f.write_str("it needs a `label`, the text that the applicant reads"),
            Why::Kind => write!(f, "`kind` is one of {}", Kind::NAMES.join(", ")),
            Why::Options => {
                f.write_str("`options` needs 2 to 100 different texts of at most 200 characters each")
            }
            Why::OptionsOfOther => f.write_str("`options` is for the kinds one_of and several_of only"),
            Why::Length => f.write_str(
                "`max_length` is from 1 to 20000, and for the kinds short_text, long_text and link only",
            ),
            Why::TooMany => write!(f, "a form has at most {} questions", Questions::MOST),
        }
    }
}

impl std::error::Error for InvalidQuestion {}
