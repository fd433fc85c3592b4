//! Bars for long work. They draw nothing unless standard error is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// For bytes that are copied or read.
pub(in crate::cli) fn bytes() -> ProgressBar {
    bar("{bar:40} {bytes} of about {total_bytes}")
}

/// For deliveries that are gone through.
pub(in crate::cli) fn deliveries() -> ProgressBar {
    bar("{bar:40} {human_pos} of {human_len} deliveries, {eta} left")
}

/// For bookings that are read, of which nobody knows how many there are.
pub(in crate::cli) fn bookings() -> ProgressBar {
    bar("{human_pos} bookings read")
}

/// For applicants that are invented.
pub(in crate::cli) fn applicants(of: u64) -> ProgressBar {
    let bar = bar("{bar:40} {human_pos} of {human_len} applicants, {eta} left");
    bar.set_length(of);
    bar
}

fn bar(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// So much of so much is done.
pub(in crate::cli) fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}
