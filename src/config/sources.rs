//! The layers that settings come from.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::error::{ConfigError, Place, Source};
use super::files::{self, FileProblem};
use super::keys::{Known, nearest, similar};
use super::secret;

/// `Rocket.toml` as it was when this program was built: every key, its meaning and its default.
pub const DEFAULTS: &str = include_str!("../../Rocket.toml");

/// The settings file of a machine, for the server and for the commands beside it.
pub const MACHINE_FILE: &str = "/etc/bookhook/Rocket.toml";

/// The variables that name the file and the profile; they are not settings themselves.
const FILE: &str = "ROCKET_CONFIG";
const PROFILE: &str = "ROCKET_PROFILE";

/// The largest settings file, in bytes.
const MAX: usize = 1024 * 1024;

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
    /// The file to read where none is named and none is in the directory.
    pub fallback: Option<PathBuf>,
}

/// All layers, and the weakest of them alone.
pub(super) struct Layers {
    pub(super) all: Figment,
    pub(super) defaults: Figment,
}

impl Sources {
    /// The layers, without what is wrong in them; that is added to `errors`.
    pub(super) fn layers(&self, errors: &mut Vec<ConfigError>) -> Layers {
        let base = rocket::Config::default();
        let profile = self.profile(&base);
        let known = Known::new(&base.data().unwrap_or_default().into_values().flatten().collect());
        let defaults = Figment::from(base);
        let defaults = match Layer::toml(Source::Defaults, DEFAULTS) {
            Ok(layer) => defaults.merge(layer),
            Err(error) => {
                errors.push(error);
                defaults
            }
        };
        let mut all = defaults.clone();
        let file = self.file();
        if let Ok(file) = &file {
            errors.extend(self.missing_profile(file.as_ref()));
        }
        errors.extend(self.strange_secrets());
        for layer in file.transpose().into_iter().chain(self.variables()) {
            match layer {
                Ok(mut layer) => {
                    errors.extend(layer.take_strangers(&known, &profile));
                    all = all.merge(layer);
                }
                Err(error) => errors.push(error),
            }
        }
        Layers { all: all.select(profile.clone()), defaults: defaults.select(profile) }
    }

    /// The whole path, for messages that name it.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.directory.join(path);
        std::path::absolute(&path).unwrap_or(path)
    }

    /// What `ROCKET_PROFILE` says.
    fn named_profile(&self) -> Option<Profile> {
        let name = self.environment.filled(PROFILE)?.to_string_lossy();
        Some(Profile::new(name.trim()))
    }

    fn profile(&self, base: &rocket::Config) -> Profile {
        self.named_profile().unwrap_or_else(|| base.profile.clone())
    }

    /// A misspelled profile would leave its section out of account.
    fn missing_profile(&self, file: Option<&Layer>) -> Option<ConfigError> {
        let profile = self.named_profile()?;
        let name = profile.as_str().as_str();
        let sections =
            || file.into_iter().flat_map(|file| file.data.keys()).map(|known| known.as_str().as_str());
        if PROFILES.iter().any(|known| profile == **known) || sections().any(|known| profile == *known) {
            return None;
        }
        let meant = PROFILES.into_iter().chain(sections()).find(|known| similar(name, known));
        Some(ConfigError::NoSuchProfile { name: name.to_owned(), meant: meant.map(str::to_owned) })
    }

    /// The first file that there is; it must exist where it was named.
    fn file(&self) -> Result<Option<Layer>, ConfigError> {
        let variable = || self.environment.filled(FILE).map(PathBuf::from);
        if let Some(named) = self.file.clone().or_else(variable) {
            return self.read(&named).map(Some);
        }
        for path in [Some(Path::new("Rocket.toml")), self.fallback.as_deref()].into_iter().flatten() {
            match self.read(path) {
                Err(ConfigError::Unreadable {
                    problem: FileProblem::Unreadable(ErrorKind::NotFound),
                    ..
                }) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }

    fn read(&self, path: &Path) -> Result<Layer, ConfigError> {
        let path = self.directory.join(path);
        let bytes = match files::read(&path, MAX) {
            Ok(bytes) => bytes,
            Err(problem) => return Err(ConfigError::Unreadable { path, problem }),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Layer::toml(Source::File(path), &text),
            Err(_) => Err(ConfigError::Syntax { place: Source::File(path), line: None }),
        }
    }

    /// One layer for each variable, so that an error can name it.
    fn variables(&self) -> impl Iterator<Item = Result<Layer, ConfigError>> {
        let rocket = self.environment.prefixed("ROCKET_").filter(|(name, _)| ![FILE, PROFILE].contains(name));
        let rocket = rocket.map(|(name, value)| Layer::variable(name, "ROCKET_", "", value));
        let own = self.environment.prefixed("BOOKHOOK_");
        let own = own.map(|(name, value)| Layer::variable(name, "BOOKHOOK_", "bookhook.", value));
        rocket.chain(own)
    }

    /// A secret under a misspelled name would be ignored, and another one made. Where the name that was
    /// meant is set, too, a variable of a similar name is somebody else's.
    fn strange_secrets(&self) -> impl Iterator<Item = ConfigError> {
        self.environment.prefixed("").filter(|(name, _)| !secret::VARIABLES.contains(name)).filter_map(
            |(name, _)| {
                let meant = nearest(&name.to_ascii_uppercase(), &secret::VARIABLES);
                let alike = meant.is_some_and(|meant| self.environment.get(meant).is_none());
                let ours = ["CAL_COM_WEBHOOK_", "CAL_COM_API_"].iter().any(|prefix| name.starts_with(prefix));
                (ours || alike).then(|| ConfigError::UnknownSecret { variable: name.to_owned(), meant })
            },
        )
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

    /// Takes out what no one reads, and says so.
    fn take_strangers(&mut self, known: &Known, selected: &Profile) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        for (profile, settings) in &mut self.data {
            let name = profile.as_str().as_str();
            let meant = PROFILES.into_iter().find(|well_known| similar(name, well_known));
            let mistaken = profile != selected && (known.begins(name) || meant.is_some());
            if mistaken && !PROFILES.contains(&name) {
                let (name, meant, place) = (name.to_owned(), meant.map(str::to_owned), self.source.clone());
                errors.push(ConfigError::UnknownSection { name, meant, place });
                continue;
            }
            errors.extend(known.take_strangers(settings, "").into_iter().map(|key| {
                let meant = known.nearest(&key).map(str::to_owned);
                ConfigError::Unknown { place: Place::new(key, Some(profile), self.source.clone()), meant }
            }));
        }
        errors
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
