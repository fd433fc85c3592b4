//! Labels that the metrics share.

use prometheus_client::metrics::histogram::Histogram;

/// The name of a label and its value.
pub(super) type Label = (&'static str, &'static str);

/// The value of a label for everything else.
pub(super) const OTHER: &str = "other";

/// A histogram of seconds: an answer from memory takes a few dozen microseconds, a commit a few
/// milliseconds.
pub(super) fn latency() -> Histogram {
    Histogram::new([0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0])
}
