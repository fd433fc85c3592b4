//! The fixed words of the applicant's pages: one file of messages per language, in Project Fluent's syntax
//! (<https://projectfluent.org>). English has every message; the tests compare the others with it, and the
//! templates and the code with all of them.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use fluent_bundle::FluentValue;

use crate::domain::language::{Language, Text};
use crate::domain::questions::Questions;
use crate::domain::text::is_directional;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| Language::ALL.map(bundle).into());

/// The messages of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The messages of pages that are in English for everyone.
    pub const ENGLISH: Self = Self(Language::English);

    /// The message with this name, which takes no arguments.
    #[must_use]
    pub fn say(self, id: &str) -> Cow<'static, str> {
        self.format(id, None)
    }

    /// The message with this name and these arguments.
    pub fn with<'a, V: Into<FluentValue<'a>>>(
        self,
        id: &str,
        arguments: impl IntoIterator<Item = (&'a str, V)>,
    ) -> String {
        let arguments: FluentArgs<'a> = arguments.into_iter().collect();
        self.format(id, Some(&arguments)).into_owned()
    }

    fn format<'a>(self, id: &str, arguments: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let bundle = BUNDLES.iter().zip(Language::ALL).find(|(_, language)| *language == self.0);
        let message = bundle.and_then(|(bundle, _)| Some((bundle, bundle.get_message(id)?.value()?)));
        let Some((bundle, pattern)) = message else {
            debug_assert!(false, "no message {id}");
            return Cow::Borrowed("");
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, arguments, &mut errors);
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        Cow::Owned(text.into_owned())
    }
}

/// The questions that are asked where the settings declare none, in every language.
#[must_use]
pub fn questions() -> Questions {
    Questions::talent(|id| {
        let all = Language::ALL.map(|language| (language, Words(language).say(id).into_owned()));
        Text::translated(all.into()).unwrap_or_default()
    })
}

/// Somebody else's text as an argument: its direction is its own, and does not turn the words around it.
#[must_use]
pub fn isolated(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_directional(*c)).collect();
    format!("\u{2068}{text}\u{2069}")
}

fn bundle(language: Language) -> Bundle {
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // The marks would be copied with dates and numbers; `isolated` puts them where they are needed.
    bundle.set_use_isolating(false);
    // The tests show that every file can be read.
    let resource =
        FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
    let added = bundle.add_resource(resource);
    debug_assert!(added.is_ok(), "{language:?}: {added:?}");
    bundle
}

fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("en.ftl"),
        Language::German => include_str!("de.ftl"),
        Language::French => include_str!("fr.ftl"),
        Language::Spanish => include_str!("es.ftl"),
        Language::Portuguese => include_str!("pt.ftl"),
        Language::Italian => include_str!("it.ftl"),
        Language::Dutch => include_str!("nl.ftl"),
        Language::Polish => include_str!("pl.ftl"),
        Language::Turkish => include_str!("tr.ftl"),
        Language::Arabic => include_str!("ar.ftl"),
        Language::Japanese => include_str!("ja.ftl"),
    }
}

#[cfg(test)]
mod tests;
