//! How a value is written, and the types that prove that it can be used.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use tracing::level_filters::LevelFilter;
use url::{Host, Url};

use super::colour::Colour;
use crate::calcom::api::ApiUrl;
use crate::calcom::links::CalLink;
use crate::domain::text::line;

/// A value that can be written as one text, in a file or in the environment.
pub(super) trait Value: Sized {
    /// What is expected, with an example: it follows the words «write this as».
    const FORM: &'static str;

    /// `None` for a text that is not of the form.
    fn parse(text: &str) -> Option<Self>;
}

/// A site as browsers name it: `scheme://host[:port]`, in lower case, without a default port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// The origin, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One line of text for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(pub String);

/// A few lines of text for a page; may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph(pub String);

/// When the stand-in for Cal.com's booking page is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simulator {
    /// In development, as long as there is no real calendar.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// A time between two things that happen again and again, a minute at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period(pub Duration);

/// How lines are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

impl Origin {
    /// Reads an http or https address of scheme, host and port alone.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }

    /// Whether it is reached over the internet: no address of this machine or of a private network,
    /// and no name that only such a network knows.
    #[must_use]
    pub fn is_public(&self) -> bool {
        const PRIVATE: [&str; 6] = ["localhost", "local", "internal", "lan", "test", "home.arpa"];
        let Ok(url) = Url::parse(&self.0) else { return false };
        match url.host() {
            Some(Host::Domain(name)) => {
                let is_in = |zone: &&str| {
                    name.strip_suffix(*zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                };
                name.contains('.') && !PRIVATE.iter().any(is_in)
            }
            Some(Host::Ipv4(ip)) => {
                !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified())
            }
            Some(Host::Ipv6(ip)) => {
                !(ip.is_loopback()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local()
                    || ip.is_unspecified())
            }
            None => false,
        }
    }
}

impl Value for Origin {
    const FORM: &'static str =
        "an http or https address of scheme, host and port alone, like \"https://book.example.com\"";

    fn parse(text: &str) -> Option<Self> {
        origin(text).filter(|origin| !origin.contains('*')).map(Self)
    }
}

/// An http or https address of scheme, host and port alone, as browsers write it.
pub(super) fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    (web && bare && anonymous).then(|| url.origin().ascii_serialization())
}

impl Value for CalLink {
    const FORM: &'static str =
        "the page of an event type, like \"https://cal.com/your-team/interview\" or \"your-team/interview\"";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl Value for ApiUrl {
    const FORM: &'static str =
        "an https address like \"https://api.cal.com/v2\"; plain http goes to this machine alone";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Value for Line {
    const FORM: &'static str = "a text of 1 to 80 characters";

    fn parse(text: &str) -> Option<Self> {
        line(text, 80).ok().map(|line| Self(line.to_owned()))
    }
}

impl Value for Paragraph {
    const FORM: &'static str = "a text of at most 600 characters";

    fn parse(text: &str) -> Option<Self> {
        (text.chars().count() <= 600).then(|| Self(text.to_owned()))
    }
}

impl Value for Colour {
    const FORM: &'static str = "a colour of six hexadecimal digits, like \"#3a5bd9\"";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Value for PathBuf {
    const FORM: &'static str = "a path without a slash at its end, like \"/var/lib/bookhook/bookhook.db\"";

    fn parse(text: &str) -> Option<Self> {
        // SQLite would take the first two for something that is not a file of this name.
        let other = text == ":memory:" || text.starts_with("file:") || text.ends_with('/') || text.is_empty();
        (!other && !text.contains('\0')).then(|| text.into())
    }
}

impl Value for bool {
    const FORM: &'static str = "true or false";

    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }
}

impl Value for Simulator {
    const FORM: &'static str = "\"auto\", \"on\" or \"off\"";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            // `on` and `off` are no TOML words; people who write true mean on.
            "on" | "true" => Some(Self::On),
            "off" | "false" => Some(Self::Off),
            _ => None,
        }
    }
}

