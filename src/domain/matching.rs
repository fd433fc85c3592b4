//! Which profile a booking belongs to. Only the sets of profiles and deliveries count, never the
//! order of arrival, so a replay gives the same links.

use time::OffsetDateTime;

use super::ids::ProfileId;

/// How a booking found its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// Its metadata named the profile.
    Metadata,
    /// It replaces a booking of the profile.
    Reschedule,
    /// The booker's e-mail address is the profile's.
    Email,
}

impl MatchedBy {
    /// The word for it in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Reschedule => "reschedule",
            Self::Email => "email",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Metadata, Self::Reschedule, Self::Email].into_iter().find(|way| way.as_str() == text)
    }
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
