//! What stops the start: the key, where it was set, and what to do.

use std::fmt;
use std::path::PathBuf;

use figment::error::Kind;
use figment::{Figment, Metadata, Profile};

use super::files::FileProblem;
use super::keys;
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
    /// The settings file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        problem: FileProblem,
    },
    /// The file is not TOML.
    Syntax {
        /// The file.
        place: Source,
        /// The line, where it is known.
        line: Option<usize>,
    },
    /// A key is above the first section.
    Outside {
        /// The key.
        key: String,
        /// The file.
        place: Source,
    },
    /// A section that would be ignored.
    UnknownSection {
        /// Its name.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
        /// The file.
        place: Source,
    },
    /// `ROCKET_PROFILE` names a profile that has no section.
    NoSuchProfile {
        /// Its name.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A key that no one reads.
    Unknown {
        /// The key and its source.
        place: Place,
        /// The key that was probably meant.
        meant: Option<String>,
    },
    /// A variable that looks like one for a secret, but is not.
    UnknownSecret {
        /// Its name.
        variable: String,
        /// The variable that was probably meant.
        meant: Option<&'static str>,
    },
    /// A value that is not of its form.
    Invalid {
        /// The key and its source.
        place: Place,
        /// The form.
        expected: String,
    },
    /// A setting that needs another one, or excludes it.
    Conflict {
        /// What is wrong, with the keys and their sources.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The logo cannot be used.
    Logo {
        /// Its file.
        path: PathBuf,
        /// What is wrong; it follows the path.
        problem: String,
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
            Self::Unreadable { path, problem } => {
                format!("the settings file {} {}", path.display(), problem.words())
            }
            Self::Syntax { place, line: Some(line) } => format!("{place} is not valid TOML in line {line}"),
            Self::Syntax { place, line: None } => format!("{place} is not valid TOML"),
            Self::Outside { key, place } => format!("{key} is outside any section in {place}"),
            Self::UnknownSection { name, place, .. } => format!("unknown section [{name}] in {place}"),
            Self::NoSuchProfile { name, .. } => {
                format!("ROCKET_PROFILE is {name}, but the settings file has no section [{name}]")
            }
            Self::Unknown { place, .. } => format!("unknown setting {place}"),
            Self::UnknownSecret { variable, .. } => format!("unknown environment variable {variable}"),
            Self::Invalid { place, .. } => format!("the value of {place} cannot be used"),
            Self::Conflict { problem, .. } => problem.clone(),
            Self::Logo { path, problem, .. } => format!("the logo {} {problem}", path.display()),
            Self::Secret(error) => error.problem(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Unreadable { problem: FileProblem::Unreadable(std::io::ErrorKind::NotFound), .. } => {
                "correct the path in --config or ROCKET_CONFIG".into()
            }
            Self::Unreadable { problem, .. } => problem.remedy().into(),
            Self::Syntax { .. } => "write key = value, with text in double quotes".into(),
            Self::Outside { key, .. } => {
                format!("move it below [default], or write [default.{key}] if it is a section")
            }
            Self::UnknownSection { meant: Some(meant), .. } => format!("did you mean [{meant}]?"),
            Self::UnknownSection { name, meant: None, .. } => format!("write [default.{name}]"),
            Self::NoSuchProfile { meant: Some(meant), .. } => format!("did you mean {meant}?"),
            Self::NoSuchProfile { name, meant: None } => {
                format!("unset ROCKET_PROFILE, or add a section [{name}] to the settings file")
            }
            Self::Unknown { place, meant } => unknown_remedy(place, meant.as_deref()),
            Self::UnknownSecret { meant: Some(meant), .. } => format!("did you mean {meant}?"),
            Self::UnknownSecret { meant: None, .. } => {
                "the names are CAL_COM_WEBHOOK_SECRET, CAL_COM_WEBHOOK_SECRET_PREVIOUS and CAL_COM_API_KEY, each also with _FILE"
                    .into()
            }
            Self::Invalid { expected, .. } => format!("write it as {expected}"),
            Self::Conflict { remedy, .. } | Self::Logo { remedy, .. } => (*remedy).into(),
            Self::Secret(error) => error.remedy(),
        }
    }

    /// Whether this is about a setting that `keys` names.
    pub(super) fn is_about(&self, keys: &[&str]) -> bool {
        matches!(self, Self::Invalid { place, .. } if keys.iter().any(|key| place.key.starts_with(key)))
    }
}

fn unknown_remedy(place: &Place, meant: Option<&str>) -> String {
    if place.key.contains("api_key") {
        return "remove it; the API key is given by CAL_COM_API_KEY or CAL_COM_API_KEY_FILE".into();
    }
    if place.key.contains("secret") {
        return "remove it; the webhook secret is given by CAL_COM_WEBHOOK_SECRET or CAL_COM_WEBHOOK_SECRET_FILE"
            .into();
    }
    if place.key.split('.').next() == Some("tls") {
        return "remove it; bookhook speaks plain HTTP, so let a proxy in front of it terminate TLS".into();
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

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        let source = error.metadata.as_ref().map_or(Source::Defaults, Source::of);
        let path = keys::setting(&error.path);
        let place = Place::new(path, error.profile.as_ref(), source);
        let expected = match (error.kind, keys::form(&place.key)) {
            // Our own values say what they expect in their own words.
            (Kind::Message(form), _) if place.key.starts_with("bookhook.") => form,
            (Kind::MissingField(name), Some(form)) => format!("{form}; {name} is missing"),
            (Kind::UnknownField(name, _), Some(form)) => format!("{form}; {name} is unknown"),
            (_, Some(form)) => form.to_owned(),
            (Kind::InvalidType(_, form), None) => form,
            (_, None) => "docs/configuration.md shows".into(),
        };
        Self::Invalid { place, expected }
    }
}

/// All that is wrong with the settings, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

impl FromIterator<SecretError> for ConfigErrors {
    fn from_iter<I: IntoIterator<Item = SecretError>>(errors: I) -> Self {
        Self(errors.into_iter().map(ConfigError::Secret).collect())
    }
}

impl From<SecretError> for ConfigErrors {
    fn from(error: SecretError) -> Self {
        Self::from_iter([error])
    }
}
