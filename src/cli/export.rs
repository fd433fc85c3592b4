//! `bookhook export`: all data in the open, also while the server runs.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::terminal::printable;
use super::{Exit, Failure, progress};
use crate::config::{Configuration, Sources};
use crate::store::{Counts, Export, ExportError, Table};

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line, which `bookhook import` takes back
    Jsonl,
    /// Three tables for a spreadsheet, without the raw bodies
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The form of the data
    #[arg(long, value_enum)]
    format: Format,
    /// The file, or with csv the folder, to make [default: standard output, csv: ./export]
    target: Option<PathBuf>,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let target = arguments.target.as_deref();
    if let Some(path) = target.filter(|path| path.exists()) {
        return Err(exists(path));
    }
    let bar = progress::bytes();
    let export = Export::open(&database, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    let export = export?;
    match (arguments.format, target) {
        (Format::Jsonl, None) => lines(&export, &mut io::stdout().lock()),
        (Format::Jsonl, Some(path)) => {
            kept(path, |out| lines(&export, out))?;
            say(path, export.counts())
        }
        (Format::Csv, target) => {
            let folder = target.unwrap_or(Path::new("export"));
            tables(&export, folder)?;
            say(folder, export.counts())
        }
    }
}

fn exists(path: &Path) -> Failure {
    Failure::new(Exit::Failed, format!("there is something at {} already", path.display()))
        .with_remedy("choose another name, or move that away")
}

fn lines(export: &Export, out: &mut impl Write) -> Result<(), Failure> {
    let bar = progress::deliveries();
    let mut out = BufWriter::with_capacity(256 * 1024, out);
    let done = export.json_lines(&mut out, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    Ok(done?)
}

fn tables(export: &Export, folder: &Path) -> Result<(), Failure> {
    std::fs::DirBuilder::new().mode(0o700).create(folder).map_err(|error| cannot(folder, &error))?;
    for table in Table::ALL {
        kept(&folder.join(format!("{}.csv", table.name())), |out| {
            export.csv(table, &mut BufWriter::new(out)).map_err(Failure::from)
        })?;
    }
    Ok(())
}

/// Makes a private file; none is left where writing it failed.
fn kept(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| cannot(path, &error))?;
    let written = write(&mut file).and_then(|()| file.sync_all().map_err(|error| cannot(path, &error)));
    if written.is_err() {
        drop(std::fs::remove_file(path));
    }
    written
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return exists(path);
    }
    Failure::new(Exit::Failed, format!("{} cannot be made: {}", path.display(), error.kind()))
        .with_remedy("see whether there is space, and that you may write there")
}

fn say(path: &Path, counts: Counts) -> Result<(), Failure> {
    let Counts { profiles, deliveries, bookings, .. } = counts;
    let name = path.display().to_string();
    let name = printable(&name);
    writeln!(
        io::stdout(),
        "{name} holds {profiles} profiles, {deliveries} deliveries, {bookings} bookings."
    )?;
    Ok(())
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Copy(error) => error.into(),
            ExportError::Read(error) => error.into(),
            ExportError::Write(error) => error.into(),
        }
    }
}
