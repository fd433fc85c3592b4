//! `bookhook import`: loads an export into an empty database.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::Args;

use super::support::failure::{Exit, Failure};
use super::support::progress;
use crate::config::{Configuration, Sources};
use crate::domain::count::count;
use crate::server::rules::rules;
use crate::store::{self, Counts, ImportError, ImportProgress};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The JSON lines that `bookhook export` wrote, or - for standard input
    file: PathBuf,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    let (file, length): (Box<dyn Read>, u64) = if arguments.file.as_os_str() == "-" {
        (Box::new(io::stdin().lock()), 0)
    } else {
        let file = File::open(&arguments.file).map_err(ImportError::Read)?;
        let length = file.metadata().map_err(ImportError::Read)?.len();
        (Box::new(file), length)
    };
    let (reading, replaying) = (progress::bytes(), progress::deliveries());
    let imported = store::import(&settings.database, file, rules(&settings), |progress| match progress {
        ImportProgress::Read(bytes) => progress::show(&reading, bytes, length),
        ImportProgress::Replayed(done, of) => {
            reading.finish_and_clear();
            progress::show(&replaying, done, of);
        }
    });
    reading.finish_and_clear();
    replaying.finish_and_clear();
    let Counts { members, profiles, deliveries, .. } = imported?;
    let (profiles, deliveries) =
        (count(profiles, "profile", "profiles"), count(deliveries, "delivery", "deliveries"));
    writeln!(io::stdout(), "Imported {profiles} and {deliveries}, and rebuilt the bookings.")?;
    if members > 0 {
        let words = "Members have no passwords yet: `bookhook team reset` prints a link for each address.";
        writeln!(io::stdout(), "{words}")?;
    }
    Ok(())
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let exit = match error {
            ImportError::Database(_) | ImportError::NotEmpty => Exit::Database,
            ImportError::Line { .. } | ImportError::Read(_) => Exit::Failed,
        };
        Self::new(exit, error.to_string()).with_remedy(error.remedy())
    }
}
