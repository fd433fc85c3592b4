//! `bookhook replay`: rebuilds bookings and profiles from the inbox.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressStyle};

use super::serve::hooks;
use super::{Exit, Failure};
use crate::config::{Configuration, Sources};
use crate::store;

pub(super) fn run(sources: &Sources) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    if !settings.database.exists() {
        let problem = format!("there is no database at {}", settings.database.display());
        return Err(Failure::new(Exit::Database, problem).with_remedy("run this where bookhook runs"));
    }
    // Draws nothing unless standard error is a terminal.
    let bar = ProgressBar::new(0).with_style(style());
    let replayed = store::replay(&settings.database, &hooks(settings.match_by_email), |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let count = replayed?;
    writeln!(io::stdout(), "Rebuilt bookings and profiles from {count} deliveries.")?;
    Ok(())
}

fn style() -> ProgressStyle {
    let template = "{bar:40} {human_pos} of {human_len} deliveries, {eta} left";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
