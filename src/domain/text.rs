//! Text that came from people, parsed into types that prove its form.

use std::borrow::Cow;
use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use url::{Host, Url};

use super::foreign::ForeignText;
pub use super::foreign::is_directional;

/// Why a text was refused. The message is for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidText {
    /// Nothing, or only white space.
    Empty,
    /// Longer than this many characters.
    TooLong(usize),
    /// It contains characters that nobody types: controls or directional overrides.
    Unprintable,
    /// It is not an e-mail address.
    NotAnEmail,
    /// It is not a web address.
    NotALink,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Please fill this in."),
            Self::TooLong(limit) => write!(f, "Please use at most {limit} characters."),
            Self::Unprintable => f.write_str("Please remove the invisible characters."),
            Self::NotAnEmail => f.write_str("Please enter an e-mail address, like name@example.com."),
            Self::NotALink => f.write_str("Please enter a web address, like https://example.com."),
        }
    }
}

/// A person's name as they typed it on our form: 1 to 200 characters, one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(ForeignText);

impl PersonName {
    /// The longest name, in characters.
    pub const MAX: usize = 200;

    /// Trims, and refuses what is empty, too long or unprintable.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        line(text, Self::MAX).map(|name| Self(name.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// One trimmed line of at most `max` characters that a person can read.
///
/// # Errors
/// The first rule that the text breaks.
pub fn line(text: &str, max: usize) -> Result<&str, InvalidText> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InvalidText::Empty);
    }
    if text.chars().count() > max {
        return Err(InvalidText::TooLong(max));
    }
    if text.chars().any(|c| c.is_control() || is_directional(c)) {
        return Err(InvalidText::Unprintable);
    }
    Ok(text)
}

/// The beginning of a text, of at most so many characters.
#[must_use]
pub fn beginning(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    text.split_at(end).0
}

/// Returns the form in which two spellings of a text are equal: composed (NFC), in lower case. Applying it
/// twice changes nothing.
#[must_use]
pub fn comparable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            text.to_ascii_lowercase().into()
        } else {
            text.into()
        };
    }
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    // A small letter may have a composed form that the capital does not have.
    Cow::Owned(nfc.normalize(&nfc.normalize(text).to_lowercase()).into_owned())
}

/// An e-mail address, in the form in which two spellings of one mailbox are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(ForeignText);

impl Email {
    /// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Lowers the case, composes, trims, and then checks the form, so that an address is an address
    /// again: something, `@`, a domain with a dot or a single label, no white space. Whether it can
    /// be reached, only mail can tell.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let text = comparable(text);
        let text = line(&text, Self::MAX)?;
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidText::NotAnEmail)?;
        let plain = |part: &str| !part.chars().any(|c| c.is_whitespace() || "<>,;:\"()[]\\".contains(c));
        let labels = domain.split('.').all(|label| !label.is_empty());
        let formed = !local.is_empty() && !local.contains('@') && plain(local) && plain(domain) && labels;
        if !formed || text.len() > Self::MAX {
            return Err(InvalidText::NotAnEmail);
        }
        Ok(Self(text.into()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the replacement for the address of an erased person, with these random letters.
    ///
    /// # Errors
    /// The letters are not those of an address.
    pub fn erased(letters: &str) -> Result<Self, InvalidText> {
        Self::parse(&format!("{letters}{ERASED}"))
    }

    /// Whether it replaces the address of an erased person.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.as_str().ends_with(ERASED)
    }
}

/// The domain of replacement addresses, at which no mailbox can exist.
const ERASED: &str = "@erased.invalid";

/// A link that is safe to show: http or https with a host, in the form that browsers would
/// normalise it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(ForeignText);

impl WebUrl {
    /// The longest link, in bytes.
    pub const MAX: usize = 2048;

