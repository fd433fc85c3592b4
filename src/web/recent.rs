//! The bookings of profiles as the API showed them last. A profile that is read again and again costs
//! a query only after it changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};
use serde_json::value::RawValue;

use crate::domain::ids::ProfileId;

/// How long a rendered booking is used: somebody may change the file by hand.
const FRESH: Duration = Duration::from_secs(1);
/// How many bookings a shard holds.
const MOST: usize = 256;
/// The longest booking that is held, in bytes; they seldom have more than 1,000.
const LARGEST: usize = 4096;

/// Rendered bookings, by profile. Clones share them.
#[derive(Clone, Default)]
pub struct Recent(Arc<[Mutex<Shard>; 16]>);

/// In shards, so that two requests at once seldom wait for each other.
#[derive(Default)]
struct Shard {
    /// How often a profile of this shard has changed.
    changes: u64,
    bookings: HashMap<ProfileId, (Instant, Arc<RawValue>)>,
}

impl Recent {
    /// Forgets a profile that has changed. Never blocks for long, so the writer may call it.
    pub fn forget(&self, id: ProfileId) {
        let mut shard = self.shard(id);
        shard.changes += 1;
        shard.bookings.remove(&id);
    }

    /// Returns the recent booking of a profile, else the one that is rendered now. `None` is not held.
    pub(super) fn get_or_render<E>(
        &self,
        id: ProfileId,
        render: impl FnOnce() -> Result<Option<Box<RawValue>>, E>,
    ) -> Result<Option<Arc<RawValue>>, E> {
        let now = Instant::now();
        let changes = {
            let shard = self.shard(id);
            match shard.bookings.get(&id) {
                Some((at, booking)) if now.saturating_duration_since(*at) < FRESH => {
                    return Ok(Some(Arc::clone(booking)));
                }
                _ => shard.changes,
            }
        };
        let Some(booking) = render()? else { return Ok(None) };
        let booking: Arc<RawValue> = booking.into();
        let mut shard = self.shard(id);
        // It may be older than a change since.
        if shard.changes == changes && booking.get().len() <= LARGEST {
            if shard.bookings.len() >= MOST {
                shard.bookings.clear();
            }
            shard.bookings.insert(id, (now, Arc::clone(&booking)));
        }
        Ok(Some(booking))
    }

    fn shard(&self, id: ProfileId) -> MutexGuard<'_, Shard> {
        let [.., last] = *id.as_bytes();
        self.0[usize::from(last) % self.0.len()].lock()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use serde_json::value::to_raw_value;

    use super::*;

    const ID: fn(u8) -> ProfileId = |n| ProfileId::from_random([n; 16]);

    fn rendered(text: &str) -> Option<Box<RawValue>> {
        to_raw_value(text).ok()
    }

    fn get(recent: &Recent, id: ProfileId, text: &str) -> String {
        let Ok(booking) = recent.get_or_render(id, || Ok::<_, Infallible>(rendered(text)));
        booking.expect("a booking").get().trim_matches('"').to_owned()
    }

    #[test]
    fn a_booking_is_rendered_once() {
        let recent = Recent::default();
        assert_eq!(get(&recent, ID(1), "first"), "first");
        assert_eq!(get(&recent, ID(1), "second"), "first");
        assert_eq!(get(&recent, ID(2), "another"), "another");
    }

    #[test]
    fn after_a_change_it_is_rendered_again() {
        let recent = Recent::default();
        get(&recent, ID(1), "first");
        recent.forget(ID(1));
        assert_eq!(get(&recent, ID(1), "second"), "second");
    }

    #[test]
    fn a_booking_that_a_change_overtook_is_not_held() {
        let recent = Recent::default();
        let Ok(overtaken) = recent.get_or_render(ID(1), || {
            recent.forget(ID(1));
            Ok::<_, Infallible>(rendered("first"))
        });
        assert_eq!(overtaken.expect("a booking").get(), "\"first\"");
        assert_eq!(get(&recent, ID(1), "second"), "second");
    }

    #[test]
    fn an_unknown_profile_is_looked_up_again() {
        let recent = Recent::default();
        assert!(matches!(recent.get_or_render(ID(1), || Ok::<_, Infallible>(None)), Ok(None)));
        assert_eq!(get(&recent, ID(1), "now"), "now");
    }

    #[test]
    fn no_more_bookings_are_held_than_fit() {
        let recent = Recent::default();
        for n in 0..10_000_u32 {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&n.to_be_bytes());
            get(&recent, ProfileId::from_random(bytes), "x");
        }
        let held: usize = recent.0.iter().map(|shard| shard.lock().bookings.len()).sum();
        assert!((1..=16 * MOST).contains(&held), "{held}");
    }
}
