//! The team's logo.

use std::path::Path;

use super::error::ConfigError;
use super::files;
use crate::domain::look::{Logo, LogoFormat};

/// Reads the file that the settings name.
///
/// # Errors
/// It cannot be read, is too large, or is of no known format.
pub fn read(path: &Path) -> Result<Logo, ConfigError> {
    let error =
        |problem: String, remedy: &'static str| ConfigError::Logo { path: path.to_owned(), problem, remedy };
    let format = path.extension().and_then(|extension| LogoFormat::of_extension(extension.to_str()?));
    let format = format
        .ok_or_else(|| error("is of no known format".into(), "name an .svg, .png, .jpg or .webp file"))?;
    let bytes = files::read(path, Logo::MAX).map_err(|problem| {
        let remedy = match problem {
            files::FileProblem::TooLarge(_) => "make it smaller: every page contains it",
            other => other.remedy(),
        };
        error(problem.words(), remedy)
    })?;
    Ok(Logo { bytes, format })
}
