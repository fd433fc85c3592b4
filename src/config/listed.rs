//! The settings as they stand, each with its source.

use figment::Figment;
use figment::value::Value;

use super::keys::keys;
use super::mistake::source_name;

/// A setting as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The key, below `[default.bookhook]`.
    pub key: String,
    /// The value; `None` if it has none.
    pub value: Option<String>,
    /// Where the value is from; `None` for the default.
    pub from: Option<String>,
}

/// Lists our own settings, which hold no secret.
pub(super) fn listed(figment: &Figment) -> Vec<Listed> {
    let nothing = Value::from(Vec::<Value>::new());
    let one = |key: String| {
        let path = format!("bookhook.{key}");
        let value = figment.find_value(&path).ok().filter(|value| *value != nothing);
        let source = figment.find_metadata(&path).and_then(|metadata| metadata.source.as_ref());
        let from = source.map(|source| source_name(Some(source)));
        Listed { key, value: value.as_ref().and_then(text), from }
    };
    keys().into_iter().map(one).collect()
}

/// A value on one line; for a list of tables, their number.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, c) => Some(c.to_string()),
        Value::Bool(_, flag) => Some(flag.to_string()),
        Value::Num(_, number) => {
            number.to_i128().map(|n| n.to_string()).or(number.to_f64().map(|n| n.to_string()))
        }
        Value::Empty(..) => None,
        Value::Dict(_, tables) => Some(tables.keys().cloned().collect::<Vec<_>>().join(", ")),
        Value::Array(_, items) if items.iter().any(|item| item.as_dict().is_some()) => {
            Some(items.len().to_string())
        }
        Value::Array(_, items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
    }
}
