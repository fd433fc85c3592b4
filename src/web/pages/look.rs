//! How the team's pages look and what they say.

use crate::config::colour::Colour;
use crate::config::logo::Logo;
use crate::config::{Line, Paragraph, Settings};

/// What makes the pages the team's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Look {
    /// The team's name.
    pub(in crate::web) team: String,
    /// The colour from which the readable shades of buttons, links and marks are derived.
    pub(in crate::web) accent: Colour,
    /// Replaces the monogram.
    pub(in crate::web) logo: Option<Logo>,
    /// What the page with the form says.
    pub(in crate::web) apply: Heading,
    /// What the page with the booking says.
    pub(in crate::web) schedule: Heading,
    /// What the last page says.
    pub(in crate::web) thanks: Heading,
}

impl Look {
    /// Collects what the settings say; `logo` is the content of the file that they name.
    #[must_use]
    pub(in crate::web) fn new(settings: &Settings, logo: Option<Logo>) -> Self {
        Self {
            team: settings.team_name.0.clone(),
            accent: settings.accent,
            logo,
            apply: Heading::new(&settings.apply_title, &settings.apply_intro),
            schedule: Heading::new(&settings.schedule_title, &settings.schedule_intro),
            thanks: Heading::new(&settings.thanks_title, &settings.thanks_intro),
        }
    }

    /// The look of pages without any settings.
    #[cfg(test)]
    pub(in crate::web) fn default_settings() -> Self {
        use crate::config::{Configuration, Sources};
        let configuration = Configuration::load(&Sources::default()).expect("the defaults");
        Self::new(&configuration.settings, None)
    }
}

/// The heading of a page and the text below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Heading {
    /// The heading.
    pub(in crate::web) title: String,
    /// One or more short paragraphs.
    pub(in crate::web) intro: String,
}

impl Heading {
    fn new(title: &Line, intro: &Paragraph) -> Self {
        Self { title: title.0.clone(), intro: intro.0.clone() }
    }
}
