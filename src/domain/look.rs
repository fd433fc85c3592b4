//! How the team's pages look and what they say.

use super::colour::Colour;

/// What makes the pages the team's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The team's name.
    pub team: String,
    /// Buttons, links and marks; shades that read well are made from it.
    pub accent: Colour,
    /// Shown in the place of the monogram.
    pub logo: Option<Logo>,
    /// Of the page with the form.
    pub apply: Words,
    /// Of the page on which the interview is booked.
    pub schedule: Words,
    /// Of the last page.
    pub thanks: Words,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub format: LogoFormat,
}

/// The formats that every browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoFormat {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl LogoFormat {
    /// By the ending of a file's name, in either case.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// The ending of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

impl Logo {
    /// The largest file, in bytes: it is on every page, and pages are small.
    pub const MAX: usize = 16 * 1024;
}

/// The heading of a page and the text below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The heading.
    pub title: String,
    /// One or more short paragraphs.
    pub intro: String,
}

impl Words {
    fn new(title: &str, intro: &str) -> Self {
        Self { title: title.into(), intro: intro.into() }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            team: "Talent Network".into(),
            accent: Colour::new(0x3a, 0x5b, 0xd9),
            logo: None,
            apply: Words::new(
                "Join our talent network",
                "Tell us a little about yourself, then choose a time to talk. It takes about three minutes.",
            ),
            schedule: Words::new(
                "Your interview",
                "Choose a time that suits you. This page shows where your application stands.",
            ),
            thanks: Words::new("Thank you", "Your application is complete. There is nothing more to do."),
        }
    }
}
