//! The seats of a booking.

use std::cmp::Ordering;

use super::ids::SeatRef;
use super::text::Email;

/// One attendee's place in a booking whose event type has seats. Seats are in the order of their texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Cal.com's reference names it.
    Ref(SeatRef),
    /// Only its attendee is known, because the cancellation of a seat names nothing else.
    Of(Email),
}

impl Seat {
    /// Reads what [`Self::as_str`] returns.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let attendee = || Email::parse(text).ok().map(Self::Of);
        SeatRef::parse(text).map(Self::Ref).or_else(attendee)
    }

    /// Returns the reference or the address, which an `@` tells apart.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ref(reference) => reference.as_str(),
            Self::Of(attendee) => attendee.as_str(),
        }
    }

    /// Returns the reference, if it is known.
    #[must_use]
    pub fn reference(&self) -> Option<&SeatRef> {
        match self {
            Self::Ref(reference) => Some(reference),
            Self::Of(_) => None,
        }
    }
}

impl Ord for Seat {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Seat {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_at_sign_tells_an_attendee_from_a_reference() {
        let reference = Seat::parse("3be5-61").expect("a seat");
        let attendee = Seat::parse("sam@example.com").expect("a seat");
        assert!(matches!((&reference, &attendee), (Seat::Ref(_), Seat::Of(_))));
        for seat in [reference, attendee] {
            assert_eq!(Seat::parse(seat.as_str()), Some(seat));
        }
        for bad in ["", "a b", "a@b@c"] {
            assert_eq!(Seat::parse(bad), None, "{bad:?}");
        }
    }
}
