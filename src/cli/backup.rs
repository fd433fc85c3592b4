//! `bookhook backup`: a proven copy of the database, also while the server runs.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::terminal::printable;
use super::{Failure, progress};
use crate::config::{Configuration, Sources};
use crate::store::{self, Proof};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to make
    file: PathBuf,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let bar = progress::bytes();
    let made = store::backup(&database, &arguments.file, |done, of| progress::show(&bar, done, of));
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
