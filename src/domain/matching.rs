//! Matches bookings to profiles. Only the sets of profiles, deliveries, claims and links count, never the
//! order of arrival, so a replay gives the same matches.

use time::OffsetDateTime;

use super::ids::{BookingUid, ProfileId, SeatRef};
use super::seat::Seat;
use super::text::Email;

/// How a booking was matched to its profile, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// A member linked it to a profile, or to no applicant.
    Hand,
    /// Its metadata named the profile.
    Metadata,
    /// The holder of the profile has proved that they know the booking's uid.
    Claim,
    /// The booker's e-mail address is the profile's. Anybody can apply with anybody's address, so
    /// this alone opens nothing of the booking.
    Email,
}

impl MatchedBy {
    /// The word for it in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Metadata => "metadata",
            Self::Claim => "claim",
            Self::Email => "email",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Hand, Self::Metadata, Self::Claim, Self::Email].into_iter().find(|way| way.as_str() == text)
    }
}

/// A member's assignment of a booking, or of one seat of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number. Later links have higher numbers, whatever a clock says.
    pub number: i64,
    /// The seat; `None` for a booking that had none.
    pub seat: Option<Seat>,
    /// The profile; `None` if the booking is no applicant's.
    pub profile: Option<ProfileId>,
}

/// Returns the link that counts for a row of a booking: of those to that row, the latest. A booking without
/// seats is linked whatever seat is named.
#[must_use]
pub fn by_hand<'a>(links: impl IntoIterator<Item = &'a Link>, seat: Option<&Seat>) -> Option<&'a Link> {
    let concerned = links.into_iter().filter(|link| seat.is_none() || link.seat.as_ref() == seat);
    concerned.max_by_key(|link| link.number)
}

/// The reference to a booking: its uid and, if it has seats, a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingName {
    /// Cal.com's uid.
    pub uid: BookingUid,
    /// Cal.com's reference of the seat, if it was given.
    pub seat: Option<SeatRef>,
}

/// Proof that the holder of a profile knows a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// When.
    pub at: OffsetDateTime,
    /// The profile.
    pub profile: ProfileId,
    /// The profile's address.
    pub email: Email,
    /// The seat's reference, if it was given.
    pub seat: Option<SeatRef>,
}

impl Claim {
    /// Whether it is about this row of the booking that it names. Without a seat's reference, of several
    /// seats it is about those with the profile's address.
    #[must_use]
    pub fn concerns(&self, seat: Option<&Seat>, attendee: Option<&Email>) -> bool {
        match (&self.seat, seat) {
            (_, None) => true,
            (Some(known), Some(seat)) => seat.reference() == Some(known),
            (None, Some(_)) => self.has(attendee),
        }
    }

    fn has(&self, attendee: Option<&Email>) -> bool {
        attendee == Some(&self.email)
    }
}

/// Returns the claim that wins a row of a booking: of the claims to that row, one of a
/// profile with the attendee's address before the others, then the earliest.
#[must_use]
pub fn by_claim<'a>(
    claims: impl IntoIterator<Item = &'a Claim>,
    seat: Option<&Seat>,
    attendee: Option<&Email>,
) -> Option<ProfileId> {
    let concerned = claims.into_iter().filter(|claim| claim.concerns(seat, attendee));
    concerned.min_by_key(|claim| (!claim.has(attendee), claim.at, claim.profile)).map(|claim| claim.profile)
}

