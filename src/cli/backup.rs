//! `bookhook backup`: a proven copy of the database, also while the server runs.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use super::terminal::printable;
use crate::config::{Configuration, Sources};
use crate::store::{self, Proof};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to make
    file: PathBuf,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let bar = progress_bar();
    let made = store::backup(&database, &arguments.file, |done, of| show(&bar, done, of));
    bar.finish_and_clear();
    let proof = made?;
    let name = arguments.file.display().to_string();
    writeln!(io::stdout(), "{} is good: {}.", printable(&name), contents(&proof))?;
    Ok(())
}

/// What a proven copy holds, in words.
pub(super) fn contents(proof: &Proof) -> String {
    let Proof { bytes, deliveries, bookings, profiles } = proof;
    format!(
        "{deliveries} deliveries, {bookings} bookings, {profiles} profiles, {bytes} bytes, checked in full"
    )
}

/// Draws nothing unless standard error is a terminal.
pub(super) fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes} of about {total_bytes}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

pub(super) fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}
