//! The files of secrets that bookhook generates: beside the database, readable by its user only.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::config::mistake::Mistake;
use crate::domain::system::reason;

/// Refuses a file that others can read: whoever can read the secret can use it.
pub(super) fn check_mode(what: &str, path: &Path) -> Result<(), Mistake> {
    let mode = path.metadata().map_or(0, |file| file.permissions().mode() & 0o777);
    let is_open = mode & 0o077 != 0;
    if !is_open {
        return Ok(());
    }
    let path = path.display();
    Err(Mistake::new(
        format!("other users may read or change the {what} {path} (mode {mode:04o})"),
        format!(
            "run: chmod 600 '{path}' (and if others could sign in here, remove it: the next start generates a new one)"
        ),
    ))
}

/// Writes a new secret. `remedy` says what to do where that fails.
pub(super) fn make(what: &str, path: &Path, text: &str, remedy: &str) -> Result<(), Mistake> {
    store(path, text).map_err(|error| {
        let problem =
            format!("the new {what} cannot be written to {}: {}", path.display(), reason(error.kind()));
        Mistake::new(problem, remedy)
    })
}

fn store(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
