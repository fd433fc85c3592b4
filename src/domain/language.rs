//! The languages of the applicant's pages, and texts that have several.

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English, which also stands in for every language that is not here.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Polish.
    Polish,
    /// Turkish.
    Turkish,
    /// Arabic.
    Arabic,
    /// Japanese.
    Japanese,
}

impl Language {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Italian,
        Self::Dutch,
        Self::Polish,
        Self::Turkish,
        Self::Arabic,
        Self::Japanese,
    ];

    /// The language's code in HTTP and HTML (BCP 47).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Italian => "it",
            Self::Dutch => "nl",
            Self::Polish => "pl",
            Self::Turkish => "tr",
            Self::Arabic => "ar",
            Self::Japanese => "ja",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Italian => "Italiano",
            Self::Dutch => "Nederlands",
            Self::Polish => "Polski",
            Self::Turkish => "Türkçe",
            Self::Arabic => "العربية",
            Self::Japanese => "日本語",
        }
    }

    /// The language with this code; regions do not matter: `de-AT` is German.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.trim().split('-').next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The direction of its script, as HTML names it.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self == Self::Arabic { "rtl" } else { "ltr" }
    }

    /// The language that a browser prefers, by its header `Accept-Language`; of equal ones the first.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best = None;
        for range in header.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight =
                parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>).unwrap_or(0.0);
            let beaten = best.is_some_and(|(most, _)| most >= weight);
            if let Some(language) = Self::parse(tag).filter(|_| weight > 0.0 && !beaten) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// A text in one language or several, without white space around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    plain: String,
    translations: Vec<(Language, String)>,
}

impl Text {
    /// A text in several languages; `None` if there is none. English, else the first of
    /// [`Language::ALL`], stands in for those that are missing.
    #[must_use]
    pub fn translated(mut translations: Vec<(Language, String)>) -> Option<Self> {
        for (_, text) in &mut translations {
            *text = text.trim().to_owned();
        }
        translations.sort_by_key(|(language, _)| *language);
        let plain = translations.first()?.1.clone();
        Some(Self { plain, translations })
    }

    /// The text for readers of `language`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        let found = self.translations.iter().find(|(known, _)| *known == language);
        found.map_or(&self.plain, |(_, text)| text)
    }

    /// The text that stands for all its translations, as in the store and in the API.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The text and each of its translations.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.plain()).chain(self.translations.iter().map(|(_, text)| text.as_str()))
    }
}

impl From<String> for Text {
    fn from(plain: String) -> Self {
        plain.as_str().into()
    }
}

impl From<&str> for Text {
    fn from(plain: &str) -> Self {
        Self { plain: plain.trim().to_owned(), translations: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_favourite_of_our_languages_is_taken() {
        for (header, expected) in [
            ("de", Some(Language::German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("en;q=0.5, pt-BR;q=0.8", Some(Language::Portuguese)),
            ("sv-SE, sv;q=0.9, ja;q=0.4", Some(Language::Japanese)),
            ("AR-EG", Some(Language::Arabic)),
            ("fr;q=0, it;q=0.1", Some(Language::Italian)),
            ("es, nl", Some(Language::Spanish)),
            ("sv", None),
            ("*", None),
            ("", None),
            (";;,q=1,de;q=x", None),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_missing_translation_is_english_else_the_first() {
        let text = |languages: &[Language]| {
            let all = languages.iter().map(|language| (*language, language.code().to_owned())).collect();
            Text::translated(all).expect("a text")
        };
        let both = text(&[Language::Japanese, Language::English, Language::German]);
        assert_eq!(
            (both.in_language(Language::German), both.in_language(Language::Polish), both.plain()),
            ("de", "en", "en")
        );
        assert_eq!(text(&[Language::Japanese, Language::German]).in_language(Language::Polish), "de");
        assert_eq!(Text::translated(Vec::new()), None);
        assert_eq!(Text::from("Hello").in_language(Language::Arabic), "Hello");
    }
}