/// Of the profiles with the booker's e-mail address, given with the time they were made: the
/// newest made before the booking's first event, else the oldest made after it.
#[must_use]
pub fn by_email(
    candidates: &[(OffsetDateTime, ProfileId)],
    first_event_at: Option<OffsetDateTime>,
) -> Option<ProfileId> {
    let (before, after): (Vec<_>, Vec<_>) =
        candidates.iter().copied().partition(|(made, _)| first_event_at.is_some_and(|first| *made <= first));
    before.into_iter().max().or(after.into_iter().min()).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    fn email(text: &str) -> Email {
        Email::parse(text).expect("an address")
    }

    /// By profile `n`, with its address, in the second `at`.
    fn claim(n: u8, at: i64, address: &str, seat: Option<&str>) -> Claim {
        Claim {
            at: OffsetDateTime::from_unix_timestamp(at).expect("an instant"),
            profile: ProfileId::from_random([n; 16]),
            email: email(address),
            seat: seat.and_then(SeatRef::parse),
        }
    }

    /// `seat` is empty for a booking without seats.
    fn winner(claims: &[Claim], seat: &str, attendee: Option<&str>) -> Option<ProfileId> {
        let (seat, attendee) = (Seat::parse(seat), attendee.map(email));
        let won = by_claim(claims, seat.as_ref(), attendee.as_ref());
        assert_eq!(by_claim(claims.iter().rev(), seat.as_ref(), attendee.as_ref()), won, "the order counts");
        won
    }

    #[test]
    fn the_strengths_are_in_order() {
        let ways = [MatchedBy::Hand, MatchedBy::Metadata, MatchedBy::Claim, MatchedBy::Email];
        assert!(ways.is_sorted());
        for way in ways {
            assert_eq!(MatchedBy::parse(way.as_str()), Some(way));
        }
    }

    #[test]
    fn the_latest_link_to_a_row_counts() {
        let link = |number, seat: &str, n: Option<u8>| Link {
            number,
            seat: Seat::parse(seat),
            profile: n.map(|n| ProfileId::from_random([n; 16])),
        };
        let links =
            [link(3, "s1", Some(1)), link(7, "s2", None), link(5, "s1", Some(2)), link(1, "", Some(3))];
        let counting = |seat: &str| by_hand(&links, Seat::parse(seat).as_ref()).map(|link| link.number);
        assert_eq!(counting("s1"), Some(5));
        assert_eq!(counting("s2"), Some(7));
        assert_eq!(counting("s3"), None);
        assert_eq!(counting(""), Some(7));
    }

    #[test]
    fn the_earliest_claim_wins_unless_a_later_one_has_the_attendees_address() {
        let claims = [claim(1, 20, "x@example.com", None), claim(2, 10, "y@example.com", None)];
        assert_eq!(winner(&claims, "", None), Some(claims[1].profile));
        assert_eq!(winner(&claims, "", Some("z@example.com")), Some(claims[1].profile));
        assert_eq!(winner(&claims, "", Some("x@example.com")), Some(claims[0].profile));
        let same = [claim(4, 10, "x@example.com", None), claim(3, 10, "x@example.com", None)];
        assert_eq!(winner(&same, "", None), Some(same[1].profile));
        assert_eq!(winner(&[], "", None), None);
    }

    #[test]
    fn a_seat_is_claimed_by_its_reference_or_by_its_attendees_address() {
        let by_seat = [claim(1, 10, "x@example.com", Some("s1"))];
        assert_eq!(winner(&by_seat, "s1", Some("z@example.com")), Some(by_seat[0].profile));
        assert_eq!(winner(&by_seat, "s2", Some("x@example.com")), None);
        let by_uid = [claim(1, 10, "x@example.com", None)];
        assert_eq!(winner(&by_uid, "s1", Some("x@example.com")), Some(by_uid[0].profile));
        assert_eq!(winner(&by_uid, "s1", Some("z@example.com")), None);
        assert_eq!(winner(&by_uid, "s1", None), None);
    }

    #[test]
    fn a_booking_without_seats_is_claimed_by_its_uid_whatever_seat_is_named() {
        let claims = [claim(1, 10, "x@example.com", Some("s1"))];
        assert_eq!(winner(&claims, "", Some("z@example.com")), Some(claims[0].profile));
    }

    #[test]
    fn the_application_before_the_booking_is_preferred_to_the_one_after() {
        let at = |text| instant::parse(text).expect("an instant");
        let id = |n| ProfileId::from_random([n; 16]);
        let candidates = [
            (at("2026-01-01T00:00:00Z"), id(1)),
            (at("2026-01-02T00:00:00Z"), id(2)),
            (at("2026-01-04T00:00:00Z"), id(3)),
            (at("2026-01-05T00:00:00Z"), id(4)),
        ];
        assert_eq!(by_email(&candidates, Some(at("2026-01-03T00:00:00Z"))), Some(id(2)));
        assert_eq!(by_email(&candidates, Some(at("2025-12-31T00:00:00Z"))), Some(id(1)));
        assert_eq!(by_email(&candidates[2..], Some(at("2026-01-03T00:00:00Z"))), Some(id(3)));
        assert_eq!(by_email(&candidates, None), Some(id(1)));
        assert_eq!(by_email(&[], None), None);
    }
}
