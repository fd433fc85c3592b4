//! `bookhook check`: prints one line per check, with a remedy for each problem.

mod calcom;
mod server;
mod settings;

use std::io::{self, Write};
use std::path::Path;

use time::OffsetDateTime;

use super::support::failure::{Exit, Failure};
use crate::config::{Settings, Sources};
use crate::health::{self, Finding, Level};
use crate::store::{self, ReadError, Reader};
use crate::telemetry;

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let (configuration, mut findings) = settings::look(sources);
    if let Some(configuration) = configuration {
        findings.extend(server::look(&configuration));
        findings.extend(storage(&configuration.settings, telemetry::now()));
        findings.extend(calcom::look(sources, &configuration, telemetry::now()));
    }
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{}", finding.line())?;
    }
    let failed = findings.iter().filter(|finding| finding.level == Level::Fail).count();
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::new(Exit::Failed, format!("{failed} of {} checks failed", findings.len())))
}

/// Checks the files and their contents.
fn storage(settings: &Settings, now: OffsetDateTime) -> Vec<Finding> {
    let database = &settings.database;
    let mut findings: Vec<Finding> = health::permissions(database).into_iter().collect();
    findings.push(health::space(database));
    findings.extend(store::sizes(database).ok().map(health::size));
    match Reader::open(database) {
        Err(error) => findings.push(Finding::open("schema", &error)),
        Ok(reader) => {
            findings.push(Finding::ok("schema", "of this version"));
            findings.push(write(database));
            findings.push(integrity(database));
            findings.extend(inbox(&reader, now));
        }
    }
    findings.push(health::backups(settings, now));
    findings
}

/// Checks whether a delivery could be stored.
fn write(database: &Path) -> Finding {
    match store::try_write(database) {
        Ok(()) => Finding::ok("write", "a delivery could be stored"),
        Err(error) => Finding::open("write", &error),
    }
}

fn integrity(database: &Path) -> Finding {
    match store::integrity(database) {
        Ok(None) => Finding::ok("integrity", "the whole database was read and is intact"),
        Ok(Some(why)) => Finding::fail(
            "integrity",
            format!("the database is damaged: {why}"),
            "replace it with the last good backup: run `bookhook restore`",
        ),
        Err(error) => Finding::open("integrity", &error),
    }
}

/// Checks what arrived, and whether the clock agrees with it.
fn inbox(reader: &Reader, now: OffsetDateTime) -> Vec<Finding> {
    let read = || Ok::<_, ReadError>((reader.last_delivery()?, reader.refusals()?, reader.triggers()?));
    match read() {
        Ok((last, refusals, triggers)) => {
            let last = last.and_then(|last| last.received_at);
            let triggers = health::triggers(&triggers);
            std::iter::once(health::deliveries(last, &refusals, now))
                .chain(triggers)
                .chain([health::clock(last, now)])
                .collect()
        }
        Err(error) => vec![Finding::read("deliveries", &error)],
    }
}
