//! The team's logo.

use std::path::Path;

use super::files;
use super::mistake::Mistake;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The format.
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
    /// Returns the format that a file name extension, in either case, stands for.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// The file name extension.
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

/// Reads the file that the settings name.
///
/// # Errors
/// It cannot be read, is too large, or is of no known format.
pub fn read(path: &Path) -> Result<Logo, Mistake> {
    let name = format!("the logo {}", path.display());
    let format = path.extension().and_then(|extension| LogoFormat::from_extension(extension.to_str()?));
    let format = format.ok_or_else(|| {
        Mistake::new(format!("{name} is of no known format"), "name an .svg, .png, .jpg or .webp file")
    })?;
    let large = "make it smaller: every page contains it";
    let bytes = files::read(path, Logo::MAX)
        .map_err(|error| files::mistake(&name, Logo::MAX, &error, "check the path", large))?;
    Ok(Logo { bytes, format })
}
