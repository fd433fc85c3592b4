//! Identifiers. An instance is proof that the text was well-formed.

use std::fmt;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::foreign::ForeignText;

/// The identifier of a profile: a random UUID, so that nobody finds one by guessing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileId(Uuid);

impl ProfileId {
    /// A new identifier from 16 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Reads the hyphenated form, in either case; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // `Uuid` also reads braces, URNs and bare hex, which would give one profile several URLs.
        let hyphenated = text.len() == 36;
        hyphenated.then(|| Uuid::try_parse(text).ok()).flatten().map(Self)
    }

    /// Its 16 bytes, of which the last is wholly random.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl fmt::Debug for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProfileId({self})")
    }
}

/// Identifies one filled-in form, however often it is sent. The identifier of its profile is derived from the
/// token, so a form that is sent twice creates one profile; the token cannot be derived from the identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FormToken(Uuid);

impl FormToken {
    /// A new token from 16 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Reads the hyphenated form; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ProfileId::parse(text).map(|ProfileId(uuid)| Self(uuid))
    }

    /// The identifier of the profile that the form makes.
    #[must_use]
    pub fn profile(self) -> ProfileId {
        let digest = Sha256::digest(format!("profile of the form {self}"));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        ProfileId::from_random(bytes)
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// Cal.com's name of a booking: stable until it is rescheduled, which makes a new one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookingUid(String);

impl BookingUid {
    /// Takes 1 to 255 bytes without white space or control characters, as Cal.com's 22-character
    /// uids and those of its imports are; but no dots alone, which a path cannot hold.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=255).contains(&text.len());
        let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace());
        let dots = matches!(text, "." | "..");
        (fits && plain && !dots).then(|| Self(text.to_owned()))
    }

    /// The uid as Cal.com wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BookingUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cal.com's reference of one seat of a seated booking (`attendeeSeatId`, `seatReferenceUid`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeatRef(ForeignText);

impl SeatRef {
    /// Accepts what a uid may be, except an e-mail address: a seat of which only the attendee is known is
    /// identified by the address, which is not a secret reference.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let BookingUid(text) = BookingUid::parse(text)?;
        (!text.contains('@')).then(|| Self(text.into()))
    }

    /// The reference as Cal.com wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// SHA-256 of a delivery's raw body. Two deliveries with the same digest are the same one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_id_has_one_spelling_per_case() {
        let id = ProfileId::from_random([7; 16]);
        assert_eq!(ProfileId::parse(&id.to_string()), Some(id));
        assert_eq!(ProfileId::parse(&id.to_string().to_uppercase()), Some(id));
        assert_eq!(ProfileId::parse(&id.to_string().replace('-', "")), None);
        assert_eq!(ProfileId::parse(&format!("{{{id}}}")), None);
        assert_eq!(ProfileId::parse("../../etc/passwd"), None);
    }

    #[test]
    fn a_form_makes_one_profile_and_two_forms_make_two() {
        let token = FormToken::from_random([7; 16]);
        let again = FormToken::parse(&token.to_string()).expect("a token");
        assert_eq!(again.profile(), token.profile());
        assert_ne!(FormToken::from_random([8; 16]).profile(), token.profile());
        assert_ne!(token.profile().to_string(), token.to_string());
    }

    #[test]
    fn a_uid_is_short_plain_and_not_empty() {
        assert!(BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").is_some());
        for bad in ["", "a b", "a\nb", "a\u{0}", ".", "..", &"x".repeat(256)] {
            assert_eq!(BookingUid::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_no_reference_of_a_seat() {
        assert!(SeatRef::parse("3be5-61").is_some());
        for bad in ["", "a b", "sam@example.com"] {
            assert_eq!(SeatRef::parse(bad), None, "{bad:?}");
        }
    }
}
