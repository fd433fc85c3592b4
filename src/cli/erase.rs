//! `bookhook erase`: forgets a person.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::Args;

use super::serve::{bodies, hooks};
use super::terminal::printable;
use super::{Exit, Failure, progress, random};
use crate::config::{Configuration, Sources};
use crate::domain::ids::ProfileId;
use crate::domain::text::Email;
use crate::store::{self, Erased, OpenError, Who};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The id of one of the person's profiles, or their e-mail address
    #[arg(value_name = "PROFILE_ID|EMAIL", value_parser = who)]
    who: Who,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

fn who(text: &str) -> Result<Who, &'static str> {
    let profile = ProfileId::parse(text).map(Who::Profile);
    let email = || Email::parse(text).ok().map(Who::Email);
    profile.or_else(email).ok_or("write the id of a profile, or an e-mail address")
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    if !arguments.yes {
        confirm()?;
    }
    let seed = random()?;
    let (bar, hooks) = (progress::deliveries(), hooks(settings.match_by_email));
    let backups = settings.backup_dir();
    let show = |done, of| progress::show(&bar, done, of);
    let done = store::erase(&settings.database, &arguments.who, &hooks, bodies(), seed, &backups, show);
    bar.finish_and_clear();
    let erased = done.map_err(|error| match error {
        OpenError::InUse { .. } => {
            Failure::from(error).with_remedy("stop the server first, then erase, then start it again")
        }
        error => error.into(),
    })?;
    report(&erased)
}

/// Nobody is asked where there is no terminal.
fn confirm() -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        let problem = "nothing was removed: there is no terminal to ask on";
        return Err(Failure::new(Exit::Usage, problem).with_remedy("say --yes if you are sure"));
    }
    let mut out = io::stderr();
    write!(out, "This removes the person for good, and cannot be undone. Type yes to go on: ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Failure::new(Exit::Failed, "nothing was removed")) }
}

fn report(erased: &Erased) -> Result<(), Failure> {
    let Erased { profiles, bookings, deliveries, copies, log_remains } = erased;
    if profiles + bookings + deliveries == 0 {
        return Err(Failure::new(Exit::Failed, "nothing of this person is in the database")
            .with_remedy("look for another spelling, or another address of theirs"));
    }
    let mut out = io::stdout().lock();
    writeln!(out, "Removed: {profiles} profiles.")?;
    writeln!(out, "Made nobody's: {bookings} bookings, in {deliveries} deliveries.")?;
    if *log_remains {
        writeln!(out, "Another program reads the database, such as Litestream, so that its log still holds")?;
        writeln!(out, "what was removed: stop that program, and erase again.")?;
    }
    if !copies.is_empty() {
        writeln!(
            out,
            "These files were made before, and may still hold the person; remove them when you can:"
        )?;
    }
    for copy in copies {
        writeln!(out, "  {}", printable(&copy.display().to_string()))?;
    }
    writeln!(out, "Other backups, exports and Cal.com itself are yours to see to.")?;
    Ok(())
}
