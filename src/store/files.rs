//! Operations on files beside a database: names, private files, syncing, removal.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use crate::domain::system;

/// The suffix of a copy until it is proven.
pub(super) const UNFINISHED: &str = ".unfinished";
/// The suffix that SQLite adds for a rollback journal.
pub(super) const JOURNAL: &str = "-journal";

/// Makes an empty file with mode 0600; `SQLite` gives its WAL and shared memory files the same mode
/// and owner. A file that root makes gets its folder's owner, so that a server that runs as a user
/// of its own can use what its administrator made for it.
///
/// # Errors
/// The name exists already, or the system refuses.
pub fn create_private(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    give_to_owner(&file, folder(path))?;
    Ok(file)
}

/// Makes a folder with mode 0700, and the same owner as [`create_private`] gives a file.
///
/// # Errors
/// The name exists already, or the system refuses.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)?;
    give_to_owner(&File::open(path)?, folder(path))
}

fn give_to_owner(made: &File, folder: &Path) -> io::Result<()> {
    let folder = fs::metadata(folder)?;
    if made.metadata()?.uid() == 0 && folder.uid() != 0 {
        // Where root may not give files away, it keeps them.
        drop(fchown(made, Some(folder.uid()), Some(folder.gid())));
    }
    Ok(())
}

/// Syncs a file's folder, so that its names are durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path)).and_then(|folder| folder.sync_all())
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with something added to the file's name.
pub(super) fn beside(path: &Path, added: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(added);
    name.into()
}

/// Removes an unfinished copy, and what SQLite had beside it.
pub(super) fn discard_with_journal(path: &Path) {
    discard(path);
    discard(&beside(path, JOURNAL));
}

/// Removes an unneeded file, if it exists.
pub(super) fn discard(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(path = %path.display(), reason = system::reason(error.kind()), "an unfinished copy cannot be removed");
        }
        _ => {}
    }
}
