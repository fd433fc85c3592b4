//! The layers that settings come from.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::iter;
use std::path::{Path, PathBuf};

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use strsim::damerau_levenshtein;

use super::environment::Environment;
use super::files;
use super::keys::{DEFAULTS, KnownKeys, similar};
use super::mistake::{Mistake, Place, source_name};
use super::secret;

/// The settings file of a machine, for the server and for the commands beside it.
pub const MACHINE_FILE: &str = "/etc/bookhook/Rocket.toml";

/// The variables that name the file and the profile; they are not settings themselves.
const FILE: &str = "ROCKET_CONFIG";
const PROFILE: &str = "ROCKET_PROFILE";

/// The largest settings file, in bytes.
const MAX: usize = 1024 * 1024;

const PROFILES: [&str; 4] = ["default", "global", "debug", "release"];

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

impl Sources {
    /// All layers, and the defaults alone, without what is wrong in them; that is added to `mistakes`.
    pub(super) fn layers(&self, mistakes: &mut Vec<Mistake>) -> (Figment, Figment) {
        let base = rocket::Config::default();
        let named = self.environment.filled(PROFILE).map(|name| Profile::new(name.to_string_lossy().trim()));
        let profile = named.clone().unwrap_or_else(|| base.profile.clone());
        let built_in = Layer::from_toml(Metadata::named("defaults"), DEFAULTS);
        let known = KnownKeys::new(&base, built_in.iter().flat_map(|layer| layer.data.values()));
        let (mut defaults, mut all) = (Figment::new(), Figment::from(base));
        let file = self.file();
        if let (Some(named), Ok(file)) = (&named, &file) {
            mistakes.extend(missing_profile(named, file.as_ref()));
        }
        mistakes.extend(self.strange_secrets());
        let others = file.transpose().into_iter().chain(self.variables());
        for (at, layer) in iter::once(built_in).chain(others).enumerate() {
            match layer {
                Ok(mut layer) => {
                    mistakes.extend(layer.sift(&known, &profile));
                    all = all.merge(layer);
                }
                Err(mistake) => mistakes.push(mistake),
            }
            if at == 0 {
                defaults = all.clone();
            }
        }
        (all.select(profile.clone()), defaults.select(profile))
    }

    /// The whole path, for messages that name it.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.directory.join(path);
        std::path::absolute(&path).unwrap_or(path)
    }

    /// The first file that there is; it must exist where it was named.
    fn file(&self) -> Result<Option<Layer>, Mistake> {
        let variable = || self.environment.filled(FILE).map(PathBuf::from);
        let named = self.file.clone().or_else(variable);
        let others = [Some("Rocket.toml".into()), self.fallback.clone()];
        let candidates = if named.is_some() { vec![named.clone()] } else { others.to_vec() };
        for path in candidates.into_iter().flatten() {
            let path = self.directory.join(path);
            match files::read(&path, MAX) {
                Ok(bytes) => return Layer::from_file(&path, bytes).map(Some),
                Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => {}
                Err(error) => {
                    let what = format!("the settings file {}", path.display());
                    let missing = "correct the path in --config or ROCKET_CONFIG";
                    return Err(files::mistake(&what, MAX, &error, missing, "name a smaller file"));
                }
            }
        }
        Ok(None)
    }

    /// One layer for each variable, so that an error can name it.
    fn variables(&self) -> impl Iterator<Item = Result<Layer, Mistake>> {
        let rocket = self.environment.prefixed("ROCKET_").filter(|(name, _)| ![FILE, PROFILE].contains(name));
        let rocket = rocket.map(|(name, value)| Layer::from_variable(name, "ROCKET_", "", value));
        let own = self.environment.prefixed("BOOKHOOK_");
        rocket.chain(own.map(|(name, value)| Layer::from_variable(name, "BOOKHOOK_", "bookhook.", value)))
    }

    /// A secret under a misspelled name would be ignored, and another one generated. If the right name is
    /// set, too, a variable with a similar name belongs to something else.
    fn strange_secrets(&self) -> impl Iterator<Item = Mistake> {
        let strangers = self.environment.prefixed("").map(|(name, _)| name);
        strangers.filter(|name| !secret::VARIABLES.contains(name)).filter_map(|name| {
            let meant = nearest_secret(&name.to_ascii_uppercase());
            let alike = meant.is_some_and(|meant| self.environment.get(meant).is_none());
            let ours = ["CAL_COM_WEBHOOK_", "CAL_COM_API_"].iter().any(|prefix| name.starts_with(prefix));
            let remedy = match meant {
                Some(meant) => format!("did you mean {meant}?"),
                None => "the names are CAL_COM_WEBHOOK_SECRET, CAL_COM_WEBHOOK_SECRET_PREVIOUS and \
                         CAL_COM_API_KEY, each also with _FILE"
                    .into(),
            };
            (ours || alike).then(|| Mistake::new(format!("unknown environment variable {name}"), remedy))
        })
    }
}

