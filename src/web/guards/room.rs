//! The memory for the bodies that are being read. Without a bound, clients that send slowly and never
//! finish would each hold as much as one body may have.
//!
//! Small bodies have a room of their own, so that large ones take no place from them. Where a room is
//! full, a body that has fallen behind loses its place to one that needs it: a small one when it is not
//! there after half a second, a large one when it pauses for so long or is slower than the least rate.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rocket::data::ByteUnit;
use rocket::tokio::sync::Notify;

/// Both rooms; managed by Rocket.
pub(crate) struct BodyRoom {
    small: Arc<Room>,
    large: Arc<Room>,
}

impl BodyRoom {
    /// The largest small body, and the byte that tells its end. Cal.com's deliveries have 2 to 20 kB.
    pub(super) const SMALL: usize = 64 * 1024 + 1;
    /// The bytes for small bodies.
    const FOR_SMALL: usize = 8 * 1024 * 1024;
    /// The bytes for the others.
    const FOR_LARGE: usize = 24 * 1024 * 1024;

    /// Rooms in which a body of at most `largest` bytes can have a place.
    #[must_use]
    pub(crate) fn for_bodies_up_to(largest: ByteUnit) -> Self {
        let largest = usize::try_from(largest.as_u64()).unwrap_or(usize::MAX).saturating_add(1);
        // A small body comes at once, or from somebody who wants its place.
        let small = Room::new(Self::FOR_SMALL, Duration::ZERO);
        Self { small, large: Room::new(Self::FOR_LARGE.max(largest), PER_BYTE) }
    }

    /// Returns the room for a body that needs so many bytes in all.
    pub(super) fn room_for(&self, size: usize) -> &Arc<Room> {
        if size <= Self::SMALL { &self.small } else { &self.large }
    }
}

/// So many bytes, and who has them.
pub(super) struct Room {
    /// How much longer each byte that comes is enough.
    per_byte: Duration,
    places: Mutex<Reservations>,
}

struct Reservations {
    free: usize,
    next: u64,
    taken: HashMap<u64, Reserved>,
}

struct Reserved {
    bytes: usize,
    /// Until when what has come is enough. Past that the body has fallen behind.
    enough_until: Instant,
    leave: Arc<Notify>,
}

/// How long a body may pause before it has fallen behind.
const PAUSE: Duration = Duration::from_millis(500);
/// The least rate, as the time that one byte may take: 16 KiB/s.
const PER_BYTE: Duration = Duration::from_nanos(1_000_000_000 / (16 * 1024));

impl Room {
    fn new(bytes: usize, per_byte: Duration) -> Arc<Self> {
        let places = Reservations { free: bytes, next: 0, taken: HashMap::new() };
        Arc::new(Self { per_byte, places: Mutex::new(places) })
    }

    /// A place of so many bytes for a body that begins; `None` if there is no room.
    pub(super) fn take(self: &Arc<Self>, bytes: usize, now: Instant) -> Option<Reservation> {
        let mut places = self.places.lock();
        places.make_room(bytes, None, now).then(|| {
            let (id, leave) = (places.next, Arc::new(Notify::new()));
            places.next += 1;
            places.free -= bytes;
            places.taken.insert(id, Reserved { bytes, enough_until: now + PAUSE, leave: Arc::clone(&leave) });
            Reservation { room: Arc::clone(self), id, leave }
        })
    }
}

impl Reservations {
    /// Whether so many bytes are free, if need be because others leave: first who is farthest behind.
    /// A request that leaves frees its memory a moment later; until then at most twice as much is in use.
    fn make_room(&mut self, bytes: usize, own: Option<u64>, now: Instant) -> bool {
        while self.free < bytes {
            let behind =
                self.taken.iter().filter(|(id, taken)| Some(**id) != own && taken.enough_until < now);
            let Some(id) = behind.min_by_key(|(_, taken)| taken.enough_until).map(|(id, _)| *id) else {
                return false;
            };
            if let Some(taken) = self.taken.remove(&id) {
                self.free += taken.bytes;
                taken.leave.notify_one();
            }
        }
        true
    }
}

/// A body's place, given back when dropped.
pub(super) struct Reservation {
    room: Arc<Room>,
    id: u64,
    leave: Arc<Notify>,
}

impl Reservation {
    /// Whether it is in this room.
    pub(super) fn is_in(&self, room: &Arc<Room>) -> bool {
        Arc::ptr_eq(&self.room, room)
    }

