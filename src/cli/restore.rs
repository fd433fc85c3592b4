//! `bookhook restore`: replaces the database with a backup.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::support::failure::Failure;
use super::support::progress;
use super::support::terminal::contents;
use crate::config::{Configuration, Sources};
use crate::domain::printable::printable;
use crate::{store, telemetry};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The backup
    file: PathBuf,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let bar = progress::bytes();
    let now = telemetry::now();
    let done = store::restore(&arguments.file, &database, now, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    let restored = done?;
    let mut out = io::stdout();
    let name = database.display().to_string();
    writeln!(out, "{} is restored: {}.", printable(&name), contents(&restored.proof))?;
    if let Some(aside) = restored.aside {
        writeln!(out, "The previous database is kept as {}.", printable(&aside.display().to_string()))?;
    }
    Ok(())
}
