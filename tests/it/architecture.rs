//! The house: imports point one way, and files stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may import of the crate, besides itself.
const MAY_IMPORT: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("calcom", &["domain"]),
    ("store", &["domain"]),
    ("live", &["domain"]),
    ("config", &["domain", "calcom"]),
    ("telemetry", &["domain", "config"]),
    ("web", &["domain", "calcom", "store", "live", "config", "telemetry"]),
    ("cli", &["domain", "calcom", "store", "live", "config", "telemetry", "web"]),
    ("main", &["cli"]),
];

/// Which crates only one layer may know.
const HOMES: [(&str, &[&str]); 6] = [
    ("rusqlite", &["store"]),
    ("rustix", &["store"]),
    ("refinery", &["store"]),
    ("rocket", &["web", "config", "cli"]),
    ("askama", &["web"]),
    ("jiff", &["domain"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    folders.iter().flat_map(|folder| sources(folder)).chain(files).collect()
}

/// `src/web/api.rs` is of the layer `web`, `src/live.rs` of `live`.
fn layer(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a source");
    let first = inside.iter().next().and_then(|name| name.to_str()).expect("a name");
    first.trim_end_matches(".rs").to_owned()
}

fn imports(source: &str) -> Vec<&str> {
    let names = source.split("crate::").chain(source.split("bookhook::")).skip(1);
    names
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn imports_point_one_way() {
    let mut against = Vec::new();
    for path in sources(Path::new("src")) {
        let layer = layer(&path);
        if layer == "lib" {
            continue;
        }
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{} is of no layer", path.display()));
        let source = fs::read_to_string(&path).expect("a source");
        let layers =
            imports(&source).into_iter().filter(|name| MAY_IMPORT.iter().any(|(layer, _)| layer == name));
        against.extend(
            layers
                .filter(|name| *name != layer && !allowed.contains(name))
                .map(|name| format!("{} imports {name}", path.display())),
        );
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn each_library_is_known_to_its_own_layer_only() {
    let mut against = Vec::new();
    for path in sources(Path::new("src")) {
        let source = fs::read_to_string(&path).expect("a source");
        for (library, homes) in HOMES {
            let uses = source.contains(&format!("{library}::"));
            if uses && !homes.contains(&layer(&path).as_str()) {
                against.push(format!("{} uses {library}", path.display()));
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let long: Vec<_> = sources(Path::new("src"))
        .into_iter()
        .filter(|path| fs::read_to_string(path).expect("a source").lines().count() > 400)
        .collect();
    assert_eq!(long, Vec::<PathBuf>::new());
}
