//! Links with which people join the team or choose a new password.
//!
//! A link is signed with the team's key and holds no personal data. Making one writes nothing, so it
//! works beside a running server; that it was used is stored by the name of its [`Invitation::nonce`].

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use time::{Duration, OffsetDateTime};

use crate::domain::member::{MemberNumber, Role};

/// How many bytes of the HMAC a link carries.
const TAG: usize = 16;
/// Purpose, member, expiry and nonce.
const PLAIN: usize = 1 + 8 + 8 + 16;
/// The signed text begins with this, so that no other signature of the key is valid for a link.
const DOMAIN: &[u8] = b"bookhook team link 1";

/// The key that signs links. Whoever can read it runs the server.
#[derive(Clone)]
pub struct TeamKey(Vec<u8>);

impl TeamKey {
    /// Takes the key's text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    fn mac(&self, plain: &[u8]) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        Some(mac.chain_update(DOMAIN).chain_update(plain))
    }
}

impl fmt::Debug for TeamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TeamKey")
    }
}

/// The purpose of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To join with a role.
    Join(Role),
    /// To give a member a new password.
    Reset(MemberNumber),
    /// To take the second step of signing in, after a right password.
    SecondStep(MemberNumber),
}

/// The content of a link.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// What it is for.
    pub purpose: Purpose,
    /// When it expires.
    pub until: OffsetDateTime,
    /// Its name: a link works once.
    pub nonce: [u8; 16],
}

/// Why a link does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLink {
    /// It was not signed with this key, or not in this form.
    Forged,
    /// It is too old.
    Expired,
}

impl Invitation {
    /// How long a link works.
    const VALID: Duration = Duration::hours(24);

    /// A new invitation; the nonce must be random.
    #[must_use]
    pub fn new(purpose: Purpose, now: OffsetDateTime, nonce: [u8; 16]) -> Self {
        let until = now + Self::VALID;
        Self { purpose, until: until.replace_nanosecond(0).unwrap_or(until), nonce }
    }

    /// The last part of the link.
    #[must_use]
    pub fn sign(&self, key: &TeamKey) -> String {
        let plain = self.plain();
        let tag = key.mac(&plain).map(|mac| mac.finalize().into_bytes());
        let tag = tag.as_deref().and_then(|tag| tag.get(..TAG)).unwrap_or_default();
        hex::encode([&plain, tag].concat())
    }

    /// Reads the last part of a link.
    ///
    /// # Errors
    /// The link is not one of this key, or has expired.
    pub fn open(token: &str, key: &TeamKey, now: OffsetDateTime) -> Result<Self, BadLink> {
        let mut bytes = [0; PLAIN + TAG];
        hex::decode_to_slice(token, &mut bytes).map_err(|_| BadLink::Forged)?;
        let (plain, tag) = bytes.split_at(PLAIN);
        let mac = key.mac(plain).ok_or(BadLink::Forged)?;
        mac.verify_truncated_left(tag).map_err(|_| BadLink::Forged)?;
        let invitation = Self::read(plain).ok_or(BadLink::Forged)?;
        if now < invitation.until { Ok(invitation) } else { Err(BadLink::Expired) }
    }

    fn plain(&self) -> [u8; PLAIN] {
        let (kind, member) = match self.purpose {
            Purpose::Join(Role::Member) => (0, 0),
            Purpose::Join(Role::Owner) => (1, 0),
            Purpose::Reset(MemberNumber(number)) => (2, number),
            Purpose::SecondStep(MemberNumber(number)) => (3, number),
        };
        let mut plain = [kind; PLAIN];
        plain[1..9].copy_from_slice(&member.to_be_bytes());
        plain[9..17].copy_from_slice(&self.until.unix_timestamp().to_be_bytes());
        plain[17..].copy_from_slice(&self.nonce);
        plain
    }

    fn read(plain: &[u8]) -> Option<Self> {
        let number = |at: usize| Some(i64::from_be_bytes(plain.get(at..at + 8)?.try_into().ok()?));
        let purpose = match plain.first()? {
            0 => Purpose::Join(Role::Member),
            1 => Purpose::Join(Role::Owner),
            2 => Purpose::Reset(MemberNumber(number(1)?)),
            3 => Purpose::SecondStep(MemberNumber(number(1)?)),
            _ => return None,
        };
        let until = OffsetDateTime::from_unix_timestamp(number(9)?).ok()?;
        Some(Self { purpose, until, nonce: plain.get(17..)?.try_into().ok()? })
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn key() -> TeamKey {
        TeamKey::new("a key")
    }

    fn invitation(purpose: Purpose) -> Invitation {
        Invitation::new(purpose, NOW, [7; 16])
    }

    #[test]
    fn a_link_says_what_was_signed() {
        for purpose in
            [Purpose::Join(Role::Member), Purpose::Join(Role::Owner), Purpose::Reset(MemberNumber(12))]
        {
            let made = invitation(purpose);
            assert_eq!(Invitation::open(&made.sign(&key()), &key(), NOW), Ok(made));
        }
    }

    #[test]
    fn a_link_works_for_a_day() {
        let token = invitation(Purpose::Join(Role::Member)).sign(&key());
        let last = NOW + Duration::hours(24) - Duration::SECOND;
        assert!(Invitation::open(&token, &key(), last).is_ok());
        assert_eq!(Invitation::open(&token, &key(), NOW + Duration::hours(24)), Err(BadLink::Expired));
    }

    #[test]
    fn no_character_of_a_link_can_be_changed() {
        let token = invitation(Purpose::Join(Role::Member)).sign(&key());
        for at in 0..token.len() {
            let other = if token.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut changed = token.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(Invitation::open(&changed, &key(), NOW), Err(BadLink::Forged), "{at}");
        }
    }

    #[test]
    fn a_link_of_another_key_or_of_another_form_is_forged() {
        let token = invitation(Purpose::Join(Role::Owner)).sign(&TeamKey::new("another key"));
        for token in [token.as_str(), "", "00", &"0".repeat(98), &"zz".repeat(49)] {
            assert_eq!(Invitation::open(token, &key(), NOW), Err(BadLink::Forged), "{token}");
        }
    }
}
