//! How many findings need a look, which every page shows beside *Health*.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use time::OffsetDateTime;

/// The number of seconds before the findings are counted again.
const FRESH: u64 = 60;

/// The number, and when it was last counted.
pub(super) struct Alarm {
    number: AtomicU32,
    counted_at: AtomicI64,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { number: AtomicU32::new(0), counted_at: AtomicI64::new(i64::MIN) }
    }
}

/// Says whether the caller has to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nobody has to count: the number is fresh, or a count is running.
    Nobodys,
    /// The caller has to count for the first time: there is no number yet.
    First,
    /// The caller has to count: the number is old.
    Again,
}

impl Alarm {
    /// The number as it was last counted.
    pub(super) fn number(&self) -> u32 {
        self.number.load(Ordering::Relaxed)
    }

    /// Returns whether the caller has to count now. Of several callers, one has to.
    pub(super) fn turn(&self, now: OffsetDateTime) -> Turn {
        let (now, counted_at) = (now.unix_timestamp(), self.counted_at.load(Ordering::Relaxed));
        // A clock that was set back makes a number old, too.
        if now.abs_diff(counted_at) < FRESH {
            return Turn::Nobodys;
        }
        let order = Ordering::Relaxed;
        match self.counted_at.compare_exchange(counted_at, now, order, order) {
            Err(_) => Turn::Nobodys,
            Ok(i64::MIN) => Turn::First,
            Ok(_) => Turn::Again,
        }
    }

    /// Notes a number that was counted.
    pub(super) fn note(&self, number: usize) {
        self.number.store(u32::try_from(number).unwrap_or(u32::MAX), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_counted_once_a_minute_by_one_who_asks() {
        let alarm = Alarm::default();
        let turn = |seconds| alarm.turn(OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(seconds));
        assert_eq!((turn(1000), turn(1000), turn(1059)), (Turn::First, Turn::Nobodys, Turn::Nobodys));
        assert_eq!((turn(1060), turn(1061), turn(500)), (Turn::Again, Turn::Nobodys, Turn::Again));
        alarm.note(2);
        assert_eq!(alarm.number(), 2);
    }
}
