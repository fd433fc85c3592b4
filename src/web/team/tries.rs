//! Wrong passwords: each one makes its account wait longer, up to a minute. This slows down guessing and
//! locks nobody out. Counted by the monotonic clock, in memory, whether or not there is such an account.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::domain::text::Email;

/// The number of wrong passwords in a row without a wait.
const FREE: u32 = 4;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(60);
/// After this time without a wrong password, the count starts again.
const FORGOTTEN: Duration = Duration::from_secs(15 * 60);
/// How many accounts are remembered before those that wait no longer are forgotten.
const REMEMBERED: usize = 10_000;

/// Wrong passwords by account.
#[derive(Default)]
pub(super) struct Tries(Mutex<HashMap<Email, Failures>>);

struct Failures {
    count: u32,
    last: Instant,
}

impl Failures {
    fn wait(&self) -> Duration {
        match self.count.checked_sub(FREE + 1) {
            None => Duration::ZERO,
            Some(doublings) => Duration::from_secs(1 << doublings.min(6)).min(LONGEST),
        }
    }
}

impl Tries {
    /// After how many seconds the account may be tried again; `None` for at once.
    pub(super) fn wait(&self, email: &Email, now: Instant) -> Option<u64> {
        let tries = self.0.lock();
        let failures = tries.get(email)?;
        let left = failures.wait().checked_sub(now.saturating_duration_since(failures.last))?;
        (!left.is_zero()).then(|| left.as_secs() + 1)
    }

    /// Counts a wrong password.
    pub(super) fn failed(&self, email: &Email, now: Instant) {
        let mut tries = self.0.lock();
        if tries.len() >= REMEMBERED {
            tries.retain(|_, known| now.saturating_duration_since(known.last) < known.wait());
        }
        let known = tries.entry(email.clone()).or_insert(Failures { count: 0, last: now });
        if now.saturating_duration_since(known.last) >= FORGOTTEN {
            known.count = 0;
        }
        known.count += 1;
        known.last = now;
    }

    /// Forgets the wrong passwords of an account whose right one was typed.
    pub(super) fn succeeded(&self, email: &Email) {
        self.0.lock().remove(email);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email() -> Email {
        Email::parse("dana@example.com").expect("an address")
    }

    fn after(failures: u32) -> (Tries, Instant) {
        let (tries, now) = (Tries::default(), Instant::now());
        (0..failures).for_each(|_| tries.failed(&email(), now));
        (tries, now)
    }

    #[test]
    fn the_wait_doubles_from_the_fifth_wrong_password_up_to_a_minute() {
        let waits = [4, 5, 6, 7, 10, 11, 50].map(|failures| {
            let (tries, now) = after(failures);
            tries.wait(&email(), now).map(|seconds| seconds - 1)
        });
        assert_eq!(waits, [None, Some(1), Some(2), Some(4), Some(32), Some(60), Some(60)]);
    }

    #[test]
    fn an_account_can_be_tried_again_after_the_wait_and_starts_over_after_the_right_password() {
        let (tries, now) = after(8);
        assert_eq!(tries.wait(&email(), now + Duration::from_secs(8)), None);
        tries.succeeded(&email());
        assert_eq!(tries.wait(&email(), now), None);
    }

    #[test]
    fn other_accounts_do_not_wait() {
        let (tries, now) = after(8);
        assert_eq!(tries.wait(&Email::parse("kim@example.com").expect("an address"), now), None);
    }

    #[test]
    fn wrong_passwords_are_forgotten_after_a_quarter_of_an_hour() {
        let (tries, now) = after(50);
        let later = now + FORGOTTEN;
        tries.failed(&email(), later);
        assert_eq!(tries.wait(&email(), later), None);
    }
}