    /// Parses a link as a browser does (WHATWG), and accepts only http and https.
    ///
    /// # Errors
    /// [`InvalidText::NotALink`] for another scheme, no host or an odd one, or text that is no URL.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let url = Url::parse(text).map_err(|_| InvalidText::NotALink)?;
        let web = matches!(url.scheme(), "http" | "https");
        if !web || !url.host().is_some_and(is_plain) || url.as_str().len() > Self::MAX {
            return Err(InvalidText::NotALink);
        }
        Ok(Self(String::from(url).into()))
    }

    /// The link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Browsers let through hosts with quotes and braces in them, the only place of a link where these
/// stay as they are. No real name has them.
fn is_plain(host: Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)),
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_one_readable_line() {
        assert_eq!(PersonName::parse("  Zoë Okafor ").map(|n| n.0), Ok("Zoë Okafor".into()));
        assert_eq!(PersonName::parse("   "), Err(InvalidText::Empty));
        assert_eq!(PersonName::parse("a\u{7}b"), Err(InvalidText::Unprintable));
        assert_eq!(PersonName::parse("evil\u{202E}txt"), Err(InvalidText::Unprintable));
        assert_eq!(PersonName::parse(&"x".repeat(201)), Err(InvalidText::TooLong(200)));
    }

    #[test]
    fn an_address_is_compared_without_case() {
        assert_eq!(Email::parse("Sam.Okafor@Example.com"), Email::parse(" sam.okafor@example.com"));
    }

    #[test]
    fn an_address_is_compared_however_its_letters_are_composed() {
        assert_eq!(Email::parse("zoe\u{308}@example.com"), Email::parse("ZO\u{cb}@example.com"));
        assert_eq!(Email::parse("H\u{331}@example.com"), Email::parse("\u{1e96}@example.com"));
    }

    #[test]
    fn an_address_that_grows_when_its_case_is_lowered_is_measured_afterwards() {
        for letter in ["\u{130}", "\u{23a}", "\u{23e}"] {
            let address = |n| format!("{}@example.com", letter.repeat(n));
            let grown = letter.to_lowercase().len();
            let most = (Email::MAX - "@example.com".len()) / grown;
            let taken = Email::parse(&address(most)).expect("an address");
            assert_eq!(Email::parse(taken.as_str()), Ok(taken));
            assert!(Email::parse(&address(most + 1)).is_err(), "{letter}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_an_address_is_the_same_address_again(text in "\\PC{1,40}@(\\PC|[\u{300}-\u{370}]){1,20}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
            let form = comparable(&text);
            prop_assert_eq!(comparable(&form), form.clone());
        }

        #[test]
        fn what_is_a_name_or_a_link_is_the_same_again(name in "\\PC{1,40}", link in "https?://[a-z0-9.]{1,20}(/|\\PC){0,20}") {
            if let Ok(name) = PersonName::parse(&name) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
            }
            if let Ok(link) = WebUrl::parse(&link) {
                prop_assert_eq!(WebUrl::parse(link.as_str()), Ok(link));
            }
        }
    }

    #[test]
    fn every_letter_can_be_in_an_address_that_is_the_same_again() {
        // The rest is ideographs, which have neither case nor marks, and what is not assigned.
        for c in ('\0'..='\u{1fbff}').chain('\u{2f800}'..='\u{2fa1f}') {
            let form = comparable(&String::from(c)).into_owned();
            assert_eq!(comparable(&form), form, "{c:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in ["", "sam", "@example.com", "sam@", "sam@example..com", "a b@c.de", "a@b@c.de", "<a@b.de>"]
        {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn only_web_links_are_links() {
        assert!(WebUrl::parse("https://meet.google.com/abc-defg-hij").is_ok());
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            " jAvAsCrIpT:alert(1)",
            "//x.de",
            "integrations:daily",
            "https://",
            "+49 30 1234",
            "https://x\".example/",
            "https://{x}.example/",
        ] {
            assert!(WebUrl::parse(bad).is_err(), "{bad:?}");
        }
    }
}
