//! What stops the start: the key, where it was set, and what to do.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

use figment::error::Kind;
use figment::{Figment, Metadata, Profile};

use super::secret::SecretError;

/// Where a value was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: the program's own default.
    Defaults,
    /// A settings file.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
}

impl Source {
    const VARIABLE: &str = "environment variable";

    pub(super) fn metadata(&self) -> Metadata {
        match self {
            Self::Defaults => Metadata::named("defaults"),
            Self::File(path) => Metadata::from("file", path.as_path()),
            Self::Variable(name) => Metadata::from(Self::VARIABLE, name.as_str()),
        }
    }

    fn of(metadata: &Metadata) -> Self {
        match &metadata.source {
            Some(figment::Source::File(path)) => Self::File(path.clone()),
            Some(figment::Source::Custom(name)) if metadata.name == Self::VARIABLE => {
                Self::Variable(name.clone())
            }
            _ => Self::Defaults,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Defaults => f.write_str("the defaults"),
            Self::File(path) => path.display().fmt(f),
            Self::Variable(name) => write!(f, "the environment variable {name}"),
        }
    }
}

/// A key and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(super) key: String,
    pub(super) section: Option<String>,
    pub(super) source: Source,
}

impl Place {
    /// `key` is the path inside the profile.
    pub(super) fn new(key: String, profile: Option<&Profile>, source: Source) -> Self {
        let section = profile.filter(|_| matches!(source, Source::File(_))).map(|profile| {
            let table = key.rsplit_once('.').map(|(table, _)| format!(".{table}"));
            format!("{profile}{}", table.unwrap_or_default())
        });
        Self { key, section, source }
    }

    /// The strongest source that sets the key.
    pub(super) fn of(figment: &Figment, key: &str) -> Self {
        let source = figment.find_metadata(key).map_or(Source::Defaults, Source::of);
        let value = figment.find_value(key).ok();
        let profile = value.and_then(|value| value.tag().profile());
        Self::new(key.to_owned(), profile.as_ref(), source)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.section {
            None => write!(f, "{} (in {})", self.key, self.source),
            Some(section) => write!(f, "{} (in [{section}] of {})", self.key, self.source),
        }
    }
}

/// Why the settings cannot be used. It never holds the value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable {
        /// The file that was named.
        path: PathBuf,
        /// What the system says.
        reason: ErrorKind,
    },
    /// The file is not TOML.
    Syntax {
        /// The file.
        place: Source,
        /// The line, where it is known.
        line: Option<usize>,
    },
    /// A key stands above the first section.
    Outside {
        /// The key.
        key: String,
        /// The file.
        place: Source,
    },
    /// A section that would be passed over.
    UnknownProfile {
        /// Its name.
        name: String,
        /// What was probably meant.
        meant: Option<&'static str>,
        /// The file.
        place: Source,
    },
    /// A key that no one reads.
    Unknown {
        /// The key and its source.
        place: Place,
        /// The key that was probably meant.
        meant: Option<String>,
    },
    /// A variable that looks like one for a secret, and is none.
    UnknownSecret {
        /// Its name.
        variable: String,
    },
    /// A value that is not of its form.
    Invalid {
        /// The key and its source.
        place: Place,
        /// The form.
        expected: String,
    },
    /// Two values that cannot go together.
    Conflict {
        /// The keys and their sources.
        places: Box<[Place; 2]>,
        /// What to do.
        remedy: &'static str,
    },
    /// A secret that cannot be used.
    Secret(SecretError),
}

