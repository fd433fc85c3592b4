//! The second step of signing in: codes of an authenticator app (TOTP, RFC 6238), and recovery codes in case
//! it is lost.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::domain::text::Email;

/// The validity of a code, in seconds.
const STEP: i64 = 30;
/// The number of steps by which a phone's clock may be wrong, either way.
const DRIFT: i64 = 1;

/// The secret shared by the server and an authenticator app.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A secret of these random bytes.
    #[must_use]
    pub fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// Reads a secret that was written in Base32.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The secret in Base32, as people type it into an app.
    #[must_use]
    pub fn written(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The address that an app reads from a QR code
    /// (<https://github.com/google/google-authenticator/wiki/Key-Uri-Format>).
    #[must_use]
    pub fn address(&self, team: &str, email: &Email) -> String {
        let escaped = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let (issuer, account) = (escaped(team), escaped(email.as_str()));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.written())
    }

    /// Returns the step of this code: near `now`, and later than `last`, because a code works once.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: OffsetDateTime, last: Option<i64>) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let present = now.unix_timestamp() / STEP;
        let steps = (present - DRIFT..=present + DRIFT).filter(|step| last.is_none_or(|last| *step > last));
        let mut right = steps.filter(|step| self.code(*step) == typed);
        right.next_back()
    }

    /// The six digits of a step (RFC 4226, 5.3).
    fn code(&self, step: i64) -> String {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        let at = usize::from(tag[19] & 0xf);
        let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
        format!("{:06}", number % 1_000_000)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret")
    }
}

/// A code that replaces the app once. Only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 10]);

impl RecoveryCode {
    /// How many a member gets.
    pub const MANY: usize = 10;

    /// A code of these random bytes.
    #[must_use]
    pub fn new(random: [u8; 10]) -> Self {
        Self(random)
    }

    /// Reads what somebody typed: the case, spaces and hyphens do not count.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bytes = BASE32_NOPAD.decode(plain.to_ascii_uppercase().as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The code in four groups of letters and digits.
    #[must_use]
    pub fn written(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0).to_ascii_lowercase();
        let groups: Vec<&str> = (0..4).filter_map(|group| text.get(group * 4..group * 4 + 4)).collect();
        groups.join("-")
    }

    /// The digest that is stored. The code is random, so it needs no slow one.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn secret() -> TotpSecret {
        TotpSecret::new(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("a time")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // Its codes have eight digits, of which these are the last six.
        for (time, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(secret().step_of(code, at(time), None), Some(time / 30));
        }
    }

    #[test]
    fn a_code_works_half_a_minute_early_and_late_and_then_no_more() {
        for (time, works) in [(29, true), (30, true), (89, true), (90, false)] {
            assert_eq!(secret().step_of("287 082", at(time), None).is_some(), works, "{time}");
        }
    }

    #[test]
    fn a_code_works_once() {
        let step = secret().step_of("287082", at(59), None);
        assert_eq!(step, Some(1));
        assert_eq!(secret().step_of("287082", at(59), step), None);
    }

    #[test]
    fn nothing_else_is_a_code() {
        for typed in ["", "28708", "2870822", "287083", "94287082", "abcdef"] {
            assert_eq!(secret().step_of(typed, at(59), None), None, "{typed}");
        }
    }

    #[test]
    fn an_app_reads_the_secret_from_the_address() {
        let email = Email::parse("dana@team.example.com").expect("an address");
        assert_eq!(
            secret().address("Northwind: Talent", &email),
            "otpauth://totp/Northwind%3A%20Talent:dana%40team%2Eexample%2Ecom\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Northwind%3A%20Talent"
        );
        assert_eq!(TotpSecret::parse(&secret().written()), Some(secret()));
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let code = RecoveryCode::new([7; 10]);
        let written = code.written();
        assert_eq!(written.len(), 19);
        for typed in [written.clone(), written.to_uppercase(), written.replace('-', " ")] {
            assert!(RecoveryCode::parse(&typed) == Some(code.clone()), "{typed}");
        }
        assert!(RecoveryCode::parse("287082").is_none());
    }
}
