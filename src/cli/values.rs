//! Values on the command line that several commands take.

use time::OffsetDateTime;

use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;

/// A booking's uid.
pub(super) fn uid(text: &str) -> Result<BookingUid, &'static str> {
    BookingUid::parse(text).ok_or("a booking's uid is one word")
}

/// A profile's id.
pub(super) fn profile(text: &str) -> Result<ProfileId, &'static str> {
    ProfileId::parse(text).ok_or("a profile's id is a UUID")
}

/// A time in RFC 3339, or the beginning of a day in UTC.
pub(super) fn time(text: &str) -> Result<OffsetDateTime, &'static str> {
    let day = || instant::parse(&format!("{text}T00:00:00Z"));
    instant::parse(text)
        .or_else(day)
        .ok_or("write a time like 2026-01-15T14:00:00Z, or a day like 2026-01-15")
}
