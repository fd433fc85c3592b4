//! Notifies the waiters for each profile, and those for any change.
//!
//! A waiter takes a place *before* it reads the state that it waits on, so that no change between
//! the reading and the waiting is lost. Places are bounded, per address and in all, and are free
//! again when they are dropped.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::domain::ids::ProfileId;

/// The maximum numbers of waiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// In all.
    pub total: u32,
    /// From one address.
    pub per_address: u32,
}

/// The waiting room. Clones share it.
#[derive(Clone)]
pub struct Live {
    room: Arc<Room>,
}

struct Room {
    bounds: Bounds,
    taken: Mutex<Taken>,
    /// Notified whenever anything was stored.
    everything: watch::Sender<()>,
}

#[derive(Default)]
struct Taken {
    bells: HashMap<ProfileId, watch::Sender<()>>,
    addresses: HashMap<IpAddr, u32>,
    total: u32,
}

/// All places are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl Live {
    /// An empty waiting room.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        let (taken, everything) = (Mutex::default(), watch::Sender::new(()));
        Self { room: Arc::new(Room { bounds, taken, everything }) }
    }

    /// Takes a place to wait for `profile`.
    ///
    /// # Errors
    /// [`Full`]: the address has its share, or there is no place at all.
    pub fn wait_for(&self, profile: ProfileId, address: IpAddr) -> Result<Waiter, Full> {
        let mut taken = self.room.taken.lock();
        let bounds = self.room.bounds;
        let share = taken.addresses.get(&address).copied().unwrap_or_default();
        if taken.total >= bounds.total || share >= bounds.per_address {
            return Err(Full);
        }
        taken.total += 1;
        *taken.addresses.entry(address).or_default() += 1;
        let bell = taken.bells.entry(profile).or_insert_with(|| watch::Sender::new(())).subscribe();
        Ok(Waiter { room: Arc::clone(&self.room), profile, address, bell: Some(bell) })
    }

    /// Wakes those who wait for `profile`, and nobody else. Never blocks for long, so the writer
    /// may call it.
    pub fn wake(&self, profile: ProfileId) {
        if let Some(bell) = self.room.taken.lock().bells.get(&profile) {
            bell.send_replace(());
        }
    }

    /// Wakes those who wait for any change. Never blocks for long.
    pub fn stored(&self) {
        self.room.everything.send_replace(());
    }

    /// A bell that rings whenever something was stored. It outlives this only while a clone does.
    #[must_use]
    pub fn everything(&self) -> watch::Receiver<()> {
        self.room.everything.subscribe()
    }

    /// Returns the number of waiters.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        self.room.taken.lock().total
    }
}

/// A place in the waiting room. Dropping it frees it.
pub struct Waiter {
    room: Arc<Room>,
    profile: ProfileId,
    address: IpAddr,
    /// Taken by `drop`, so that this waiter is gone before the rest are counted.
    bell: Option<watch::Receiver<()>>,
}

impl Waiter {
    /// Returns when the profile changed since the place was taken or since this last returned;
    /// at once if it has already.
    pub async fn changed(&mut self) {
        match &mut self.bell {
            // The bell outlives all places.
            Some(bell) => drop(bell.changed().await),
            None => std::future::pending().await,
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut taken = self.room.taken.lock();
        drop(self.bell.take());
        taken.total -= 1;
        if let Entry::Occupied(mut share) = taken.addresses.entry(self.address) {
            *share.get_mut() -= 1;
            if *share.get() == 0 {
                share.remove();
            }
        }
        if let Entry::Occupied(bell) = taken.bells.entry(self.profile)
            && bell.get().receiver_count() == 0
        {
            bell.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::net::Ipv4Addr;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn profile(n: u8) -> ProfileId {
        ProfileId::from_random([n; 16])
    }

    fn small() -> Live {
        Live::new(Bounds { total: 3, per_address: 2 })
    }

    fn is_awake(place: &mut Waiter) -> bool {
        pin!(place.changed()).poll(&mut Context::from_waker(Waker::noop())) == Poll::Ready(())
    }

    #[test]
    fn only_those_who_wait_for_the_profile_wake() {
        let live = small();
        let mut one = live.wait_for(profile(1), HOME).expect("a place");
        let mut two = live.wait_for(profile(2), HOME).expect("a place");
        live.wake(profile(1));
        assert!(is_awake(&mut one));
        assert!(!is_awake(&mut two));
    }

    #[test]
    fn a_change_between_taking_the_place_and_waiting_is_not_lost() {
        let live = small();
        let mut place = live.wait_for(profile(1), HOME).expect("a place");
        assert!(!is_awake(&mut place));
        live.wake(profile(1));
        live.wake(profile(1));
        assert!(is_awake(&mut place));
        assert!(!is_awake(&mut place), "two changes before one look are one");
    }

    #[test]
    fn a_change_before_the_place_was_taken_wakes_nobody() {
        let live = small();
        let _earlier = live.wait_for(profile(1), HOME).expect("a place");
        live.wake(profile(1));
        let mut place = live.wait_for(profile(1), HOME).expect("a place");
        assert!(!is_awake(&mut place));
    }

    #[test]
    fn places_are_bounded_per_address_and_in_all() {
        let live = small();
        let other = IpAddr::from([192, 0, 2, 1]);
        let first = live.wait_for(profile(1), HOME).expect("a place");
        let _second = live.wait_for(profile(2), HOME).expect("a place");
        assert_eq!(live.wait_for(profile(3), HOME).err(), Some(Full));
        let _third = live.wait_for(profile(3), other).expect("a place");
        assert_eq!(live.wait_for(profile(4), other).err(), Some(Full));
        drop(first);
        assert!(live.wait_for(profile(4), other).is_ok());
    }

    #[test]
    fn nothing_is_left_of_those_who_went() {
        let live = small();
        let places = [live.wait_for(profile(1), HOME), live.wait_for(profile(1), HOME)];
        assert_eq!(live.waiting(), 2);
        drop(places);
        let taken = live.room.taken.lock();
        assert_eq!((taken.total, taken.addresses.len(), taken.bells.len()), (0, 0, 0));
    }
}
