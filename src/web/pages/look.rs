//! How the team's pages look and what they say.

use crate::config::colour::Colour;
use crate::config::logo::Logo;
use crate::config::{Complete, Contact, Line, Paragraph, Settings, Translated};
use crate::domain::language::Text;

/// The team's look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Look {
    /// The team's name.
    pub(in crate::web) team: String,
    /// The colour from which the readable shades of buttons, links and marks are derived.
    pub(in crate::web) accent: Colour,
    /// Replaces the monogram.
    pub(in crate::web) logo: Option<Logo>,
    /// The heading of the page with the form.
    pub(in crate::web) apply: Heading,
    /// The heading of the page with the booking.
    pub(in crate::web) schedule: Heading,
    /// The heading of the last page.
    pub(in crate::web) thanks: Heading,
    /// The team's text about the steps after the booking.
    pub(in crate::web) next_steps: Option<Text>,
    /// The address of the team's privacy policy.
    pub(in crate::web) privacy_url: Option<String>,
    /// Where applicants can ask.
    pub(in crate::web) contact: Option<Contact>,
    /// The path of the form.
    pub(in crate::web) apply_path: String,
    /// The applicant completes the application after the booking; else the booking is the end.
    pub(in crate::web) completes_by_button: bool,
}

impl Look {
    /// Collects what the settings say; `logo` is the content of the file that they name.
    #[must_use]
    pub(in crate::web) fn new(settings: &Settings, logo: Option<Logo>) -> Self {
        Self {
            team: settings.team_name.0.clone(),
            accent: settings.accent,
            logo,
            apply: Heading::new(settings.apply_title.as_ref(), settings.apply_intro.as_ref()),
            schedule: Heading::new(settings.schedule_title.as_ref(), settings.schedule_intro.as_ref()),
            thanks: Heading::new(settings.thanks_title.as_ref(), settings.thanks_intro.as_ref()),
            next_steps: settings.next_steps.as_ref().map(|text| text.0.clone()),
            privacy_url: settings.privacy_url.as_ref().map(|url| url.as_str().to_owned()),
            contact: settings.contact.clone(),
            apply_path: settings.apply_path.as_str().to_owned(),
            completes_by_button: settings.complete == Complete::Button,
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

/// The team's own heading of a page and its text below it; our words stand in for what is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Heading {
    /// The heading.
    pub(in crate::web) title: Option<Text>,
    /// One or more short paragraphs.
    pub(in crate::web) intro: Option<Text>,
}

impl Heading {
    fn new(title: Option<&Translated<Line>>, intro: Option<&Translated<Paragraph>>) -> Self {
        Self { title: title.map(|title| title.0.clone()), intro: intro.map(|intro| intro.0.clone()) }
    }
}
