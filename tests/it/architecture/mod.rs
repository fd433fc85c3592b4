//! The house: imports point one way, files stay small, and documents name tests that exist.

mod imports;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::imports::{Imports, is_in};

/// What each layer may import of the crate, besides itself.
const MAY_IMPORT: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    ("calcom", &["domain"]),
    ("store", &["domain"]),
    ("access", &["domain"]),
    ("live", &["domain"]),
    ("words", &["domain"]),
    ("random", &[]),
    ("config", &["domain", "calcom", "words"]),
    ("telemetry", &["domain", "config"]),
    ("health", &["domain", "calcom", "store", "config"]),
    ("remote", &["calcom"]),
    ("reconcile", &["domain", "calcom", "store", "remote"]),
    (
        "web",
        &[
            "domain",
            "access",
            "calcom",
            "store",
            "live",
            "words",
            "config",
            "telemetry",
            "random",
            "health",
            "reconcile",
        ],
    ),
    (
        "server",
        &[
            "domain",
            "access",
            "calcom",
            "store",
            "live",
            "config",
            "telemetry",
            "random",
            "remote",
            "health",
            "reconcile",
            "web",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "access",
            "calcom",
            "store",
            "live",
            "config",
            "telemetry",
            "random",
            "remote",
            "health",
            "reconcile",
            "web",
            "server",
        ],
    ),
    ("main", &["cli"]),
];

/// Which crates only one layer may know.
const HOMES: [(&str, &[&str]); 14] = [
    ("argon2", &["access"]),
    ("ureq", &["remote", "web", "cli"]),
    ("rustls", &["remote"]),
    ("prometheus_client", &["web"]),
    ("rusqlite", &["store"]),
    ("rustix", &["store"]),
    ("refinery", &["store"]),
    ("rocket", &["web", "config", "server", "cli"]),
    ("askama", &["web"]),
    ("qrcode", &["web"]),
    ("flate2", &["web"]),
    ("utoipa", &["web"]),
    ("fluent_bundle", &["words"]),
    ("jiff", &["web"]),
];

/// Features, which do not import each other: what they share is in a leaf.
const FEATURES: [&str; 5] =
    ["web::api", "web::pages::apply", "web::pages::schedule", "web::simulator", "web::team"];

/// Folders whose parts do not import each other, and the parts that they share.
const APART: [(&str, &[&str]); 2] = [
    ("store::tables", &["row", "part", "bookings", "deliveries", "members", "search"]),
    ("cli", &["support"]),
];

/// What only these may import, besides itself: it imports the features.
const TOPS: [(&str, &[&str]); 2] = [("web::openapi", &["web", "web::docs"]), ("web::docs", &["web"])];

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

/// `src/web/api/mod.rs` is `web::api`, `src/lib.rs` the root.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a source").with_extension("");
    let names = inside.iter().map(|name| name.to_str().expect("a name"));
    names.filter(|name| !["mod", "lib"].contains(name)).collect::<Vec<_>>().join("::")
}

/// `cli::check::server` is of the part `check` of `cli`; `cli` itself is of none.
fn part<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    file.strip_prefix(folder)?.strip_prefix("::")?.split("::").next()
}

fn imports_of_files() -> Imports {
    let files = sources(Path::new("src")).into_iter();
    let files = files.map(|path| (module(&path), fs::read_to_string(&path).expect("a source")));
    // What tests need does not count.
    let files = files.filter(|(module, _)| module.split("::").all(|name| name != "tests"));
    let imports = Imports::from_source(&files.collect());
    // A room that has moved would keep every rule.
    let rooms = FEATURES.into_iter().chain(TOPS.map(|(top, _)| top)).chain(APART.map(|(folder, _)| folder));
    for room in rooms {
        assert!(imports.know(room), "there is no {room}");
    }
    imports
}

