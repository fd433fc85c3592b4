//! The texts of the applicant's pages: per language one file of messages, and one of the questions that are
//! asked by default, in Project Fluent's syntax (<https://projectfluent.org>). English has every message; the
//! tests compare the others with it, and the templates and the code with all of them.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use fluent_bundle::FluentValue;

use crate::domain::language::{Language, Text};
use crate::domain::questions::Questions;
use crate::domain::text::is_directional;

type Bundle = FluentBundle<FluentResource>;

/// Each bundle is parsed when a page first uses its language, and takes 200 KB.
static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

/// The messages of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The messages of pages that are in English for everyone.
    pub const ENGLISH: Self = Self(Language::English);

    /// The message with this name, which takes no arguments.
    #[must_use]
    pub fn say(self, id: &str) -> String {
        self.format(id, None)
    }

    /// The message with this name and these arguments.
    pub fn with<'a, V: Into<FluentValue<'a>>>(
        self,
        id: &str,
        arguments: impl IntoIterator<Item = (&'a str, V)>,
    ) -> String {
        let arguments: FluentArgs<'a> = arguments.into_iter().collect();
        self.format(id, Some(&arguments))
    }

    fn format(self, id: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let bundle = BUNDLES.get(self.0 as usize);
        let bundle = bundle.map(|bundle| bundle.get_or_init(|| read(self.0, files(self.0).pages)));
        bundle.map(|bundle| format(bundle, id, arguments)).unwrap_or_default()
    }
}

fn format(bundle: &Bundle, id: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        debug_assert!(false, "no message {id}");
        return String::new();
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors);
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    text.into_owned()
}

/// The questions that are asked where the settings declare none, in every language.
#[must_use]
pub fn questions() -> Questions {
    let bundles = Language::ALL.map(|language| (language, read(language, files(language).questions)));
    Questions::talent(|id| {
        let all = bundles.iter().map(|(language, bundle)| (*language, format(bundle, id, None)));
        Text::translated(all.collect()).unwrap_or_default()
    })
}

/// Foreign text as an argument, isolated so that its direction does not affect the text around it.
#[must_use]
pub fn isolated(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_directional(*c)).collect();
    format!("\u{2068}{text}\u{2069}")
}

fn read(language: Language, messages: &str) -> Bundle {
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // The marks would be copied with dates and numbers; `isolated` puts them where they are needed.
    bundle.set_use_isolating(false);
    // The tests show that every file can be read.
    let resource = FluentResource::try_new(messages.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let added = bundle.add_resource(resource);
    debug_assert!(added.is_ok(), "{language:?}: {added:?}");
    bundle
}

/// The messages of one language.
struct Files {
    pages: &'static str,
    questions: &'static str,
}

macro_rules! files {
    ($code:literal) => {
        Files {
            pages: include_str!(concat!($code, ".ftl")),
            questions: include_str!(concat!("questions/", $code, ".ftl")),
        }
    };
}

fn files(language: Language) -> Files {
    match language {
        Language::English => files!("en"),
        Language::German => files!("de"),
        Language::French => files!("fr"),
        Language::Spanish => files!("es"),
        Language::Portuguese => files!("pt"),
        Language::Italian => files!("it"),
        Language::Dutch => files!("nl"),
        Language::Polish => files!("pl"),
        Language::Turkish => files!("tr"),
        Language::Arabic => files!("ar"),
        Language::Japanese => files!("ja"),
    }
}

#[cfg(test)]
mod tests;
