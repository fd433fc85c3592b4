//! What the counters have in common.

use std::borrow::Cow;

/// The name of a label and its value.
pub(super) type Label = (&'static str, Cow<'static, str>);

/// What a trigger, route, method or status is called that is none of those that are told apart.
pub(super) const OTHER: &str = "other";
/// In seconds; an answer from memory takes a few dozen microseconds, a commit a few milliseconds.
pub(super) const LATENCIES: [f64; 13] =
    [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
