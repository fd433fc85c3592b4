//! One process per file: two writers would each fold from half of what the other knows.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::connection::OpenError;
use super::copy::beside;

/// The lock on `<database>.lock`, held until dropped. The system frees it when a process dies.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let path = beside(database, ".lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| OpenError::Folder { path: path.clone(), error })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: database.to_owned() }),
            Err(TryLockError::Error(error)) => Err(OpenError::Folder { path, error }),
        }
    }
}
