//! The types of values, which parse the form in which each is written.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use figment::value::{Empty, Tag, Value};
use ipnet::IpNet;
use serde::de::{Deserialize, Deserializer, Error};
use tracing::level_filters::LevelFilter;
use url::{Host, Url};

use super::colour::Colour;
use crate::calcom::api::ApiUrl;
use crate::calcom::links::CalLink;
use crate::domain::event_types::Slug;
use crate::domain::language::Language;
use crate::domain::text::line;

/// Lets a type be read from one text. The form, with an example, follows the words "write it as".
macro_rules! value {
    ($type:ty, $form:expr, $read:expr) => {
        impl std::str::FromStr for $type {
            type Err = &'static str;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let read: fn(&str) -> Option<Self> = $read;
                read(text).ok_or($form)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::config::values::from_text(from)
            }
        }
    };
}
pub(super) use value;

pub(super) fn from_text<'de, D: Deserializer<'de>, T: FromStr<Err = &'static str>>(
    from: D,
) -> Result<T, D::Error> {
    let text = Option::<String>::deserialize(from)?.unwrap_or_default();
    text.parse().map_err(D::Error::custom)
}

/// Normalizes a value: what is written without quotes is text, too; a text can contain a list, with commas;
/// an empty text removes the value.
pub(super) fn plain(value: Value, is_list: bool) -> Value {
    match value {
        Value::Bool(..) | Value::Num(..) => {
            plain(serde_json::to_string(&value).unwrap_or_default().into(), is_list)
        }
        Value::String(_, text) if is_list => {
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().into()
        }
        Value::Array(_, items) if is_list => {
            let parts = items.into_iter().flat_map(|item| match plain(item, true) {
                Value::Array(_, parts) => parts,
                other => vec![other],
            });
            parts.collect::<Vec<_>>().into()
        }
        Value::String(_, text) if text.trim().is_empty() => Value::Empty(Tag::Default, Empty::None),
        Value::String(_, text) => text.trim().into(),
        other => other,
    }
}

/// A site as browsers name it: `scheme://host[:port]`, in lower case, without a default port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

value!(
    Origin,
    "an http or https address of scheme, host and port alone, like \"https://book.example.com\"",
    |text| origin(text).filter(|origin| !origin.contains('*')).map(Self)
);

impl Origin {
    /// The origin, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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

value!(
    CalLink,
    "the page of an event type, like \"https://cal.com/your-team/interview\" or \"your-team/interview\"",
    |text| Self::parse(text).ok()
);

/// An event type whose bookings belong here; `None` for all of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedType(pub Option<Slug>);

value!(
    ListedType,
    "a list of event types, each as the last part of its page's address, like [\"interview\"], or [\"*\"] for all",
    |text| match text {
        "*" => Some(Self(None)),
        _ => Slug::parse(text).map(|slug| Self(Some(slug))),
    }
);

value!(
    ApiUrl,
    "an https address like \"https://api.cal.com/v2\"; plain http goes to this machine alone",
    Self::parse
);

value!(Colour, "a colour of six hexadecimal digits, like \"#3a5bd9\"", Self::parse);

/// The name of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderName(pub String);

// Proxies drop names with other characters, or replace these.
value!(HeaderName, "the name of a header, like \"Remote-Email\"", |text| {
    let is_name = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| Self(text.to_owned()))
});

/// One line of text for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(pub String);

value!(Line, "a text of 1 to 80 characters", |text| Some(Self(line(text, 80).ok()?.to_owned())));

/// A few lines of text for a page; may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph(pub String);

value!(Paragraph, "a text of at most 600 characters", |text| {
    (text.chars().count() <= 600).then(|| Self(text.to_owned()))
});

/// The path of a file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePath(pub(super) PathBuf);

value!(FilePath, "a path without a slash at its end, like \"/var/lib/bookhook/bookhook.db\"", |text| {
    // SQLite does not open the first two as files of this name.
    let other = text == ":memory:" || text.starts_with("file:") || text.ends_with('/') || text.is_empty();
    (!other && !text.contains('\0')).then(|| Self(text.into()))
});

impl Deref for FilePath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

/// When to serve the stand-in for Cal.com's booking page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simulator {
    /// In development, as long as there is no real calendar.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

value!(Simulator, "\"auto\", \"on\" or \"off\"", |text| match text {
    "auto" => Some(Self::Auto),
    // `on` and `off` are no TOML words; people who write true mean on.
    "on" | "true" => Some(Self::On),
    "off" | "false" => Some(Self::Off),
    _ => None,
});

/// The language of the applicant's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageLanguage {
    /// The one that the browser prefers, or that the visitor chose.
    Auto,
    /// This one for everyone.
    Always(Language),
}

value!(
    PageLanguage,
    "\"auto\", or one of \"en\", \"de\", \"fr\", \"es\", \"pt\", \"it\", \"nl\", \"pl\", \"tr\", \"ar\" and \"ja\"",
    |text| {
        let always = || Language::ALL.into_iter().find(|language| language.code() == text).map(Self::Always);
        if text == "auto" { Some(Self::Auto) } else { always() }
    }
);

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

value!(LogFormat, "\"auto\", \"text\" or \"json\"", |text| match text {
    "auto" => Some(Self::Auto),
    "text" => Some(Self::Text),
    "json" => Some(Self::Json),
    _ => None,
});

/// The log level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLevel(pub LevelFilter);

value!(LogLevel, "\"off\", \"error\", \"warn\", \"info\", \"debug\" or \"trace\"", |text| {
    // The library takes numbers and the empty text, too.
    let is_word = !text.is_empty() && text.chars().all(char::is_alphabetic);
    text.parse().ok().filter(|_| is_word).map(Self)
});

/// The addresses of one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(pub IpNet);

value!(
    Network,
    "a list of addresses or networks of your own, like [\"127.0.0.1\", \"10.0.0.0/8\"]; in a network as wide as 0.0.0.0/1, strangers could choose their own address",
    |text| {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        let net = text.parse::<IpNet>().or_else(|_| address()).ok()?.trunc();
        (net.prefix_len() >= widest(&net)).then_some(Self(net))
    }
);

/// The widest networks of a single owner: a /8 of IPv4, also as IPv6 writes it, and a /16 of IPv6.
fn widest(net: &IpNet) -> u8 {
    match net {
        IpNet::V4(_) => 8,
        IpNet::V6(net) if net.network().to_ipv4_mapped().is_some() => 96 + 8,
        IpNet::V6(_) => 16,
    }
}

/// An address and a port to listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen(pub SocketAddr);

value!(Listen, "an address and a port, like \"127.0.0.1:9464\" or \"[::1]:9464\"", |text| {
    text.parse().ok().map(Self)
});

/// The time between recurring jobs, from a minute to a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period(pub Duration);

value!(Period, "a number of minutes, hours or days, like \"30m\", \"24h\" or \"7d\"", |text| {
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
});

/// The time between two passes over Cal.com's API; `None` for no passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence(pub Option<Duration>);

value!(Cadence, "a number of minutes, hours or days, like \"15m\", or \"off\"", |text| match text {
    "off" | "false" => Some(Self(None)),
    _ => text.parse().ok().map(|Period(every)| Self(Some(every))),
});

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout(pub Duration);

value!(Timeout, "a whole number of seconds from 1 to 300, like 10", |text| {
    let seconds = text.parse().ok().filter(|seconds| (1..=300).contains(seconds))?;
    Some(Self(Duration::from_secs(seconds)))
});
