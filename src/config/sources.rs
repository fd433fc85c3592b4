//! The layers that settings come from.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::error::{ConfigError, Place, Source};
use super::keys::{Known, similar};
use super::secret;

/// `Rocket.toml` as it was when this program was built: every key, its meaning and its default.
pub const DEFAULTS: &str = include_str!("../../Rocket.toml");

/// The variables that name the file and the profile; they are no settings themselves.
const FILE: &str = "ROCKET_CONFIG";
const PROFILE: &str = "ROCKET_PROFILE";

const PROFILES: [&str; 4] = ["default", "global", "debug", "release"];

/// The environment variables, taken once.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// The variable's value, also an empty one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    fn filled(&self, name: &str) -> Option<&OsStr> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The variables with this prefix, by name.
    fn prefixed<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a OsStr)> {
        let named = self.0.iter().filter_map(|(name, value)| Some((name.to_str()?, value.as_os_str())));
        named.filter(move |(name, _)| name.starts_with(prefix))
    }
}

impl<K: Into<OsString>, V: Into<OsString>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Where to look for settings.
#[derive(Clone, Default)]
pub struct Sources {
    /// The environment variables.
    pub environment: Environment,
    /// The file that the command line names; it wins over `ROCKET_CONFIG`.
    pub file: Option<PathBuf>,
    /// Where relative paths start; empty for the working directory.
    pub directory: PathBuf,
}

impl Sources {
    pub(super) fn figment(&self) -> Result<Figment, ConfigError> {
        let base = rocket::Config::default();
        let profile = self.profile(&base);
        let defaults = Layer::toml(Source::Defaults, DEFAULTS)?;
        let known = Known::new(&base.data()?.into_values().flatten().collect());
        let mut figment = Figment::from(base).merge(defaults);
        for layer in self.file()?.into_iter().chain(self.variables()?) {
            layer.check(&known, &profile)?;
            figment = figment.merge(layer);
        }
        Ok(figment.select(profile))
    }

    fn profile(&self, base: &rocket::Config) -> Profile {
        let name = self.environment.filled(PROFILE).map(OsStr::to_string_lossy);
        name.map_or_else(|| base.profile.clone(), |name| Profile::new(name.trim()))
    }

    /// The file, which must exist where one was named.
    fn file(&self) -> Result<Option<Layer>, ConfigError> {
        let variable = || self.environment.filled(FILE).map(PathBuf::from);
        let named = self.file.clone().or_else(variable);
        let path = self.directory.join(named.as_deref().unwrap_or(Path::new("Rocket.toml")));
        match fs::read_to_string(&path) {
            Ok(text) => Layer::toml(Source::File(path), &text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => Ok(None),
            Err(error) => Err(ConfigError::Unreadable { path, reason: error.kind() }),
        }
    }

    /// One layer for each variable, so that an error can name it.
    fn variables(&self) -> Result<Vec<Layer>, ConfigError> {
        self.refuse_strange_secrets()?;
        let rocket = self.environment.prefixed("ROCKET_").filter(|(name, _)| ![FILE, PROFILE].contains(name));
        let rocket = rocket.map(|(name, value)| Layer::variable(name, "ROCKET_", "", value));
        let own = self.environment.prefixed("BOOKHOOK_");
        let own = own.map(|(name, value)| Layer::variable(name, "BOOKHOOK_", "bookhook.", value));
        rocket.chain(own).collect()
    }

    /// A secret under a misspelled name would be passed over, and another one made.
    fn refuse_strange_secrets(&self) -> Result<(), ConfigError> {
        let mut names = self.environment.prefixed("CAL_COM_WEBHOOK_").map(|(name, _)| name);
        match names.find(|name| !secret::VARIABLES.contains(name)) {
            None => Ok(()),
            Some(name) => Err(ConfigError::UnknownSecret { variable: name.to_owned() }),
        }
    }
}

/// What one source says.
struct Layer {
    source: Source,
    data: Map<Profile, Dict>,
}

impl Layer {
    fn toml(source: Source, text: &str) -> Result<Self, ConfigError> {
        let tables = Toml::from_str::<Dict>(text).map_err(|error| ConfigError::Syntax {
            place: source.clone(),
            line: error.span().map(|span| 1 + text[..span.start].matches('\n').count()),
        })?;
        let mut data = Map::new();
        for (name, table) in tables {
            let Some(inner) = table.into_dict() else {
                return Err(ConfigError::Outside { key: name, place: source });
            };
            data.insert(Profile::new(&name), inner);
        }
        Ok(Self { source, data })
    }

    fn variable(name: &str, prefix: &str, table: &str, value: &OsStr) -> Result<Self, ConfigError> {
        let source = Source::Variable(name.to_owned());
        let key = name[prefix.len()..].to_ascii_lowercase().replace("__", ".");
        let path = format!("{table}{key}");
        let Some(text) = value.to_str() else {
            let place = Place { key: path, section: None, source };
            return Err(ConfigError::Invalid { place, expected: "text in UTF-8".into() });
        };
        let value = if path.starts_with("bookhook.") { written(text) } else { parsed(text) };
        let dict = figment::util::nest(&path, value).into_dict().unwrap_or_default();
        Ok(Self { source, data: Profile::Global.collect(dict) })
    }

    fn check(&self, known: &Known, selected: &Profile) -> Result<(), ConfigError> {
        for (profile, settings) in &self.data {
            let name = profile.as_str().as_str();
            let meant = PROFILES.into_iter().find(|well_known| similar(name, well_known));
            let mistaken = profile != selected && (known.begins(name) || meant.is_some());
            if mistaken && !PROFILES.contains(&name) {
                let (name, place) = (name.to_owned(), self.source.clone());
                return Err(ConfigError::UnknownProfile { name, meant, place });
            }
            if let Some(key) = known.stranger(settings) {
                let meant = known.nearest(&key).map(str::to_owned);
                let place = Place::new(key, Some(profile), self.source.clone());
                return Err(ConfigError::Unknown { place, meant });
            }
        }
        Ok(())
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        self.source.metadata()
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(self.data.clone())
    }
}

/// A value as Rocket reads it from a variable: numbers, booleans, arrays, tables, else text.
fn parsed(text: &str) -> Value {
    let Ok(value) = text.parse();
    value
}

/// As above for our own keys, but what is neither quoted nor a list stays the text that it was, so that no digit is lost.
fn written(text: &str) -> Value {
    match parsed(text) {
        value @ (Value::String(..) | Value::Array(..) | Value::Dict(..)) => value,
        _ => text.into(),
    }
}
