//! `bookhook erase`: erases a person.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::Args;

use super::support::failure::{Exit, Failure};
use super::support::{progress, values};
use crate::config::{Configuration, Sources};
use crate::domain::count::count;
use crate::domain::printable::printable;
use crate::domain::text::Email;
use crate::random::random;
use crate::server::rules::rules;
use crate::store::{Erasure, OpenError, PersonData, Remains, Who};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The id of one of the person's profiles, or their e-mail address
    #[arg(value_name = "PROFILE_ID|EMAIL", value_parser = values::who)]
    who: Who,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    let erasure = Erasure::find(&settings.database, &arguments.who, rules(&settings)).map_err(in_use)?;
    let found = erasure.data();
    if !arguments.yes && !found.is_empty() {
        confirm(&found)?;
    }
    let bar = progress::deliveries();
    let done = erasure.run(random()?, &settings.backup_dir(), |done, of| progress::show(&bar, done, of));
    bar.finish_and_clear();
    report(&found, &done?)
}

fn in_use(error: OpenError) -> Failure {
    match error {
        OpenError::InUse { .. } => {
            Failure::from(error).with_remedy("stop the server first, then erase, then start it again")
        }
        error => error.into(),
    }
}

/// Asks for confirmation, and fails without a terminal.
fn confirm(found: &PersonData) -> Result<(), Failure> {
    let mut out = io::stderr();
    writeln!(out, "{}", describe(found))?;
    if !io::stdin().is_terminal() {
        let problem = "nothing was removed: without a terminal, there is nobody to ask";
        return Err(Failure::new(Exit::Usage, problem).with_remedy("pass --yes if you are sure"));
    }
    write!(out, "This removes the person for good, and cannot be undone. Type yes to go on: ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Failure::new(Exit::Failed, "nothing was removed")) }
}

/// Describes the person and the data found.
fn describe(found: &PersonData) -> String {
    let email = found.email.as_ref().map_or("", Email::as_str);
    let names = if found.names.is_empty() { String::new() } else { format!(" ({})", found.names.join(", ")) };
    let who = format!("{email}{names}");
    format!(
        "Found for {}: {}, {}, {}, {}.",
        printable(&who),
        count(found.profiles, "profile", "profiles"),
        count(found.notes, "note", "notes"),
        count(found.bookings, "booking", "bookings"),
        count(found.deliveries, "delivery", "deliveries"),
    )
}

fn report(found: &PersonData, remains: &Remains) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !found.is_empty() {
        let profiles = count(found.profiles, "profile", "profiles");
        let notes = count(found.notes, "note", "notes");
        let bookings = count(found.bookings, "booking", "bookings");
        let deliveries = count(found.deliveries, "delivery", "deliveries");
        writeln!(out, "{profiles} and {notes} removed, {bookings} anonymized, {deliveries} rewritten.")?;
    }
    if remains.log {
        writeln!(
            out,
            "Another program, such as Litestream, reads the database, so its log still contains what"
        )?;
        writeln!(out, "was removed. Stop that program, and erase again.")?;
    }
    if found.is_empty() {
        return Err(Failure::new(Exit::Failed, "no data found for this person")
            .with_remedy("try another spelling, or another address of theirs"));
    }
    if !remains.copies.is_empty() {
        writeln!(out, "These earlier files may still contain the person; remove them when you can:")?;
    }
    for copy in &remains.copies {
        writeln!(out, "  {}", printable(&copy.display().to_string()))?;
    }
    writeln!(out, "Backups and exports elsewhere, and Cal.com itself, must be handled separately.")?;
    Ok(())
}
