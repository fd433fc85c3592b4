//! Counts the pages that follow changes.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::domain::member::MemberNumber;

/// The maximum number of pages that follow changes: per member, and in all.
const MOST: (usize, usize) = (8, 64);
/// How many pages each member has open.
#[derive(Clone, Default)]
pub(super) struct StreamSlots(Arc<Mutex<HashMap<MemberNumber, usize>>>);

/// The slot of one page. Dropping it frees it.
pub(super) struct StreamSlot {
    places: StreamSlots,
    member: MemberNumber,
}

impl StreamSlots {
    /// Returns a slot for a page of this member; `None` if a maximum is reached.
    pub(super) fn take(&self, member: MemberNumber) -> Option<StreamSlot> {
        let mut taken = self.0.lock();
        let (each, all) = MOST;
        let own = taken.get(&member).copied().unwrap_or_default();
        if own >= each || taken.values().sum::<usize>() >= all {
            return None;
        }
        taken.insert(member, own + 1);
        Some(StreamSlot { places: self.clone(), member })
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock();
        if let Some(own) = taken.get_mut(&self.member) {
            *own -= 1;
        }
        taken.retain(|_, own| *own > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_free_again() {
        let places = StreamSlots::default();
        let own: Vec<_> = (0..MOST.0).filter_map(|_| places.take(MemberNumber(1))).collect();
        assert!(own.len() == MOST.0 && places.take(MemberNumber(1)).is_none());
        let others: Vec<_> = (2..20).filter_map(|n| places.take(MemberNumber(n))).collect();
        assert_eq!(others.len(), 18);
        drop(own);
        assert!(places.take(MemberNumber(1)).is_some());
    }
}