/// With a misspelled profile, its section would be ignored.
fn missing_profile(named: &Profile, file: Option<&Layer>) -> Option<Mistake> {
    let name = named.as_str().as_str();
    let sections = || file.into_iter().flat_map(|file| file.data.keys()).map(|known| known.as_str().as_str());
    let known = || PROFILES.into_iter().chain(sections());
    if known().any(|known| *named == *known) {
        return None;
    }
    let remedy = match known().find(|known| similar(name, known)) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("unset ROCKET_PROFILE, or add a section [{name}] to the settings file"),
    };
    let problem = format!("ROCKET_PROFILE is {name}, but the settings file has no section [{name}]");
    Some(Mistake::new(problem, remedy))
}

/// The variable of a secret that `name` is with a few typing errors. These names are long, and so share much.
fn nearest_secret(name: &str) -> Option<&'static str> {
    let distance = |known: &&'static str| damerau_levenshtein(known, name);
    let nearest = || secret::VARIABLES.into_iter().min_by_key(distance);
    name.starts_with("CAL").then(nearest).flatten().filter(|known| distance(known) <= 4)
}

/// The values of one source.
struct Layer {
    metadata: Metadata,
    data: Map<Profile, Dict>,
}

impl Layer {
    fn from_file(path: &Path, bytes: Vec<u8>) -> Result<Self, Mistake> {
        // What is not text is not TOML, either.
        let text = String::from_utf8(bytes).unwrap_or_else(|_| "\0".into());
        Self::from_toml(Metadata::from("file", path), &text)
    }

    fn from_toml(metadata: Metadata, text: &str) -> Result<Self, Mistake> {
        let name = source_name(metadata.source.as_ref());
        let tables = Toml::from_str::<Dict>(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
            let line = line.map(|line| format!(" in line {line}")).unwrap_or_default();
            let remedy = "write key = value, with text in double quotes";
            Mistake::new(format!("{name} is not valid TOML{line}"), remedy)
        })?;
        let section = |(key, table): (String, Value)| match table.into_dict() {
            Some(inner) => Ok((Profile::new(&key), inner)),
            None => Err(Mistake::new(
                format!("{key} is outside any section in {name}"),
                format!("move it below [default], or write [default.{key}] if it is a section"),
            )),
        };
        let data = tables.into_iter().map(section).collect::<Result<_, _>>()?;
        Ok(Self { metadata, data })
    }

    fn from_variable(name: &str, prefix: &str, table: &str, value: &OsStr) -> Result<Self, Mistake> {
        let metadata = Metadata::from("environment variable", name);
        let path = format!("{table}{}", name[prefix.len()..].to_ascii_lowercase().replace("__", "."));
        let Some(text) = value.to_str() else {
            return Err(Mistake::invalid(&Place::new(path, None, Some(&metadata)), "text in UTF-8"));
        };
        let Ok(parsed) = text.parse::<Value>();
        let value = match parsed {
            parsed @ (Value::String(..) | Value::Array(..) | Value::Dict(..)) => parsed,
            // The text as it was, so that no digit is lost.
            _ if path.starts_with("bookhook.") => text.into(),
            // Rocket wants numbers and booleans.
            parsed => parsed,
        };
        let dict = figment::util::nest(&path, value).into_dict().unwrap_or_default();
        Ok(Self { metadata, data: Profile::Global.collect(dict) })
    }

    /// Normalizes our values, and removes and returns unknown keys.
    fn sift(&mut self, known: &KnownKeys, selected: &Profile) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (profile, settings) in &mut self.data {
            let name = profile.as_str().as_str();
            let meant = PROFILES.into_iter().find(|well_known| similar(name, well_known));
            let misplaced = profile != selected && (known.begins(name) || meant.is_some());
            if misplaced && !PROFILES.contains(&name) {
                let remedy = match meant {
                    Some(meant) => format!("did you mean [{meant}]?"),
                    None => format!("write [default.{name}]"),
                };
                let file = source_name(self.metadata.source.as_ref());
                mistakes.push(Mistake::new(format!("unknown section [{name}] in {file}"), remedy));
                continue;
            }
            mistakes.extend(known.sift(settings, "").into_iter().map(|key| {
                let meant = known.nearest(&key);
                Mistake::unknown(&Place::new(key.clone(), Some(profile), Some(&self.metadata)), meant)
            }));
        }
        mistakes
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(self.data.clone())
    }
}
