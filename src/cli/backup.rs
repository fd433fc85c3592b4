//! `bookhook backup`: makes a proven copy of the database, also while the server runs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::support::failure::{Exit, Failure};
use super::support::progress;
use super::support::terminal::contents;
use crate::config::{Configuration, Sources};
use crate::domain::printable::printable;
use crate::store;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to create
    file: PathBuf,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.file == Path::new("-") {
        let problem = "a backup cannot be written to standard output, because bookhook proves it as a file";
        return Err(Failure::new(Exit::Usage, problem).with_remedy("name a file, and send that"));
    }
    let database = Configuration::load(sources)?.settings.database;
    let bar = progress::bytes();
    let made = store::backup(&database, &arguments.file, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    let proof = made?;
    let name = arguments.file.display().to_string();
    writeln!(io::stdout(), "{} is good: {}.", printable(&name), contents(&proof))?;
    Ok(())
}
