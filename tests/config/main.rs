//! Settings and secrets: from every source, with every mistake.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod command;
mod documentation;
mod mistakes;
mod secrets;
mod settings;

use std::fs;

use bookhook::config::{Configuration, Environment, Mistakes, Sources};
use tempfile::TempDir;

/// A directory with a `Rocket.toml` of this text, unless it is empty.
fn directory(file: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    if !file.is_empty() {
        fs::write(directory.path().join("Rocket.toml"), file).unwrap();
    }
    directory
}

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Configuration, Mistakes> {
    let directory = directory(file);
    let environment: Environment = environment.iter().copied().collect();
    Configuration::load(&Sources { environment, directory: directory.path().into(), ..Sources::default() })
}

fn loaded(file: &str, environment: &[(&str, &str)]) -> Configuration {
    load(file, environment).unwrap_or_else(|error| panic!("{error}"))
}

/// What a mistake in a file says, with the directory taken out.
fn refused(file: &str, environment: &[(&str, &str)]) -> String {
    let directory = directory(file);
    let environment: Environment = environment.iter().copied().collect();
    let sources = Sources { environment, directory: directory.path().into(), ..Sources::default() };
    let error = Configuration::load(&sources).expect_err("this must not be taken");
    error.to_string().replace(&format!("{}/", directory.path().display()), "")
}
