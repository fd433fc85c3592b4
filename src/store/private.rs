//! Files that only their owner may read.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, fchown};
use std::path::Path;

/// Makes an empty file with mode 0600; `SQLite` gives its WAL and shared memory files the same mode
/// and owner. A file that root makes gets its folder's owner, so that a server that runs as a user
/// of its own can use what its administrator made for it.
///
/// # Errors
/// There is something of that name already, or the system refuses.
pub fn create(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    give_to_owner(&file, folder(path))?;
    Ok(file)
}

/// Makes a folder with mode 0700, and the same owner as [`create`] gives a file.
///
/// # Errors
/// There is something of that name already, or the system refuses.
pub fn create_folder(path: &Path) -> io::Result<()> {
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

/// Makes the names in a file's folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path)).and_then(|folder| folder.sync_all())
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
