//! The team's questions as the settings declare them.

use serde::de::{Deserialize, Deserializer, Error};

use super::translated::{AnyText, TextList};
use crate::domain::questions::{Declaration, Questions};
use crate::words;

/// How questions are written: it follows the words "write it as".
pub(super) const FORM: &str =
    "a list of tables, like [{ id = \"role\", label = \"Which role?\", kind = \"short_text\" }]";

/// A table in the list of questions.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    label: AnyText,
    kind: String,
    #[serde(default)]
    help: Option<AnyText>,
    #[serde(default)]
    options: Option<TextList>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    max_length: Option<usize>,
}

impl From<Entry> for Declaration {
    fn from(entry: Entry) -> Self {
        let Entry { id, label, kind, help, options, required, max_length } = entry;
        let options = options.map(|TextList(options)| options).unwrap_or_default();
        let (AnyText(label), help) = (label, help.map(|AnyText(help)| help));
        Self { id, label, help, kind, options, required, max_length }
    }
}

/// A list of tables; unset, the questions that are asked by default.
impl<'de> Deserialize<'de> for Questions {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Some(entries) = Option::<Vec<Entry>>::deserialize(from)? else { return Ok(words::questions()) };
        Self::parse(entries.into_iter().map(Declaration::from).collect())
            .map_err(|invalid| D::Error::custom(format!("{FORM}; {invalid}")))
    }
}