#[test]
fn no_circle_of_imports_goes_from_file_to_file() {
    let imports = imports_of_files();
    let circles: Vec<_> = MAY_IMPORT.iter().flat_map(|(layer, _)| imports.circles(layer)).collect();
    assert_eq!(circles, Vec::<String>::new());
}

#[test]
fn parts_of_these_folders_do_not_import_each_other() {
    let imports = imports_of_files();
    let crosses = |from: &str, to: &str| {
        APART.into_iter().any(|(folder, shared)| match (part(from, folder), part(to, folder)) {
            (Some(from), Some(to)) => from != to && !shared.contains(&to),
            _ => false,
        })
    };
    let crossing: Vec<_> = imports.pairs().filter(|(from, to)| crosses(from, to)).collect();
    assert_eq!(crossing, []);
}

#[test]
fn the_commands_folder_holds_subcommands_and_what_they_share() {
    let help = Command::new(env!("CARGO_BIN_EXE_bookhook")).arg("--help").output().expect("run");
    let help = String::from_utf8(help.stdout).expect("text");
    let commands: Vec<_> = help.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let entries = fs::read_dir("src/cli").expect("a folder").map(|entry| entry.expect("an entry").path());
    let names = entries.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned());
    let others: Vec<_> = names
        .filter(|name| !["mod", "support"].contains(&name.as_str()) && !commands.contains(&name.as_str()))
        .collect();
    assert_eq!(others, Vec::<String>::new());
}

#[test]
fn features_do_not_import_each_other() {
    let imports = imports_of_files();
    let feature = |file: &str| FEATURES.into_iter().find(|feature| is_in(file, feature));
    let crossing = imports
        .pairs()
        .filter(|(from, to)| feature(from).zip(feature(to)).is_some_and(|(from, to)| from != to));
    assert_eq!(crossing.collect::<Vec<_>>(), []);
}

#[test]
fn what_imports_the_features_is_imported_from_above_only() {
    let imports = imports_of_files();
    let against = imports.pairs().filter(|(from, to)| {
        TOPS.iter().any(|(top, above)| is_in(to, top) && !is_in(from, top) && !above.contains(from))
    });
    assert_eq!(against.collect::<Vec<_>>(), []);
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

/// Whether a line reads a column by its number: `row.get::<_, i64>(3)`, `row::parsed(row, 3, …)`.
fn counts_a_column(line: &str) -> bool {
    let after = |part: &'static str| line.match_indices(part).map(move |(at, part)| &line[at + part.len()..]);
    let arguments = ["row.get", "row.get_ref"].into_iter().flat_map(after).filter_map(|rest| {
        let rest = rest.strip_prefix("::<").map_or(Some(rest), |types| Some(types.split_once(">(")?.1));
        rest.map(|rest| rest.trim_start_matches('('))
    });
    let columns = ["text(row, ", "time(row, ", "seat(row, ", "parsed(row, "].into_iter().flat_map(after);
    arguments.chain(columns).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text is a statement that writes more than three values by their numbers.
fn counts_its_values(text: &str) -> bool {
    text.contains("?4") && ["INSERT ", "UPDATE "].iter().any(|verb| text.contains(verb))
}

#[test]
fn columns_are_named_where_they_are_read_and_where_more_than_three_are_written() {
    for counted in
        ["row.get(0)?", "row.get::<_, Option<i64>>(4)", "row.get_ref(1)?", "row::parsed(row, 2, f)"]
    {
        assert!(counts_a_column(counted), "{counted}");
    }
    assert!(!counts_a_column("row.get::<_, i64>(\"history\")"));
    let mut counted = Vec::new();
    for path in sources(Path::new("src/store")) {
        // A row that has one column needs no name for it.
        let is_row = path == Path::new("src/store/tables/row.rs");
        let source = fs::read_to_string(&path).expect("a source");
        let lines = source.lines().filter(|line| !is_row && counts_a_column(line));
        let statements = source.split('"').filter(|text| counts_its_values(text));
        counted.extend(lines.chain(statements).map(|what| format!("{}: {what}", path.display())));
    }
    assert_eq!(counted, Vec::<String>::new());
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let long: Vec<_> = sources(Path::new("src"))
        .into_iter()
        .filter(|path| fs::read_to_string(path).expect("a source").lines().count() > 400)
        .collect();
    assert_eq!(long, Vec::<PathBuf>::new());
}

#[test]
fn no_log_line_writes_a_whole_value() {
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).expect("a source");
        for call in text.split("tracing::").skip(1) {
            let call = call.split(");").next().unwrap_or_default();
            let values = call.match_indices('?').map(|(at, _)| &call[at + 1..]);
            // An error's code is no value of anybody's.
            let allowed =
                |value: &str| value.starts_with("code") || value.starts_with("error.sqlite_error_code()");
            let is_log =
                ["error!(", "warn!(", "info!(", "debug!(", "trace!("].iter().any(|log| call.starts_with(log));
            assert!(!is_log || values.into_iter().all(allowed), "{}: {call}", path.display());
        }
    }
}

