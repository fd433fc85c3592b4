//! The real path of the database, and whether the open file is still at it.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::OpenError;
use super::files::beside;

/// Follows a link to the file itself, so that the lock, the log and other files are beside that file,
/// whichever name it was opened by. The path of a missing file is returned unchanged.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, OpenError> {
    let refused = |error| OpenError::Folder { path: path.to_owned(), error };
    let real = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(path.to_owned()),
        Err(error) => return Err(refused(error)),
        Ok(found) if !found.is_symlink() => path.to_owned(),
        Ok(_) => match fs::canonicalize(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let target = fs::read_link(path).map_err(refused)?;
                return Err(OpenError::Dangling { path: path.to_owned(), target });
            }
            real => real.map_err(refused)?,
        },
    };
    // To open a pipe would wait for its other end.
    if fs::metadata(&real).map_err(refused)?.is_file() {
        Ok(real)
    } else {
        Err(OpenError::NotAFile { path: path.to_owned() })
    }
}

/// The identity of a file: its device and inode. While the file is open, no other file can have the same.
pub(super) type FileId = (u64, u64);

/// The file that a path leads to now; `None` if there is none.
pub(super) fn file_id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// The open database and its log, with their identities at the opening. Each check costs a microsecond.
pub(super) struct OpenFile {
    /// As it was named, so that a link that leads elsewhere by now is noticed.
    named: PathBuf,
    real: PathBuf,
    log: PathBuf,
    file: Option<FileId>,
    log_file: Option<FileId>,
}

impl OpenFile {
    /// Returns the place of a database that a connection has opened and read, so that there is a log.
    pub(super) fn new(named: PathBuf, real: PathBuf) -> Self {
        let (log, file) = (beside(&real, "-wal"), file_id(&real));
        let log_file = file_id(&log);
        Self { named, real, log, file, log_file }
    }

    /// The file, by the name at which its log and lock are.
    pub(super) fn path(&self) -> &Path {
        &self.real
    }

    /// Whether the path still leads to the open file.
    pub(super) fn is_there(&self) -> bool {
        self.file.is_some() && file_id(&self.named) == self.file
    }

    /// Whether the log is still at its path.
    pub(super) fn has_its_log(&self) -> bool {
        file_id(&self.log) == self.log_file
    }

    /// Notes that the log was opened again.
    pub(super) fn find_log(&mut self) {
        self.log_file = file_id(&self.log);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_is_followed_to_its_file_and_a_missing_file_stays_as_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real.db"), folder.path().join("link.db"));
        assert_eq!(resolve(&real).expect("as named"), real);
        symlink(&real, &link).expect("a link");
        let dangling = resolve(&link).expect_err("refused");
        assert!(matches!(&dangling, OpenError::Dangling { target, .. } if *target == real), "{dangling:?}");
        fs::write(&real, b"").expect("a file");
        assert_eq!(resolve(&link).expect("followed"), fs::canonicalize(&real).expect("its name"));
    }

    #[test]
    fn a_folder_or_a_device_is_refused_without_opening_it() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path(), Path::new("/dev/null")] {
            let refused = resolve(path).expect_err("refused");
            assert!(matches!(refused, OpenError::NotAFile { .. }), "{refused:?}");
        }
    }

    #[test]
    fn another_file_of_the_same_name_is_noticed_and_the_old_one_put_back_is_known() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, aside) = (folder.path().join("a.db"), folder.path().join("aside.db"));
        fs::write(&path, b"").expect("a file");
        let place = OpenFile::new(path.clone(), path.clone());
        assert!(place.is_there());
        fs::rename(&path, &aside).expect("moved");
        assert!(!place.is_there());
        fs::write(&path, b"").expect("another file");
        assert!(!place.is_there());
        fs::rename(&aside, &path).expect("put back");
        assert!(place.is_there());
    }
}
