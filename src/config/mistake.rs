//! Mistakes in settings and secrets: the problem, where it was set, and the remedy.

use std::fmt;

use figment::error::Kind;
use figment::{Figment, Metadata, Profile, Source};

use super::keys;

/// A reason not to start, or a warning. It never holds the value of a setting or a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The problem, and where it was set.
    pub problem: String,
    /// The remedy.
    pub remedy: String,
}

impl Mistake {
    pub(super) fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into() }
    }

    /// A value of the wrong form.
    pub(super) fn invalid(place: &Place, form: &str) -> Self {
        Self::new(format!("the value of {place} is not valid"), format!("write it as {form}"))
    }

    /// An unknown key; `meant` is a similar known one.
    pub(super) fn unknown(place: &Place, meant: Option<&str>) -> Self {
        let key = &place.key;
        let remedy = match meant {
            _ if key.contains("api_key") => {
                "remove it; the API key is given by CAL_COM_API_KEY or CAL_COM_API_KEY_FILE".into()
            }
            _ if key.contains("secret") => {
                "remove it; the webhook secret is given by CAL_COM_WEBHOOK_SECRET or CAL_COM_WEBHOOK_SECRET_FILE"
                    .into()
            }
            _ if key == "tls" || key.starts_with("tls.") => {
                "remove it; bookhook speaks plain HTTP, so let a proxy in front of it terminate TLS".into()
            }
            None => "remove it; docs/configuration.md lists every setting".into(),
            Some(meant) => format!("did you mean {}?", place.beside(meant)),
        };
        Self::new(format!("unknown setting {place}"), remedy)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem, self.remedy)
    }
}

/// Why there is no value of a figment: the key, and the mistake.
pub(super) fn explain(error: figment::Error) -> (String, Mistake) {
    let key = keys::setting(&error.path);
    let place = Place::new(key.clone(), error.profile.as_ref(), error.metadata.as_ref());
    let form = match (error.kind, keys::form(&key)) {
        // Our own types describe their form themselves.
        (Kind::Message(form), _) if key.starts_with("bookhook.") => form,
        (Kind::MissingField(name), Some(form)) => format!("{form}; {name} is missing"),
        (Kind::UnknownField(name, _), Some(form)) => format!("{form}; {name} is unknown"),
        (_, Some(form)) => form.to_owned(),
        (Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected), None) => match &*expected {
            "a boolean" => "true or false".into(),
            "a nonzero u32" => "a whole number of 1 or more, like 30".into(),
            _ => expected,
        },
        (Kind::UnknownVariant(_, names), None) => alternatives(names),
        (_, None) => "docs/configuration.md shows".into(),
    };
    (key, Mistake::invalid(&place, &form))
}

/// `"a", "b" or "c"`
fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// A key and where it was set.
pub(super) struct Place {
    key: String,
    source: Option<Source>,
    /// The section of the file.
    section: Option<String>,
}

impl Place {
    /// `key` is the path inside the profile.
    pub(super) fn new(key: String, profile: Option<&Profile>, metadata: Option<&Metadata>) -> Self {
        let source = metadata.and_then(|metadata| metadata.source.clone());
        let section = profile.filter(|_| matches!(source, Some(Source::File(_)))).map(|profile| {
            let table = key.rsplit_once('.').map(|(table, _)| format!(".{table}"));
            format!("{profile}{}", table.unwrap_or_default())
        });
        Self { key, source, section }
    }

    /// The strongest source that sets the key.
    pub(super) fn find(figment: &Figment, key: &str) -> Self {
        let profile = figment.find_value(key).ok().and_then(|value| value.tag().profile());
        Self::new(key.to_owned(), profile.as_ref(), figment.find_metadata(key))
    }

    /// Returns how to set another key in the same source.
    fn beside(&self, key: &str) -> String {
        let upper = |key: &str| key.to_ascii_uppercase().replace('.', "__");
        if let Some(Source::Custom(_)) = self.source {
            return match key.strip_prefix("bookhook.") {
                Some(own) => format!("BOOKHOOK_{}", upper(own)),
                None => format!("ROCKET_{}", upper(key)),
            };
        }
        let section = self.section.as_deref().unwrap_or("default");
        let profile = section.split('.').next().unwrap_or(section);
        match key.rsplit_once('.') {
            Some((table, last)) => format!("{last} in [{profile}.{table}]"),
            None => format!("{key} in [{profile}]"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = source_name(self.source.as_ref());
        match &self.section {
            None => write!(f, "{} (in {source})", self.key),
            Some(section) => write!(f, "{} (in [{section}] of {source})", self.key),
        }
    }
}

/// Returns the name of a source of values.
pub(super) fn source_name(source: Option<&Source>) -> String {
    match source {
        Some(Source::File(path)) => path.display().to_string(),
        Some(Source::Custom(variable)) => format!("the environment variable {variable}"),
        _ => "the defaults".into(),
    }
}

/// All mistakes that stop the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    /// One line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Mistakes {}

impl From<Mistake> for Mistakes {
    fn from(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }
}
