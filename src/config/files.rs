//! Reads files that settings name: regular ones up to a limit, so that no device or pipe blocks the start.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::mistake::Mistake;
use crate::domain::system::reason;

/// Reads a regular file of at most `most` bytes.
pub(super) fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    // Checked before it is opened, because a pipe would wait for its writer.
    if !fs::metadata(path)?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most { Err(ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Says why a file could not be read, with the remedies for one that is missing or too large.
pub(super) fn mistake(name: &str, most: usize, error: &io::Error, missing: &str, large: &str) -> Mistake {
    let (problem, remedy) = match error.kind() {
        ErrorKind::InvalidInput => ("is not a regular file".into(), "check the path"),
        ErrorKind::FileTooLarge => (format!("is larger than {} KiB", most / 1024), large),
        ErrorKind::NotFound => ("does not exist".into(), missing),
        kind @ ErrorKind::PermissionDenied => {
            (format!("cannot be read: {}", reason(kind)), "let bookhook's user read it")
        }
        kind => (format!("cannot be read: {}", reason(kind)), "check the path"),
    };
    Mistake::new(format!("{name} {problem}"), remedy)
}