impl Value for LogFormat {
    const FORM: &'static str = "\"auto\", \"text\" or \"json\"";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Value for LevelFilter {
    const FORM: &'static str = "\"off\", \"error\", \"warn\", \"info\", \"debug\" or \"trace\"";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|_| text.chars().all(char::is_alphabetic) && !text.is_empty())
    }
}

impl Value for IpNet {
    const FORM: &'static str = "a list of addresses or networks of your own, like [\"127.0.0.1\", \"10.0.0.0/8\"]; with a network as wide as 0.0.0.0/1 strangers could choose their own address";

    fn parse(text: &str) -> Option<Self> {
        let single = |address: IpAddr| Self::from(address);
        text.parse()
            .ok()
            .or_else(|| text.parse().ok().map(single))
            .map(|net: Self| net.trunc())
            .filter(|net| net.prefix_len() >= widest(net))
    }
}

/// The widest networks that one owner has: a /8 of IPv4, also as IPv6 writes it, and a /16 of IPv6.
fn widest(net: &IpNet) -> u8 {
    match net {
        IpNet::V4(_) => 8,
        IpNet::V6(net) if net.network().to_ipv4_mapped().is_some() => 96 + 8,
        IpNet::V6(_) => 16,
    }
}

impl Value for SocketAddr {
    const FORM: &'static str = "an address and a port, like \"127.0.0.1:9464\" or \"[::1]:9464\"";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Value for NonZeroU32 {
    const FORM: &'static str = "a whole number of 1 or more, like 30";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Value for Period {
    const FORM: &'static str = "a number of minutes, hours or days, like \"30m\", \"24h\" or \"7d\"";

    fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let seconds = match unit {
            "m" => 60,
            "h" => 60 * 60,
            "d" => 24 * 60 * 60,
            _ => return None,
        };
        // Beyond a year it is a mistake.
        let number = number.parse::<u64>().ok().filter(|_| number.chars().all(|c| c.is_ascii_digit()))?;
        let period = Duration::from_secs(number.checked_mul(seconds)?);
        (60..=366 * 24 * 60 * 60).contains(&period.as_secs()).then_some(Self(period))
    }
}

impl Value for Duration {
    const FORM: &'static str = "a whole number of seconds from 1 to 300, like 10";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|seconds| (1..=300).contains(seconds)).map(Self::from_secs)
    }
}

/// One value.
pub(super) fn one<'de, D: Deserializer<'de>, T: Value>(from: D) -> Result<T, D::Error> {
    let text = from.deserialize_any(Written { form: T::FORM })?;
    T::parse(&text).ok_or_else(|| D::Error::custom(T::FORM))
}

/// A value, or none for an empty text: so a stronger source can take a value away.
pub(super) fn optional<'de, D: Deserializer<'de>, T: Value>(from: D) -> Result<Option<T>, D::Error> {
    let text = from.deserialize_any(Written { form: T::FORM })?;
    if text.is_empty() {
        return Ok(None);
    }
    T::parse(&text).map(Some).ok_or_else(|| D::Error::custom(T::FORM))
}

/// An array of values, or one text in which commas stand between them.
pub(super) fn list<'de, D: Deserializer<'de>, T: Value>(from: D) -> Result<Vec<T>, D::Error> {
    let text = from.deserialize_any(WrittenList { form: T::FORM })?;
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| T::parse(item).ok_or_else(|| D::Error::custom(T::FORM))).collect()
}

/// Takes numbers and booleans as the text that they were written as.
struct Written {
    form: &'static str,
}

impl Visitor<'_> for Written {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.trim().to_owned())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

/// Joins an array to the text that the environment would hold.
struct WrittenList {
    form: &'static str,
}

impl<'de> Visitor<'de> for WrittenList {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut all: Vec<String> = Vec::new();
        while let Some(item) = items.next_element().map_err(|_| A::Error::custom(self.form))? {
            all.push(item);
        }
        Ok(all.join(","))
    }
}
