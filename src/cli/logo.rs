//! The team's logo.

use std::path::Path;

use super::{Exit, Failure};
use crate::domain::look::{Logo, LogoFormat};

/// Reads the file that the settings name.
pub(super) fn read(path: &Path) -> Result<Logo, Failure> {
    let failure = |problem: &str, remedy| {
        Failure::new(Exit::Configuration, format!("the logo {} {problem}", path.display()))
            .with_remedy(remedy)
    };
    let format = path.extension().and_then(|extension| LogoFormat::of_extension(extension.to_str()?));
    let format =
        format.ok_or_else(|| failure("is of no known format", "name an .svg, .png, .jpg or .webp file"))?;
    let bytes = std::fs::read(path).map_err(|error| {
        failure(&format!("cannot be read: {}", error.kind()), "check its path and permissions")
    })?;
    if bytes.len() > Logo::MAX {
        return Err(failure(
            "is too large",
            "make it smaller: every page holds it, and 16 KiB are enough for an SVG",
        ));
    }
    Ok(Logo { bytes, format })
}
