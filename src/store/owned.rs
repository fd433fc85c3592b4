//! A booking and whose it is, as a row holds them.

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

/// The owner of a booking, and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Owner {
    /// The profile; `None`: a member said that it is no applicant's.
    pub holder: Option<Holder>,
    pub matched_by: MatchedBy,
    /// Not the booking itself was matched so, but one that it replaces.
    pub inherited: bool,
}

impl Owner {
    /// The profile's number.
    pub(in crate::store) fn number(self) -> Option<i64> {
        self.holder.map(|holder| holder.number)
    }

    /// The profile's id.
    pub(in crate::store) fn id(self) -> Option<ProfileId> {
        self.holder.map(|holder| holder.id)
    }

    /// The booking's own metadata names the profile.
    pub(in crate::store) fn is_named(self) -> bool {
        self.matched_by == MatchedBy::Metadata && !self.inherited
    }
}

/// A row of `bookings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct BookingRow {
    pub id: i64,
    pub booking: Booking,
    pub owner: Option<Owner>,
    /// The row of the same attendee in the booking that this one replaces: it hands its owner on.
    pub predecessor: Option<i64>,
}

impl BookingRow {
    /// The profile that may read it: an address alone opens nothing.
    pub(in crate::store) fn holder(&self) -> Option<ProfileId> {
        self.owner.filter(|owner| owner.matched_by != MatchedBy::Email).and_then(Owner::id)
    }

    /// Whether it waits for somebody to say whose it is: of a chain the last does, unless its person was
    /// erased, or it is of an event type that is not the team's.
    pub(in crate::store) fn is_unmatched(&self) -> bool {
        let Booking { status, details, other_type, .. } = &self.booking;
        let is_erased = details.attendee_email.as_ref().is_some_and(Email::is_erased);
        self.owner.is_none() && *status != BookingStatus::Rescheduled && !other_type && !is_erased
    }

    /// The profile that its metadata names, where it was not matched by that.
    pub(in crate::store) fn named_profile(&self) -> Option<ProfileId> {
        self.booking.profile.filter(|_| !self.owner.is_some_and(Owner::is_named))
    }
}
