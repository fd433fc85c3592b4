//! `bookhook export`: writes all data in a readable format, also while the server runs.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::support::failure::{Exit, Failure};
use super::support::progress;
use super::support::values::who;
use crate::calcom::CODEC;
use crate::config::{Configuration, Sources};
use crate::domain::count::count;
use crate::domain::printable::printable;
use crate::domain::system;
use crate::store::{self, Counts, Export, ExportError, Table, Who};

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object per line, which `bookhook import` reads
    Jsonl,
    /// Three tables for a spreadsheet, without the raw bodies
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format of the data
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Only the data of one person, which cannot be imported: the id of one of their profiles, or their
    /// e-mail address
    #[arg(long, value_name = "PROFILE_ID|EMAIL", value_parser = who)]
    of: Option<Who>,
    /// The file, or with csv the folder, to create [default: standard output (-), csv: ./export]
    target: Option<PathBuf>,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let target = arguments.target.as_deref();
    let to_output = target == Some(Path::new("-"));
    if matches!(arguments.format, Format::Csv) {
        refuse_for_tables(arguments.of.is_some(), to_output)?;
    }
    let target = target.filter(|_| !to_output);
    let database = Configuration::load(sources)?.settings.database;
    if let Some(path) = target.filter(|path| path.exists()) {
        return Err(exists(path));
    }
    let bar = progress::bytes();
    let export = Export::open(&database, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    let mut export = export?;
    if let Some(who) = &arguments.of
        && !export.narrow(who, CODEC)?
    {
        return Err(Failure::new(Exit::Failed, "no data found for this person")
            .with_remedy("try another spelling, or another address of theirs"));
    }
    match (arguments.format, target) {
        (Format::Jsonl, None) => lines(&export, &mut io::stdout().lock()).map(drop),
        (Format::Jsonl, Some(path)) => say(path, kept(path, |out| lines(&export, out))?),
        (Format::Csv, target) => {
            let folder = target.unwrap_or(Path::new("export"));
            say(folder, tables(&export, folder)?)
        }
    }
}

fn refuse_for_tables(of_person: bool, to_output: bool) -> Result<(), Failure> {
    let problem = match (of_person, to_output) {
        (true, _) => "the data of one person is written as JSON lines only",
        (_, true) => "three tables cannot be written to standard output",
        _ => return Ok(()),
    };
    let remedy = if of_person { "leave out --format csv" } else { "name a folder to create" };
    Err(Failure::new(Exit::Usage, problem).with_remedy(remedy))
}

fn exists(path: &Path) -> Failure {
    Failure::new(Exit::Failed, format!("{} already exists", path.display()))
        .with_remedy("choose another name, or move it away")
}

fn lines(export: &Export, out: &mut impl Write) -> Result<Counts, Failure> {
    let bar = progress::deliveries();
    let mut out = BufWriter::with_capacity(256 * 1024, out);
    let done = export.json_lines(&mut out, |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    Ok(done?)
}

fn tables(export: &Export, folder: &Path) -> Result<Counts, Failure> {
    store::create_private_folder(folder).map_err(|error| cannot(folder, &error))?;
    let mut counts = Counts::default();
    for table in Table::ALL {
        kept(&folder.join(format!("{}.csv", table.name())), |out| {
            export.csv(table, &mut counts, &mut BufWriter::new(out)).map_err(Failure::from)
        })?;
    }
    Ok(counts)
}

/// Creates a private file, and removes it if writing fails.
fn kept<T>(path: &Path, write: impl FnOnce(&mut File) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut file = store::create_private(path).map_err(|error| cannot(path, &error))?;
    let written = write(&mut file);
    let written =
        written.and_then(|value| file.sync_all().map(|()| value).map_err(|error| cannot(path, &error)));
    if written.is_err() {
        drop(std::fs::remove_file(path));
    }
    written
}

fn cannot(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return exists(path);
    }
    Failure::new(Exit::Failed, format!("{} cannot be made: {}", path.display(), system::reason(error.kind())))
        .with_remedy("check that there is space, and that you may write there")
}

fn say(path: &Path, counts: Counts) -> Result<(), Failure> {
    let name = path.display().to_string();
    writeln!(
        io::stdout(),
        "{} holds {}, {}, {}.",
        printable(&name),
        count(counts.profiles, "profile", "profiles"),
        count(counts.deliveries, "delivery", "deliveries"),
        count(counts.bookings, "booking", "bookings"),
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
