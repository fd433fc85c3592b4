//! The team's questions as the settings declare them.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::domain::language::Text;
use crate::domain::questions::{Declaration, Questions};
use crate::words;

/// How questions are written: it follows the words «write it as».
pub(super) const FORM: &str =
    "a list of tables, like [{ id = \"role\", label = \"Which role?\", kind = \"short_text\" }]";

/// A table in the list of questions.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    label: String,
    kind: String,
    #[serde(default)]
    help: Option<String>,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    max_length: Option<usize>,
}

impl From<Entry> for Declaration {
    fn from(entry: Entry) -> Self {
        let Entry { id, label, kind, help, options, required, max_length } = entry;
        let options = options.into_iter().map(Text::from).collect();
        Self { id, label: label.into(), help: help.map(Text::from), kind, options, required, max_length }
    }
}

/// A list of questions, each a table, or an empty text for those that are asked by default.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Questions, D::Error> {
    let Some(entries) = from.deserialize_any(Declared)? else { return Ok(words::questions()) };
    Questions::parse(entries.into_iter().map(Declaration::from).collect())
        .map_err(|invalid| D::Error::custom(format!("{FORM}; {invalid}")))
}

struct Declared;

impl<'de> Visitor<'de> for Declared {
    type Value = Option<Vec<Entry>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORM)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(None) } else { Err(E::custom(FORM)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Some)
    }
}
