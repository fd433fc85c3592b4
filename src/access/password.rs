//! Passwords, and their hashes.

use std::collections::HashSet;
use std::fmt;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::domain::text::Email;

/// Passwords of twelve characters and more that lists of stolen ones begin with.
const COMMON: &str = include_str!("common.txt");
/// Fewer different characters than this are soon guessed.
const VARIED: usize = 5;

/// A password that may be chosen. `Debug` does not show it.
pub struct Password(String);

/// Why a password may not be chosen. The message is for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassword {
    /// Shorter than [`Password::SHORTEST`] characters.
    Short,
    /// Longer than [`Password::LONGEST`] characters.
    Long,
    /// One of the most common passwords.
    Common,
    /// The member's own address.
    Address,
}

impl Password {
    /// The fewest characters.
    pub const SHORTEST: usize = 12;
    /// The most characters.
    pub const LONGEST: usize = 128;

    /// Takes any characters, spaces too, as they were typed.
    ///
    /// # Errors
    /// It is too easy to guess, or too long.
    pub fn choose(text: &str, email: &Email) -> Result<Self, WeakPassword> {
        let lower = text.to_lowercase();
        let varied = lower.chars().collect::<HashSet<_>>().len() >= VARIED;
        match text.chars().count() {
            ..Self::SHORTEST => Err(WeakPassword::Short),
            length if length > Self::LONGEST => Err(WeakPassword::Long),
            _ if lower.trim() == email.as_str() => Err(WeakPassword::Address),
            _ if !varied || COMMON.lines().any(|common| common == lower) => Err(WeakPassword::Common),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// Hashes it, which takes tens of milliseconds and 19 MiB. The salt must be random.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn hash(&self, salt: [u8; 16]) -> Result<Hashed, argon2::password_hash::Error> {
        argon2()?.hash_password_with_salt(self.0.as_bytes(), &salt).map(|hash| Hashed(hash.to_string()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl fmt::Display for WeakPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => write!(f, "Use {} characters or more. A sentence is fine.", Password::SHORTEST),
            Self::Long => write!(f, "Use at most {} characters.", Password::LONGEST),
            Self::Common => {
                f.write_str("That is one of the first passwords a guesser tries. Choose another one.")
            }
            Self::Address => f.write_str("That is your email address. Choose a password that nobody knows."),
        }
    }
}

/// A hash in the PHC format. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(pub String);

impl Hashed {
    /// A hash of no password, for unknown addresses, so that checking them takes as long.
    #[must_use]
    pub fn nobodys() -> Self {
        Self("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into())
    }

    /// Whether this is the hash of what was typed. Takes as long as hashing.
    #[must_use]
    pub fn is_of(&self, typed: &str) -> bool {
        // A longer text cannot be a password.
        let typed = if typed.chars().count() > Password::LONGEST { "" } else { typed };
        argon2().is_ok_and(|argon2| argon2.verify_password(typed.as_bytes(), self.0.as_str()).is_ok())
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed")
    }
}

/// The recommendation of OWASP: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(19 * 1024, 2, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email() -> Email {
        Email::parse("dana@team.example.com").expect("an address")
    }

    fn choose(text: &str) -> Result<Password, WeakPassword> {
        Password::choose(text, &email())
    }

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let hash = choose("correct horse battery").expect("a password").hash([7; 16]).expect("a hash");
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(hash.is_of("correct horse battery"));
        assert!(!hash.is_of("correct horse batterz"));
        assert!(!hash.is_of(&"x".repeat(200)));
    }

    #[test]
    fn nobodys_password_is_read_and_verifies_nothing() {
        assert!(Hashed::nobodys().0.parse::<argon2::password_hash::phc::PasswordHash>().is_ok());
        assert!(!Hashed::nobodys().is_of(""));
    }

    #[test]
    fn a_password_that_would_be_guessed_is_refused() {
        let cases = [
            ("short pass", WeakPassword::Short),
            ("Password1234", WeakPassword::Common),
            ("123456789012", WeakPassword::Common),
            ("abababababababab", WeakPassword::Common),
            ("Dana@Team.example.com", WeakPassword::Address),
        ];
        for (text, why) in cases {
            assert_eq!(choose(text).err(), Some(why), "{text}");
        }
        assert_eq!(choose(&"aäx 5".repeat(26)).err(), Some(WeakPassword::Long));
    }

    #[test]
    fn any_characters_may_be_in_a_password() {
        for text in ["ein Satz mit ß", "пароль из слов", " spaces around ", "emoji 🦀🦀 crabs"]
        {
            assert!(choose(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_password_and_its_hash_are_hidden_in_debug_output() {
        let password = choose("canary canary 1").expect("a password");
        let hash = Hashed("canary".into());
        assert!(!format!("{password:?}{hash:?}").contains("canary"));
    }
}
