//! `bookhook check`: one line for each thing that a start needs, and what to do where it is not well.

mod calcom;
mod finding;
mod server;
mod settings;

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use time::OffsetDateTime;

use self::finding::{Finding, Level, TOLERANCE, age};
use super::support::failure::{Exit, Failure};
use crate::calcom::signature::SignatureProblem;
use crate::config::{Period, Settings, Sources};
use crate::domain::instant;
use crate::store::{self, BackupFiles, Reader};
use crate::telemetry;

/// Below this, a busy week may fill the disk.
const LITTLE_SPACE: u64 = 512 * 1024 * 1024;
/// Below this, SQLite may not be able to commit.
const NO_SPACE: u64 = 32 * 1024 * 1024;

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

/// The files and what is in them.
fn storage(settings: &Settings, now: OffsetDateTime) -> Vec<Finding> {
    let database = &settings.database;
    let mut findings: Vec<Finding> = permissions(database).into_iter().collect();
    findings.push(space(database));
    match Reader::open(database) {
        Err(error) => findings.push(Finding::open("schema", &error)),
        Ok(reader) => {
            findings.push(Finding::ok("schema", "of this version"));
            findings.push(write(database));
            findings.push(integrity(database));
            findings.push(deliveries(&reader, now));
            findings.push(clock(&reader, now));
        }
    }
    findings.push(backups(settings, now));
    findings
}

/// Says nothing of files that are not there, or that this user may not look at.
fn permissions(database: &Path) -> Option<Finding> {
    let beside = |added: &str| PathBuf::from(format!("{}{added}", database.display()));
    fs::metadata(database).ok()?;
    for path in [database.to_owned(), beside("-wal"), beside("-shm")] {
        let Ok(file) = fs::metadata(&path) else { continue };
        let mode = file.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let words = format!("other users can read or change {} (mode {mode:04o})", path.display());
            return Some(Finding::warn("permissions", words, format!("run: chmod 600 '{}'", path.display())));
        }
    }
    Some(Finding::ok("permissions", "only its owner can read the database"))
}

/// Whether a delivery could be kept.
fn write(database: &Path) -> Finding {
    match store::try_write(database) {
        Ok(()) => Finding::ok("write", "a delivery could be written"),
        Err(error) => Finding::open("write", &error),
    }
}

fn space(database: &Path) -> Finding {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(free) = store::free_space(folder.unwrap_or(Path::new("."))) else {
        return Finding::fail(
            "disk",
            "the database's folder does not exist, or this user may not look at it",
            "make the folder, or run this as bookhook's user",
        );
    };
    let size = fs::metadata(database).map_or(0, |file| file.len());
    let words = format!("{} MiB free", free / (1024 * 1024));
    match free {
        ..NO_SPACE => Finding::fail("disk", words, "make space: deliveries will soon be refused"),
        _ if free < LITTLE_SPACE.max(size) => {
            Finding::warn("disk", words, "make space: a backup or an upgrade needs as much as the database")
        }
        _ => Finding::ok("disk", words),
    }
}

fn integrity(database: &Path) -> Finding {
    match store::integrity(database) {
        Ok(None) => Finding::ok("integrity", "the whole database was read, and is sound"),
        Ok(Some(why)) => Finding::fail(
            "integrity",
            format!("the database is damaged: {why}"),
            "replace it with the last good backup: run `bookhook restore`",
        ),
        Err(error) => Finding::open("integrity", &error),
    }
}

fn deliveries(reader: &Reader, now: OffsetDateTime) -> Finding {
    let (last, refusals) = match (reader.last_delivery(), reader.refusals()) {
        (Ok(last), Ok(refusals)) => (last.and_then(|last| last.received_at), refusals),
        (Err(error), _) | (_, Err(error)) => return Finding::read("deliveries", &error),
    };
    let of_signature = |code: &str| SignatureProblem::ALL.into_iter().any(|problem| problem.code() == code);
    let refused = refusals.iter().find(|refusal| of_signature(&refusal.code));
    if let Some(refused) = refused.filter(|refused| instant::parse(&refused.last_at) > last) {
        let words = format!("the last one was refused at {} ({})", refused.last_at, refused.code);
        return Finding::warn("deliveries", words, "`bookhook deliveries` says why");
    }
    match last {
        Some(last) => Finding::ok("deliveries", format!("the last one came {} ago", age(now - last))),
        None => Finding::warn(
            "deliveries",
            "none has come yet",
            "try `bookhook send BOOKING_CREATED`, then the test button of Cal.com's webhook",
        ),
    }
}

/// The program's own file and the last delivery cannot be of the future.
fn clock(reader: &Reader, now: OffsetDateTime) -> Finding {
    let built = std::env::current_exe().and_then(fs::metadata).and_then(|file| file.modified());
    let built = OffsetDateTime::from(built.unwrap_or(SystemTime::UNIX_EPOCH));
    let last = reader.last_delivery().ok().flatten().and_then(|last| last.received_at);
    let words = if built > now + TOLERANCE {
        "it is earlier than when this program was installed"
    } else if last.is_some_and(|last| last > now + TOLERANCE) {
        "it is earlier than the last delivery"
    } else {
        return Finding::ok(
            "clock",
            format!("{}, later than anything that has happened", instant::to_seconds(now)),
        );
    };
    Finding::fail("clock", words, "set the system's clock, and keep it right with NTP")
}

fn backups(settings: &Settings, now: OffsetDateTime) -> Finding {
    let Some(Period(every)) = settings.backup.every else {
        let words = "no scheduled backups";
        return Finding::warn(
            "backups",
            words,
            "set BOOKHOOK_BACKUP__EVERY=24h, or run `bookhook backup` yourself",
        );
    };
    let dir = settings.backup_dir();
    let files = BackupFiles::look(&settings.database, &dir, now);
    let remedy = format!("see whether the server runs and may write to {}", dir.display());
    let Some(last) = files.latest else {
        return Finding::fail("backups", "there is none", remedy);
    };
    let words = format!("the last proven one is {} old", age(now - last));
    match files.ahead.last() {
        _ if now - last > every.saturating_mul(2) => Finding::fail("backups", words, remedy),
        Some(path) => {
            let words = format!("{words}, but there are some with names later than now");
            let remedy = format!("see whether the clock is right, then remove or rename {}", path.display());
            Finding::warn("backups", words, remedy)
        }
        None => Finding::ok("backups", words),
    }
}
