//! Secrets in files: read, proved, and kept.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{MAX, PLACEHOLDER, Provenance, SecretError, SecretText, Sourced};

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
    if bytes.len() as u64 == limit {
        return Err(SecretError::TooLong(from));
    }
    let Ok(text) = str::from_utf8(&bytes) else { return Err(SecretError::NotText(from)) };
    let line = text.strip_suffix('\n').unwrap_or(text);
    checked(line.strip_suffix('\r').unwrap_or(line), from)
}

/// Refuses what cannot be the secret of any webhook.
pub(super) fn checked(text: &str, from: Provenance) -> Result<Sourced, SecretError> {
    let error: fn(Provenance) -> SecretError = if text.trim().is_empty() {
        SecretError::Empty
    } else if text.len() > MAX {
        SecretError::TooLong
    } else if text.contains(['\n', '\r']) {
        SecretError::SeveralLines
    } else if text.contains('\0') {
        SecretError::NotText
    } else if text.starts_with('\u{feff}') {
        SecretError::ByteOrderMark
    } else if is_assignment(text) {
        SecretError::Assignment
    } else if unquoted(text) == PLACEHOLDER {
        SecretError::Placeholder
    } else {
        return Ok(Sourced { text: SecretText(text.to_owned()), from });
    };
    Err(error(from))
}

/// Whether this is a line of an environment file, as Docker and systemd read them.
fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim().trim_start_matches("export ").to_ascii_uppercase();
        ["SECRET", "API_KEY"].iter().any(|word| name.contains(word))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The text without the spaces and quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

pub(super) fn keep(path: &Path, text: &SecretText) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", text.expose())?;
    file.sync_all()?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
