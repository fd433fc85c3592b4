//! Files that settings name: regular ones, read with a bound, so that no device or pipe holds up the start.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::domain::system;

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// It is a folder, a device or a pipe.
    NotAFile,
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// The system does not let it be read.
    Unreadable(ErrorKind),
}

impl FileProblem {
    /// What is wrong; it follows the name of the file.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NotAFile => "is not a regular file".into(),
            Self::TooLarge(most) => format!("is larger than {} KiB", most / 1024),
            Self::Unreadable(ErrorKind::NotFound) => "does not exist".into(),
            Self::Unreadable(kind) => format!("cannot be read: {}", system::reason(kind)),
        }
    }

    /// What to do about it.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Unreadable(ErrorKind::PermissionDenied) => "let the user that runs bookhook read it",
            Self::TooLarge(_) => "name a smaller file",
            _ => "check the path",
        }
    }
}

/// Reads a regular file of at most `most` bytes.
pub(super) fn read(path: &Path, most: usize) -> Result<Vec<u8>, FileProblem> {
    let unreadable = |error: std::io::Error| FileProblem::Unreadable(error.kind());
    // Before it is opened: a pipe would wait for its writer.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(FileProblem::NotAFile);
    }
    let (mut bytes, limit) = (Vec::new(), most as u64 + 1);
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() > most { Err(FileProblem::TooLarge(most)) } else { Ok(bytes) }
}
