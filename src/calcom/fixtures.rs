//! The recorded bodies in `tests/fixtures/calcom/wire`, for tests.

use std::fs;
use std::path::PathBuf;

/// The name of each body, without `.body`, and its bytes; in the order of the names.
pub(super) fn bodies() -> Vec<(String, Vec<u8>)> {
    let mut bodies: Vec<_> = fs::read_dir(folder())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "body"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a body"))
        })
        .collect();
    bodies.sort();
    bodies
}

/// One body, by its name without `.body`.
pub(super) fn body(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.body"))).expect("a body")
}

/// The signatures of all bodies.
pub(super) fn signatures() -> serde_json::Value {
    let text = fs::read_to_string(folder().join("SIGNATURES.json")).expect("the signatures");
    serde_json::from_str(&text).expect("JSON")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/calcom/wire")
}
