//! Values on the command line that several commands take.

use time::OffsetDateTime;

use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::domain::text::{Email, PersonName};
use crate::store::Who;

/// A booking's uid.
pub(in crate::cli) fn uid(text: &str) -> Result<BookingUid, &'static str> {
    BookingUid::parse(text).ok_or("a booking's uid is one word")
}

/// A delivery's number.
pub(in crate::cli) fn delivery(text: &str) -> Result<i64, &'static str> {
    text.parse().map_err(|_| "a delivery's id is a whole number, as the list shows it")
}

/// A profile's id.
pub(in crate::cli) fn profile(text: &str) -> Result<ProfileId, &'static str> {
    ProfileId::parse(text).ok_or("a profile's id is a UUID")
}

/// A time in RFC 3339, or the beginning of a day in UTC.
pub(in crate::cli) fn time(text: &str) -> Result<OffsetDateTime, &'static str> {
    let day = || instant::parse(&format!("{text}T00:00:00Z"));
    instant::parse(text)
        .or_else(day)
        .ok_or("write a time like 2026-01-15T14:00:00Z, or a day like 2026-01-15")
}

/// An e-mail address.
pub(in crate::cli) fn email(text: &str) -> Result<Email, &'static str> {
    Email::parse(text).map_err(|_| "write an e-mail address, like name@example.com")
}

/// A person's name.
pub(in crate::cli) fn person(text: &str) -> Result<PersonName, &'static str> {
    PersonName::parse(text).map_err(|_| "a name is one line of 1 to 200 characters")
}

/// Parses a profile's id or an e-mail address.
pub(in crate::cli) fn who(text: &str) -> Result<Who, &'static str> {
    let profile = ProfileId::parse(text).map(Who::Profile);
    let email = || Email::parse(text).ok().map(Who::Email);
    profile.or_else(email).ok_or("write the id of a profile, or an e-mail address")
}
