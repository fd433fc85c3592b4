//! `bookhook reconcile`: one pass over Cal.com's API, by the running server or here.

use std::io::{self, Write};

use clap::Args;
use time::OffsetDateTime;

use super::support::calcom::CalCom;
use super::support::failure::{Exit, Failure};
use super::support::{progress, values};
use crate::config::{Configuration, Settings, Sources};
use crate::domain::count::count;
use crate::reconcile::{Access, Asked, Options, Pass, PassError, Summary, ask};
use crate::server::rules::rules;
use crate::store::{Hooks, OpenError, Store};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Begin at this time instead of where the last pass ended, like 2026-01-15 or 2026-01-15T14:00:00Z
    #[arg(long, value_name = "DATE", value_parser = values::time)]
    since: Option<OffsetDateTime>,
    /// Read everything and store nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    let options = Options { since: arguments.since, dry_run: arguments.dry_run };
    let bar = progress::bookings();
    let told = |read| bar.set_position(read);
    let done = match ask(&settings.database, options, told) {
        Asked::Done(summary) => Ok(summary),
        Asked::Failed { problem, remedy } => Err(Failure::new(Exit::Failed, problem).with_remedy(remedy)),
        Asked::Nobody => here(sources, &settings, options, told),
    };
    bar.finish_and_clear();
    report(&done?, options)
}

/// Makes the pass here, because no server runs.
fn here(
    sources: &Sources,
    settings: &Settings,
    options: Options,
    told: impl FnMut(u64),
) -> Result<Summary, Failure> {
    let mut calcom = CalCom::open(sources, settings)?;
    if !settings.database.exists() {
        return Err(OpenError::Missing { path: settings.database.to_path_buf() }.into());
    }
    let store =
        Store::open(&settings.database, rules(settings), Hooks::default()).map_err(|error| match error {
            OpenError::InUse { .. } => Failure::from(error)
                .with_remedy("start the server with CAL_COM_API_KEY, too: it then makes the pass"),
            error => error.into(),
        })?;
    let access = Access::to(store);
    let (client, link, scope) = (&mut calcom.client, &calcom.link, &settings.scope());
    Ok(Pass { client, link, scope, access: &access, options }.run(told, |_| {})?)
}

impl From<PassError> for Failure {
    fn from(error: PassError) -> Self {
        Self::new(Exit::Failed, error.to_string()).with_remedy(error.remedy())
    }
}

fn report(summary: &Summary, options: Options) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let bookings = |number| count(number, "booking", "bookings");
    writeln!(out, "read        {}", bookings(summary.read))?;
    if options.dry_run {
        writeln!(out, "would store {}", count(summary.would_state, "statement", "statements"))?;
    } else {
        writeln!(out, "repaired    {}", bookings(summary.repaired))?;
        writeln!(out, "confirmed   {}", count(summary.confirmed, "new statement", "new statements"))?;
    }
    let left = [
        (summary.foreign, "of other event types or people"),
        (summary.waiting, "cancelled less than a minute ago: a successor may follow"),
        (summary.erased, "of people who were erased"),
        (summary.unseen, "open here, but not visible to this key"),
    ];
    for (number, why) in left.into_iter().filter(|(number, _)| *number > 0) {
        writeln!(out, "left alone  {}, {why}", bookings(number))?;
    }
    if summary.ignores_filters {
        writeln!(out, "note        this Cal.com ignores the time filter, so all of its bookings were read")?;
    }
    Ok(())
}
