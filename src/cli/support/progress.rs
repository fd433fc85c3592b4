//! Bars for long work. They draw nothing unless standard error is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::store::Upgrade;

/// For bytes that are copied or read.
pub(in crate::cli) fn bytes() -> ProgressBar {
    bar("{bar:40} {bytes} of about {total_bytes}")
}

/// For deliveries that are processed.
pub(in crate::cli) fn deliveries() -> ProgressBar {
    bar("{bar:40} {human_pos} of {human_len} deliveries, {eta} left")
}

/// For bookings that are read, whose total is unknown.
pub(in crate::cli) fn bookings() -> ProgressBar {
    bar("{human_pos} bookings read")
}

/// For applicants that are invented.
pub(in crate::cli) fn applicants(of: u64) -> ProgressBar {
    let bar = bar("{bar:40} {human_pos} of {human_len} applicants, {eta} left");
    bar.set_length(of);
    bar
}

/// For the upgrade of an older database.
pub(in crate::cli) fn upgrade() -> impl Fn(Upgrade) + Send + Sync {
    let copying = bar("Copying the database: {bar:20} {bytes} of about {total_bytes}");
    let changing = bar("Upgrading the database: {bytes} written");
    move |step| match step {
        Upgrade::Copying { done, of } => show(&copying, done, of),
        Upgrade::Changing { written } => {
            copying.finish_and_clear();
            changing.set_position(written);
        }
        Upgrade::Over => {
            copying.finish_and_clear();
            changing.finish_and_clear();
        }
    }
}

fn bar(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// Sets the progress.
pub(in crate::cli) fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}
