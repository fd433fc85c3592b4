//! `Rocket.toml` explains every key, and the tables in the documents repeat it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use bookhook::config::{DEFAULTS, keys};

use crate::{load, loaded};

/// The documents that hold the table between these marks.
const DOCUMENTS: [&str; 2] = ["docs/configuration.md", "README.md"];
const BEGIN: &str = "<!-- settings: made from Rocket.toml -->\n";
const END: &str = "<!-- end of settings -->";

struct Key {
    section: String,
    name: String,
    /// `None` where the line is commented out.
    default: Option<String>,
    example: String,
    meaning: String,
}

impl Key {
    fn variable(&self) -> String {
        match self.section.as_str() {
            "default" => format!("ROCKET_{}", self.name.to_uppercase()),
            "default.bookhook" => format!("BOOKHOOK_{}", self.name.to_uppercase()),
            section => {
                let table = section.trim_start_matches("default.").to_uppercase().replace('.', "__");
                match table.strip_prefix("BOOKHOOK__") {
                    Some(ours) => format!("BOOKHOOK_{ours}__{}", self.name.to_uppercase()),
                    None => format!("ROCKET_{table}__{}", self.name.to_uppercase()),
                }
            }
        }
    }
}

/// The keys of the embedded file, each with the comment above it.
fn documented() -> Vec<Key> {
    let (mut keys, mut section, mut comment) = (Vec::new(), String::new(), Vec::new());
    for line in DEFAULTS.lines() {
        if let Some(words) = line.strip_prefix("# ") {
            comment.push(words);
        } else if let Some(name) = line.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut section);
            comment.clear();
        } else if let Some((name, value)) = line.trim_start_matches('#').split_once(" = ") {
            let default = (!line.starts_with('#')).then(|| value.to_owned());
            let meaning = std::mem::take(&mut comment).join(" ");
            let (section, name, example) = (section.clone(), name.to_owned(), value.to_owned());
            keys.push(Key { section, name, default, example, meaning });
        } else {
            comment.clear();
        }
    }
    keys
}

fn table() -> String {
    let mut table = String::new();
    let mut section = String::new();
    for key in documented() {
        if key.section != section {
            section.clone_from(&key.section);
            write!(table, "\n**`[{section}]`**\n\n| key | environment | default | meaning |\n").unwrap();
            table.push_str("| --- | --- | --- | --- |\n");
        }
        let default = key.default.as_ref().map_or("unset".into(), |default| format!("`{default}`"));
        let (name, variable, meaning) = (&key.name, key.variable(), &key.meaning);
        writeln!(table, "| `{name}` | `{variable}` | {default} | {meaning} |").unwrap();
    }
    table.push('\n');
    table
}

#[test]
fn every_key_of_ours_is_documented_in_order() {
    let ours = documented().into_iter().filter_map(|key| {
        let table = key.section.strip_prefix("default.bookhook")?.trim_start_matches('.').to_owned();
        Some(if table.is_empty() { key.name } else { format!("{table}.{}", key.name) })
    });
    assert_eq!(ours.collect::<Vec<_>>(), keys());
}

#[test]
fn every_key_of_rocket_that_has_an_effect_is_documented() {
    let documented: Vec<String> = documented().into_iter().map(|key| key.name).collect();
    // These two need parts of Rocket that are not built in.
    let absent = ["tls", "secret_key"];
    for name in rocket::Config::PARAMETERS.iter().filter(|name| !absent.contains(name)) {
        let table = ["limits", "shutdown"].contains(name);
        assert!(table || documented.iter().any(|key| key == name), "{name}");
    }
    assert!(DEFAULTS.contains("[default.limits]") && DEFAULTS.contains("[default.shutdown]"));
}

#[test]
fn every_key_is_explained_in_one_or_two_lines() {
    for key in documented() {
        assert!(key.meaning.len() > 15 && key.meaning.len() < 200, "{}: {:?}", key.name, key.meaning);
        assert!(key.meaning.ends_with('.') && !key.meaning.contains('|'), "{}: {:?}", key.name, key.meaning);
    }
}

#[test]
fn what_is_documented_can_be_written_so() {
    // Some need a proxy to be trusted.
    let proxy = ("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1");
    for key in documented() {
        let file = format!("[{}]\n{} = {}", key.section, key.name, key.example);
        assert!(load(&file, &[proxy]).is_ok(), "{file}: {:?}", load(&file, &[proxy]).err());
        let variable = key.variable();
        assert!(load("", &[proxy, (&variable, &key.example)]).is_ok(), "{variable}={}", key.example);
    }
}

#[test]
fn a_file_equal_to_the_defaults_changes_nothing() {
    let (bare, copied) = (loaded("", &[]), loaded(DEFAULTS, &[]));
    assert_eq!(bare.rocket, copied.rocket);
    let shown = |settings| format!("{settings:?}").replace(|c: char| !c.is_ascii_graphic(), "");
    let (mut bare, mut copied) = (bare.settings, copied.settings);
    let other = |path: &Path| path.file_name().unwrap().to_str().unwrap().parse().unwrap();
    bare.database = other(&bare.database);
    copied.database = other(&copied.database);
    assert_eq!(shown(bare), shown(copied));
}

/// With `UPDATE_DOCS=1` the documents are brought up to date instead.
#[test]
fn the_tables_in_the_documents_are_those_of_the_file() {
    for document in DOCUMENTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{document} has no {BEGIN}"));
        let (found, after) = rest.split_once(END).unwrap_or_else(|| panic!("{document} has no {END}"));
        let table = table();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        } else {
            assert_eq!(found, table, "{document} is out of date: run UPDATE_DOCS=1 cargo test --test config");
        }
    }
}
