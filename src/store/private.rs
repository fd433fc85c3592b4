//! Files that only their owner may read.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::Path;

/// Makes an empty file with mode 0600; `SQLite` gives its WAL and shared memory files the same mode
/// and owner. One that root makes belongs to whom its folder does, so that a server that runs as a
/// user of its own can use what its administrator restored for it.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let folder = fs::metadata(folder(path))?;
    if file.metadata()?.uid() == 0 && folder.uid() != 0 {
        // Where root may not give files away, it keeps them.
        drop(fchown(&file, Some(folder.uid()), Some(folder.gid())));
    }
    Ok(file)
}

/// Makes the names in a file's folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path)).and_then(|folder| folder.sync_all())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
