//! The known keys. An unknown key is a mistake, and stops the start.

use figment::error::Kind;
use figment::value::{Dict, Value};
use figment::{Figment, Provider};
use serde::de::DeserializeOwned;
use strsim::damerau_levenshtein;

use super::questions;
use super::settings::{BackupSettings, RetentionSettings, Settings};
use super::values::plain;
use crate::domain::language::Language;

/// `Rocket.toml` as it was when this program was built: every key, its meaning and its default.
pub const DEFAULTS: &str = include_str!("../../Rocket.toml");

/// Returns the keys in `[default.bookhook]` and the tables below it, in the order of the structs.
#[must_use]
pub fn keys() -> Vec<String> {
    let tables = [("backup", fields::<BackupSettings>()), ("retention", fields::<RetentionSettings>())];
    let inner = |name: &str| tables.iter().find(|(table, _)| *table == name).map(|(_, fields)| *fields);
    let keys = fields::<Settings>().iter().map(|name| match inner(name) {
        Some(fields) => fields.iter().map(|field| format!("{name}.{field}")).collect(),
        None => vec![(*name).to_owned()],
    });
    keys.collect::<Vec<_>>().concat()
}

/// The fields of a struct, as serde lists them when it refuses one that does not exist.
fn fields<T: DeserializeOwned>() -> &'static [&'static str] {
    match Figment::from(("?", 0)).extract::<T>().map_err(|error| error.kind) {
        Err(Kind::UnknownField(_, fields)) => fields,
        _ => &[],
    }
}

/// The form of Rocket's values and of lists of tables, after the words "write it as". Our other types have
/// their own.
pub(super) fn form(path: &str) -> Option<&'static str> {
    Some(match path.split('.').collect::<Vec<_>>()[..] {
        ["address"] => "an IP address, like \"127.0.0.1\" or \"0.0.0.0\"",
        ["port"] => "a whole number from 0 to 65535, like 3001",
        ["workers" | "max_blocking"] => "a whole number of 1 or more, like 4",
        ["keep_alive"] | ["shutdown", "grace" | "mercy"] => "a whole number of seconds, like 5",
        ["ident"] => "a text, like \"bookhook\", or false",
        ["ip_header"] => "the name of a header, like \"X-Real-IP\", or false",
        ["temp_dir"] => "the path of a folder, like \"/tmp\"",
        ["log_level"] => "\"off\", \"critical\", \"normal\" or \"debug\"",
        ["cli_colors"] | ["shutdown", "ctrlc" | "force"] => "true or false",
        ["limits"] => "a section, like [default.limits]",
        ["limits", _] => "a size, like \"1 MiB\" or \"64 KiB\"",
        ["shutdown"] => "a section, like [default.shutdown]",
        ["shutdown", "signals"] => "a list of signals, like [\"term\", \"hup\"]",
        ["bookhook", "questions"] => questions::FORM,
        _ => return None,
    })
}

/// The setting that a path of figment's leads to: the path without the places in a list or path.
pub(super) fn setting(path: &[String]) -> String {
    let inner = |part: &str| part.starts_with("___figment") || part.parse::<usize>().is_ok();
    let keys = path.iter().map(String::as_str).take_while(|part| !inner(part));
    keys.collect::<Vec<_>>().join(".")
}

/// Every key as a dotted path inside a profile.
pub(super) struct KnownKeys {
    keys: Vec<String>,
    /// Those of ours whose default is a list.
    lists: Vec<String>,
}

impl KnownKeys {
    /// The keys of Rocket, as it lists them itself, and ours, with these defaults.
    pub(super) fn new<'a>(rocket: &rocket::Config, defaults: impl Iterator<Item = &'a Dict>) -> Self {
        let rocket: Dict = rocket.data().unwrap_or_default().into_values().flatten().collect();
        let ours = keys().into_iter().map(|key| format!("bookhook.{key}"));
        let keys =
            paths(&rocket, |_| true).into_iter().chain(ours).chain(["limits.webhook".into()]).collect();
        let is_list = |value: &Value| value.as_array().is_some();
        let lists = defaults.flat_map(|section| paths(section, is_list)).collect();
        Self { keys, lists }
    }

    /// Normalizes our values in `settings`, a table with this path; removes unknown keys, and returns them.
    pub(super) fn sift(&self, settings: &mut Dict, table: &str) -> Vec<String> {
        let mut strangers = Vec::new();
        settings.retain(|key, value| {
            let path = if table.is_empty() { key.clone() } else { format!("{table}.{key}") };
            match value {
                // A text in several languages.
                Value::Dict(_, texts)
                    if self.keys.contains(&path) && texts.keys().all(|key| is_language(key)) => {}
                Value::Dict(_, inner) if !inner.is_empty() => {
                    strangers.extend(self.sift(inner, &path));
                    return !inner.is_empty();
                }
                _ if !self.holds(&path) => {
                    strangers.push(path);
                    return false;
                }
                _ if path.starts_with("bookhook.") => {
                    *value = plain(value.clone(), self.lists.contains(&path));
                }
                _ => {}
            }
            true
        });
        strangers
    }

    /// The key that was probably meant: the same word in another place, or one with a typing error.
    pub(super) fn nearest(&self, path: &str) -> Option<&str> {
        let distance = |key: &str| {
            let whole = damerau_levenshtein(&key.replace('.', "_"), &path.replace('.', "_"));
            whole.min(damerau_levenshtein(last(key), last(path)))
        };
        let (distance, key) = self.keys.iter().map(|key| (distance(key), key)).min()?;
        (distance <= tolerance(last(path))).then_some(key)
    }

    /// Whether this is the name of a table or key that belongs below a profile.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.keys.iter().any(|key| key.split('.').next() == Some(word))
    }

    fn holds(&self, path: &str) -> bool {
        let leads = |rest: &str| rest.is_empty() || rest.starts_with('.');
        self.keys.iter().any(|key| key.strip_prefix(path).is_some_and(leads))
    }
}

/// Whether `word` is `other` with a typing error.
pub(super) fn similar(word: &str, other: &str) -> bool {
    word != other && damerau_levenshtein(word, other) <= tolerance(word)
}

/// How many wrong letters still make a typing error.
fn tolerance(word: &str) -> usize {
    2.min(word.len() / 3)
}

fn is_language(key: &str) -> bool {
    Language::ALL.iter().any(|language| language.code() == key)
}

fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// The paths of the wanted values.
fn paths(dict: &Dict, wanted: fn(&Value) -> bool) -> Vec<String> {
    let deeper = |(key, value): (&String, &Value)| match value.as_dict() {
        Some(inner) if !inner.is_empty() => {
            paths(inner, wanted).iter().map(|rest| format!("{key}.{rest}")).collect()
        }
        _ if wanted(value) => vec![key.clone()],
        _ => Vec::new(),
    };
    dict.iter().flat_map(deeper).collect()
}
