//! How Cal.com signs: HMAC-SHA256 over the raw body, keyed with the secret's UTF-8 bytes, as 64 hex digits in
//! a header. No time is signed, so an old delivery verifies forever; repetitions are recognized by the body's
//! digest.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Cal.com's header.
pub const HEADER: &str = "X-Cal-Signature-256";
/// Another name for it.
pub const HEADER_ALIAS: &str = "X-Cal-Signature";

/// The header's value where a webhook at Cal.com has no secret.
pub const UNSIGNED: &str = "no-secret-provided";

/// A webhook's signing secret. Only the keyed HMAC is stored; each delivery uses a copy.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

impl Secret {
    /// `None` for the empty text: Cal.com treats an empty secret as none, and does not sign.
    #[must_use]
    pub fn new(secret: &str) -> Option<Self> {
        if secret.is_empty() {
            return None;
        }
        // HMAC takes keys of any length.
        Hmac::new_from_slice(secret.as_bytes()).ok().map(Self)
    }

    fn over(&self, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(body);
        mac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The header's value for `body`, as Cal.com makes it: 64 lower-case hex digits.
#[must_use]
pub fn sign(secret: &Secret, body: &[u8]) -> String {
    hex::encode(secret.over(body).finalize().into_bytes())
}

/// The secret that made a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedWith {
    /// The current secret.
    Current,
    /// The previous secret.
    Previous,
}

impl SignedWith {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Current, Self::Previous];

    /// The word for it in the log and the metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Previous => "previous",
        }
    }
}

/// The active secrets: the current one and, during a rotation, the previous one.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// The current secret.
    pub current: Secret,
    /// The previous secret.
    pub previous: Option<Secret>,
}

impl Secrets {
    /// Checks `signature` over the body's raw bytes, in constant time for each secret, and says
    /// which one made it.
    ///
    /// # Errors
    /// [`SignatureProblem::Mismatch`] when no secret made it.
    pub fn verify(&self, body: &[u8], signature: &Signature) -> Result<SignedWith, SignatureProblem> {
        let made_by = |secret: &Secret| secret.over(body).verify_slice(&signature.0).is_ok();
        if made_by(&self.current) {
            Ok(SignedWith::Current)
        } else if self.previous.as_ref().is_some_and(made_by) {
            Ok(SignedWith::Previous)
        } else {
            Err(SignatureProblem::Mismatch)
        }
    }
}

/// A well-formed signature, which still has to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u8; 32]);

impl Signature {
    /// Takes the values of all signature headers of a request, under either name.
    ///
    /// # Errors
    /// None, more than one, or one that [`Signature::parse`] refuses.
    pub fn from_headers(values: &[&str]) -> Result<Self, SignatureProblem> {
        match values {
            [] => Err(SignatureProblem::Missing),
            [value] => Self::parse(value),
            _ => Err(SignatureProblem::Repeated),
        }
    }

    /// Reads 64 hex digits, in either case.
    ///
    /// # Errors
    /// Parses the header, or returns the error in its form.
    pub fn parse(header: &str) -> Result<Self, SignatureProblem> {
        if header.is_empty() {
            return Err(SignatureProblem::Missing);
        }
        if header == UNSIGNED {
            return Err(SignatureProblem::Unsigned);
        }
        if header.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sha256=")) {
            return Err(SignatureProblem::Prefixed);
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(header, &mut bytes).map_err(|error| match error {
            hex::FromHexError::InvalidHexCharacter { .. } => SignatureProblem::NotHex,
            _ => SignatureProblem::WrongLength,
        })?;
        Ok(Self(bytes))
    }
}

/// Why a delivery's signature was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureProblem {
    /// No header, or an empty one.
    Missing,
    /// More than one header.
    Repeated,
    /// The webhook has no secret in Cal.com.
    Unsigned,
    /// Other senders write `sha256=` before the digits.
    Prefixed,
    /// Not 64 characters.
    WrongLength,
    /// 64 characters, not all of them hex digits.
    NotHex,
    /// No active secret made it over these bytes.
    Mismatch,
}

impl SignatureProblem {
    /// All of them, for counters and checks.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Repeated,
        Self::Unsigned,
        Self::Prefixed,
        Self::WrongLength,
        Self::NotHex,
        Self::Mismatch,
    ];

    /// Its stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "signature_missing",
            Self::Repeated => "signature_repeated",
            Self::Unsigned => "signature_no_secret",
            Self::Prefixed => "signature_prefixed",
            Self::WrongLength => "signature_wrong_length",
            Self::NotHex => "signature_not_hex",
            Self::Mismatch => "signature_mismatch",
        }
    }

    /// Returns the problem and the remedy, for the person who set up the webhook.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => {
                "The header X-Cal-Signature-256 is missing. Give the webhook a secret in Cal.com under \
                 Settings, Developer, Webhooks, and let proxies pass the header on."
            }
            Self::Repeated => {
                "The signature header came more than once. Let proxies pass on the one that Cal.com sent, \
                 under one name."
            }
            Self::Unsigned => {
                "The webhook has no secret, so Cal.com does not sign. Open it in Cal.com under Settings, \
                 Developer, Webhooks, enter bookhook's secret and save."
            }
            Self::Prefixed => {
                "The signature starts with `sha256=`. Cal.com sends the 64 hex digits alone; leave the prefix \
                 out, and check that this address was given to Cal.com and to no other service."
            }
            Self::WrongLength => {
                "The signature is not 64 characters long. Cal.com sends HMAC-SHA256 as 64 hex digits; check \
                 that no proxy changes the header."
            }
            Self::NotHex => {
                "The signature holds characters that are no hex digits. Cal.com sends HMAC-SHA256 as 64 hex \
                 digits, not as Base64; check that no proxy changes the header."
            }
            Self::Mismatch => {
                "The signature does not belong to this body and secret. Enter bookhook's secret in Cal.com \
                 under Settings, Developer, Webhooks and save it before you test; check that no proxy \
                 changes the body."
            }
        }
    }
}

impl fmt::Display for SignatureProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for SignatureProblem {}

#[cfg(test)]
mod tests;
