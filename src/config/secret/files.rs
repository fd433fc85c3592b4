//! Secrets in files: read, proved, and kept.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{MAX, Provenance, SecretError, SecretText, Sourced};

pub(super) fn unless_missing(found: Result<Sourced, SecretError>) -> Result<Option<Sourced>, SecretError> {
    match found {
        Err(SecretError::Unreadable { reason: ErrorKind::NotFound, .. }) => Ok(None),
        other => other.map(Some),
    }
}

pub(super) fn read(from: Provenance, path: &Path) -> Result<Sourced, SecretError> {
    let mut bytes = Vec::new();
    // The line's end, and a byte more to notice what is too long.
    let limit = MAX as u64 + 3;
    let done = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    if let Err(error) = done {
        return Err(SecretError::Unreadable { from, reason: error.kind() });
    }
    let Ok(text) = str::from_utf8(&bytes) else { return Err(SecretError::NotALine(from)) };
    let line = text.strip_suffix('\n').unwrap_or(text);
    checked(line.strip_suffix('\r').unwrap_or(line), from)
}

pub(super) fn checked(text: &str, from: Provenance) -> Result<Sourced, SecretError> {
    if text.trim().is_empty() {
        return Err(SecretError::Empty(from));
    }
    if text.len() > MAX || text.contains(['\n', '\r', '\0']) {
        return Err(SecretError::NotALine(from));
    }
    Ok(Sourced { text: SecretText(text.to_owned()), from })
}

pub(super) fn keep(path: &Path, text: &SecretText) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", text.expose())?;
    file.sync_all()?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