#[test]
fn a_module_with_files_of_its_own_is_the_mod_rs_of_their_folder() {
    for root in ["src", "tests"] {
        for path in sources(Path::new(root)) {
            let folder = path.with_extension("");
            let beside = if folder.is_dir() { sources(&folder) } else { Vec::new() };
            assert!(beside.is_empty(), "{} belongs into its folder", path.display());
        }
    }
}

/// `hostile::malformed_…` is a test of that beginning in the module `hostile`, `kill::` any there.
fn is_a_test(name: &str, files: &[PathBuf]) -> bool {
    let (module, start) = name.rsplit_once("::").unwrap_or(("", name));
    let is_of = |path: &Path| module.is_empty() || path.with_extension("").iter().any(|part| part == module);
    let start = format!("fn {}", start.trim_end_matches('…'));
    files
        .iter()
        .filter(|path| is_of(path))
        .any(|path| fs::read_to_string(path).expect("a test").contains(&start))
}

#[test]
fn every_test_that_the_security_document_names_exists() {
    let text = fs::read_to_string("docs/security.md").expect("the document");
    let files = sources(Path::new("tests"));
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let names: Vec<_> = quoted.filter(|text| text.ends_with("::") || text.ends_with('…')).collect();
    assert!(names.len() > 30, "only {} were found", names.len());
    for name in names {
        assert!(is_a_test(name, &files), "there is no {name}");
    }
}

#[test]
fn every_path_that_the_guides_for_contributors_name_exists() {
    for guide in ["CONTRIBUTING.md", "docs/architecture.md"] {
        let text = fs::read_to_string(guide).expect("the document");
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |quoted: &&str| {
            let begins =
                ["src/", "tests/", "docs/", "deploy/", ".ci/"].iter().any(|root| quoted.starts_with(root));
            begins && !quoted.contains([' ', '<', '*', '{'])
        };
        let paths: Vec<_> = quoted.filter(is_path).collect();
        assert!(!paths.is_empty(), "{guide} names none");
        for path in paths {
            assert!(Path::new(path).exists(), "{guide}: there is no {path}");
        }
    }
}

#[test]
fn every_file_that_knows_the_example_of_a_bookings_field_is_in_the_list_for_a_new_one() {
    let guide = fs::read_to_string("CONTRIBUTING.md").expect("the document");
    let list = guide.split("## ").find(|section| section.starts_with("A new field")).expect("the list");
    let files: Vec<_> = sources(Path::new("src"))
        .into_iter()
        .filter(|path| !path.iter().any(|part| part == "tests" || part == "tests.rs"))
        .filter(|path| fs::read_to_string(path).expect("a source").contains("organizer_name"))
        .collect();
    assert!(!files.is_empty(), "no file knows it");
    for file in files {
        assert!(list.contains(&format!("`{}`", file.display())), "{} is not in the list", file.display());
    }
}
