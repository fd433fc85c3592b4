//! A booking and its match, as a row holds them.

use time::OffsetDateTime;

use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::ids::ProfileId;
use crate::domain::matching::MatchedBy;
use crate::domain::text::Email;

/// A profile by both of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Holder {
    pub number: i64,
    pub id: ProfileId,
}

/// The assignment of a booking to a profile, and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Match {
    /// The profile; `None` if a member linked the booking to no applicant.
    pub holder: Option<Holder>,
    pub matched_by: MatchedBy,
    /// The match is that of a booking which this one replaces.
    pub inherited: bool,
}

impl Match {
    /// The profile's number.
    pub(in crate::store) fn number(self) -> Option<i64> {
        self.holder.map(|holder| holder.number)
    }

    /// The profile's id.
    pub(in crate::store) fn id(self) -> Option<ProfileId> {
        self.holder.map(|holder| holder.id)
    }

    /// Whether the booking's own metadata names the profile.
    pub(in crate::store) fn is_named(self) -> bool {
        self.matched_by == MatchedBy::Metadata && !self.inherited
    }
}

/// A row of `bookings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct BookingRow {
    pub id: i64,
    pub booking: Booking,
    pub matched: Option<Match>,
    /// The row of the same attendee in the booking that this one replaces: its match is handed on.
    pub predecessor: Option<i64>,
}

impl BookingRow {
    /// Returns the profile that may read the booking: a match by address alone opens nothing.
    pub(in crate::store) fn holder(&self) -> Option<ProfileId> {
        self.matched.filter(|found| found.matched_by != MatchedBy::Email).and_then(Match::id)
    }

    /// Whether a member should link it: the last booking of a chain without a match, unless its person was
    /// erased or it is of another event type.
    pub(in crate::store) fn is_unmatched(&self) -> bool {
        let Booking { status, details, other_type, .. } = &self.booking;
        let is_erased = details.attendee_email.as_ref().is_some_and(Email::is_erased);
        self.matched.is_none() && *status != BookingStatus::Rescheduled && !other_type && !is_erased
    }

    /// When it starts, unless it is nobody's and of another event type: such a booking is in no agenda.
    pub(in crate::store) fn interview_start(&self) -> Option<OffsetDateTime> {
        let is_other = self.booking.other_type && self.matched.and_then(Match::number).is_none();
        self.booking.details.start.filter(|_| !is_other)
    }

    /// Returns the profile that its metadata names, unless that decided the match.
    pub(in crate::store) fn named_profile(&self) -> Option<ProfileId> {
        self.booking.profile.filter(|_| !self.matched.is_some_and(Match::is_named))
    }
}
