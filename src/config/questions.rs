//! The team's questions as the settings declare them.

use serde::de::{Deserialize, Deserializer, Error};

use crate::domain::questions::{Declaration, Questions};

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
        Self { id, label, help, kind, options, required, max_length }
    }
}

/// A list of questions, each a table.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Questions, D::Error> {
    let entries = Vec::<Entry>::deserialize(from)?;
    Questions::parse(entries.into_iter().map(Declaration::from).collect()).map_err(|invalid| {
        D::Error::custom(format!("a list of tables, each with id, label and kind; {invalid}"))
    })
}