    /// Takes so many bytes more; `false` if there is no room for them.
    pub(super) fn grow(&self, bytes: usize, now: Instant) -> bool {
        let mut places = self.room.places.lock();
        if !places.taken.contains_key(&self.id) || !places.make_room(bytes, Some(self.id), now) {
            return false;
        }
        places.free -= bytes;
        if let Some(taken) = places.taken.get_mut(&self.id) {
            taken.bytes += bytes;
        }
        true
    }

    /// Notes that so many bytes of the body have come.
    pub(super) fn received(&self, bytes: usize, now: Instant) {
        let time = self.room.per_byte.saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX));
        if let Some(taken) = self.room.places.lock().taken.get_mut(&self.id) {
            taken.enough_until = (taken.enough_until + time).min(now + PAUSE);
        }
    }

    /// Ends when the place was given to another body.
    pub(super) async fn revoked(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut places = self.room.places.lock();
        if let Some(taken) = places.taken.remove(&self.id) {
            places.free += taken.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use rocket::data::ToByteUnit;

    use super::*;

    /// Returns the bytes of the place; `None` once it is another's.
    fn held(place: &Reservation) -> Option<usize> {
        place.room.places.lock().taken.get(&place.id).map(|taken| taken.bytes)
    }

    #[test]
    fn places_share_their_room_and_give_it_back() {
        let (room, now) = (Room::new(10, PER_BYTE), Instant::now());
        let first = room.take(6, now).expect("room");
        assert!(room.take(5, now).is_none());
        assert!(first.grow(4, now) && !first.grow(1, now));
        drop(first);
        assert!(room.take(10, now).is_some());
    }

    #[test]
    fn large_bodies_take_no_place_from_small_ones() {
        let (room, now) = (BodyRoom::for_bodies_up_to(1.mebibytes()), Instant::now());
        let _all = room.room_for(BodyRoom::SMALL + 1).take(BodyRoom::FOR_LARGE, now).expect("room");
        assert!(room.room_for(BodyRoom::SMALL + 1).take(1, now).is_none());
        assert!(room.room_for(BodyRoom::SMALL).take(BodyRoom::SMALL, now).is_some());
    }

    #[test]
    fn the_largest_body_that_may_come_has_a_place() {
        let room = BodyRoom::for_bodies_up_to(64.mebibytes());
        let size = 64 * 1024 * 1024 + 1;
        assert!(room.room_for(size).take(size, Instant::now()).is_some());
    }

    #[test]
    fn a_full_room_takes_a_place_from_who_is_farthest_behind_and_from_nobody_else() {
        let (room, begun) = (Room::new(10, PER_BYTE), Instant::now());
        let after = |millis| begun + Duration::from_millis(millis);
        let first = room.take(5, begun).expect("room");
        let second = room.take(5, after(100)).expect("room");
        assert!(room.take(5, after(500)).is_none(), "neither is behind");
        let third = room.take(5, after(501)).expect("room");
        assert_eq!([held(&first), held(&second), held(&third)], [None, Some(5), Some(5)]);
        drop(first);
        assert!(room.take(1, after(502)).is_none(), "what was given away is given back twice");
    }

    #[test]
    fn a_body_of_the_least_rate_keeps_its_place_and_a_trickle_does_not() {
        let (room, begun) = (Room::new(20, PER_BYTE), Instant::now());
        let (steady, trickle) = (room.take(10, begun).expect("room"), room.take(10, begun).expect("room"));
        for second in 1..=4 {
            steady.received(8 * 1024, begun + Duration::from_millis(500 * second));
            trickle.received(1, begun + Duration::from_millis(500 * second));
        }
        let now = begun + Duration::from_millis(2_100);
        let _newest = room.take(10, now).expect("room");
        assert_eq!((held(&steady), held(&trickle)), (Some(10), None));
        assert!(room.take(10, now).is_none());
        assert!(!trickle.grow(1, now));
    }

    #[test]
    fn a_small_body_that_is_not_there_in_time_loses_its_place_however_much_of_it_comes() {
        let (rooms, begun) = (BodyRoom::for_bodies_up_to(1.mebibytes()), Instant::now());
        let room = rooms.room_for(BodyRoom::SMALL);
        let held_open = room.take(BodyRoom::FOR_SMALL, begun).expect("room");
        for part in 1..=10 {
            held_open.received(8 * 1024, begun + Duration::from_millis(50 * part));
        }
        assert!(room.take(1, begun + Duration::from_millis(500)).is_none());
        assert!(room.take(1, begun + Duration::from_millis(501)).is_some());
        assert_eq!(held(&held_open), None);
    }
}
