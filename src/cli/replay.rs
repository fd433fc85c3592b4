//! `bookhook replay`: rebuilds bookings and profiles from the inbox.

use std::io::{self, Write};

use super::support::failure::{Exit, Failure};
use super::support::progress;
use crate::config::{Configuration, Sources};
use crate::domain::count::count;
use crate::server::rules::rules;
use crate::store;

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    if !settings.database.exists() {
        let problem = format!("there is no database at {}", settings.database.display());
        return Err(Failure::new(Exit::Database, problem)
            .with_remedy("run this where bookhook runs, or set BOOKHOOK_DATABASE to its database"));
    }
    let bar = progress::deliveries();
    let replayed = store::replay(&settings.database, rules(&settings), |done, total| {
        progress::show(&bar, done, total);
    });
    bar.finish_and_clear();
    let deliveries = count(replayed?, "delivery", "deliveries");
    writeln!(io::stdout(), "Rebuilt bookings and profiles from {deliveries}.")?;
    Ok(())
}
