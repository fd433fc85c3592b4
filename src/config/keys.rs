//! Which keys exist. A key that no one reads is a mistake, and stops the start.

use figment::value::{Dict, Value};
use strsim::damerau_levenshtein;

use super::questions;

/// The keys in `[default.bookhook]` and the tables below it, in the order of `Rocket.toml`.
pub const OWN: [&str; 29] = [
    "database",
    "public_url",
    "cal_link",
    "cal_api_url",
    "allowed_origins",
    "match_by_email",
    "simulator",
    "trusted_proxies",
    "profiles_per_minute",
    "streams",
    "streams_per_address",
    "body_timeout",
    "log",
    "log_format",
    "metrics_address",
    "questions",
    "team_name",
    "accent",
    "logo",
    "apply_title",
    "apply_intro",
    "schedule_title",
    "schedule_intro",
    "thanks_title",
    "thanks_intro",
    "backup.every",
    "backup.keep",
    "backup.dir",
    "retention.deliveries",
];

/// How a value of Rocket's, or a table, is written: it follows the words «write it as». Our own values say so
/// themselves.
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
        ["bookhook"] => "a section, like [default.bookhook]",
        ["bookhook", "backup"] => "a section, like [default.bookhook.backup]",
        ["bookhook", "questions"] => questions::FORM,
        ["bookhook", "retention"] => "a section, like [default.bookhook.retention]",
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
pub(super) struct Known(Vec<String>);

impl Known {
    /// The keys of Rocket, as it lists them itself, and ours.
    pub(super) fn new(rocket: &Dict) -> Self {
        let ours = OWN.iter().map(|key| format!("bookhook.{key}"));
        let mut all: Vec<String> = paths(rocket).into_iter().chain(ours).collect();
        all.push("limits.webhook".into());
        Self(all)
    }

    /// Takes the keys that do not exist out of `settings`, a table with this path, and returns them.
    pub(super) fn take_strangers(&self, settings: &mut Dict, table: &str) -> Vec<String> {
        let mut strangers = Vec::new();
        settings.retain(|key, value| {
            let path = if table.is_empty() { key.clone() } else { format!("{table}.{key}") };
            match value {
                Value::Dict(_, inner) if !inner.is_empty() => {
                    strangers.extend(self.take_strangers(inner, &path));
                    !inner.is_empty()
                }
                _ if self.holds(&path) => true,
                _ => {
                    strangers.push(path);
                    false
                }
            }
        });
        strangers
    }

    /// The key that was probably meant: the same word in another place, or one with a typing error.
    pub(super) fn nearest(&self, path: &str) -> Option<&str> {
        let distance = |key: &str| {
            let whole = damerau_levenshtein(&key.replace('.', "_"), &path.replace('.', "_"));
            whole.min(damerau_levenshtein(last(key), last(path)))
        };
        let (distance, key) = self.0.iter().map(|key| (distance(key), key)).min()?;
        (distance <= tolerance(last(path))).then_some(key)
    }

    /// Whether this is the name of a table or key that belongs below a profile.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.0.iter().any(|key| key.split('.').next() == Some(word))
    }

    fn holds(&self, path: &str) -> bool {
        self.0
            .iter()
            .any(|key| key == path || key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
    }
}

/// Whether `word` is `other` with a typing error.
pub(super) fn similar(word: &str, other: &str) -> bool {
    word != other && damerau_levenshtein(word, other) <= tolerance(word)
}

/// The one of `names` that `name` is with a few typing errors. These names are long, and so share much.
pub(super) fn nearest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    let distance = |known: &&'static str| damerau_levenshtein(known, name);
    names.iter().copied().min_by_key(distance).filter(|known| name.starts_with("CAL") && distance(known) <= 4)
}

/// How many wrong letters still make a typing error.
fn tolerance(word: &str) -> usize {
    2.min(word.len() / 3)
}

fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

fn paths(dict: &Dict) -> Vec<String> {
    let deeper = |(key, value): (&String, &Value)| match value.as_dict() {
        Some(inner) if !inner.is_empty() => paths(inner).iter().map(|rest| format!("{key}.{rest}")).collect(),
        _ => vec![key.clone()],
    };
    dict.iter().flat_map(deeper).collect()
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::error::Kind;

    use super::OWN;
    use crate::config::{BackupSettings, RetentionSettings, Settings};

    #[test]
    fn the_list_is_that_of_the_settings() {
        let error = Figment::from(("nonsense", 1)).extract::<Settings>().unwrap_err();
        let Kind::UnknownField(_, fields) = error.kind else { panic!("{error}") };
        let mut tables: Vec<&str> = OWN.iter().filter_map(|key| key.split('.').next()).collect();
        tables.dedup();
        assert_eq!(fields, tables);
        for table in fields.iter().filter(|table| !OWN.contains(table)) {
            let figment = Figment::from((format!("{table}.nonsense"), 1));
            let error = match *table {
                "backup" => figment.extract_inner::<BackupSettings>(table).map(drop),
                _ => figment.extract_inner::<RetentionSettings>(table).map(drop),
            }
            .unwrap_err();
            let Kind::UnknownField(_, fields) = error.kind else { panic!("{error}") };
            let inner: Vec<String> = fields.iter().map(|field| format!("{table}.{field}")).collect();
            let listed: Vec<&str> =
                OWN.into_iter().filter(|key| key.starts_with(&format!("{table}."))).collect();
            assert_eq!(inner, listed);
        }
    }
}
