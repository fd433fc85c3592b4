//! Time in tests. A busy machine is slow, and must not fail a test for that: what has to come is
//! waited for, and what has to be cheap is counted in time of the processor.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Ends a test that would otherwise wait for ever. Measures nothing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// Seconds for a part of the stop, as a setting: a stop that waits for that part is unmistakable.
pub(crate) const LONG: &str = "60";

/// Whether a stop took less than what was set to [`LONG`].
pub(crate) fn is_short(took: Duration) -> bool {
    took < Duration::from_secs(60)
}

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        sleep(Duration::from_millis(5));
    }
}

/// The time that a process has had of the processor, in steps of 10 ms; `None` where the system
/// is not Linux.
pub(crate) fn processor_time(process: u32) -> Option<Duration> {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before the last bracket may hold anything. Then the 12th and 13th are the ticks, of
    // which Linux tells 100 a second.
    let fields: Vec<&str> = status.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}