impl ConfigError {
    /// What is wrong, and where.
    #[must_use]
    pub fn problem(&self) -> String {
        match self {
            Self::Unreadable { path, reason } => {
                format!("the settings file {} cannot be read: {reason}", path.display())
            }
            Self::Syntax { place, line: Some(line) } => format!("{place}, line {line}, is not TOML"),
            Self::Syntax { place, line: None } => format!("{place} is not TOML"),
            Self::Outside { key, place } => format!("{key} stands outside of any section in {place}"),
            Self::UnknownProfile { name, place, .. } => format!("[{name}] in {place} is no profile"),
            Self::Unknown { place, .. } => format!("{place} is no setting"),
            Self::UnknownSecret { variable } => {
                format!("the environment variable {variable} is none that bookhook reads")
            }
            Self::Invalid { place, .. } => format!("the value of {place} cannot be used"),
            Self::Conflict { places, .. } => format!("{} and {} cannot go together", places[0], places[1]),
            Self::Secret(error) => error.problem(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Unreadable { .. } => "check --config or ROCKET_CONFIG, and the permissions of the file".into(),
            Self::Syntax { .. } => "write key = value, with text in double quotes".into(),
            Self::Outside { key, .. } => format!("write it below [default], or as [default.{key}] for a section"),
            Self::UnknownProfile { meant: Some(meant), .. } => format!("did you mean [{meant}]?"),
            Self::UnknownProfile { name, meant: None, .. } => format!("write [default.{name}]"),
            Self::Unknown { place, meant } => unknown_remedy(place, meant.as_deref()),
            Self::UnknownSecret { .. } => {
                "the names are CAL_COM_WEBHOOK_SECRET and CAL_COM_WEBHOOK_SECRET_PREVIOUS, each also with _FILE".into()
            }
            Self::Invalid { expected, .. } => format!("write it as {expected}"),
            Self::Conflict { remedy, .. } => (*remedy).into(),
            Self::Secret(error) => error.remedy(),
        }
    }
}

fn unknown_remedy(place: &Place, meant: Option<&str>) -> String {
    if place.key.contains("secret") {
        return "remove it; the webhook secret is given by CAL_COM_WEBHOOK_SECRET or CAL_COM_WEBHOOK_SECRET_FILE"
            .into();
    }
    if place.key.split('.').next() == Some("tls") {
        return "remove it; bookhook speaks plain HTTP, so let a proxy in front of it speak TLS".into();
    }
    let Some(meant) = meant else { return "remove it; docs/configuration.md lists every setting".into() };
    match &place.source {
        Source::Variable(_) => format!("did you mean {}?", variable(meant)),
        _ => format!("did you mean {}?", in_section(meant, place)),
    }
}

/// The environment variable that sets a key.
fn variable(key: &str) -> String {
    let name = |key: &str| key.to_ascii_uppercase().replace('.', "__");
    key.strip_prefix("bookhook.")
        .map_or_else(|| format!("ROCKET_{}", name(key)), |own| format!("BOOKHOOK_{}", name(own)))
}

fn in_section(key: &str, place: &Place) -> String {
    let section = place.section.as_deref().unwrap_or("default");
    let profile = section.split('.').next().unwrap_or(section);
    match key.rsplit_once('.') {
        Some((table, last)) => format!("{last} in [{profile}.{table}]"),
        None => format!("{key} in [{profile}]"),
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem(), self.remedy())
    }
}

impl std::error::Error for ConfigError {}

impl From<SecretError> for ConfigError {
    fn from(error: SecretError) -> Self {
        Self::Secret(error)
    }
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        let source = error.metadata.as_ref().map_or(Source::Defaults, Source::of);
        let place = Place::new(error.path.join("."), error.profile.as_ref(), source);
        let expected = match error.kind {
            // Our own values say what they expect in their own words.
            Kind::Message(expected) => expected,
            Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => in_words(expected),
            Kind::UnknownVariant(_, names) => format!("one of {}", names.join(", ")),
            _ => "docs/configuration.md shows".into(),
        };
        Self::Invalid { place, expected }
    }
}

fn in_words(expected: String) -> String {
    match expected.as_str() {
        "u16" => "a whole number from 0 to 65535".into(),
        "u32" | "u64" | "usize" => "a whole number".into(),
        _ => expected,
    }
}
