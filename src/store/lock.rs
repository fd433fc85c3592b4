//! One process per file: two writers would each fold from half of what the other knows.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::connection::OpenError;
use super::copy::beside;
use super::leftovers;
use super::private;

/// The lock on `<database>.lock`, held until dropped. The system frees it when a process dies.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it, and removes what a killed bookhook left half made beside the database.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let path = beside(database, ".lock");
        let file = match private::create(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                OpenOptions::new().write(true).open(&path)
            }
            other => other,
        };
        let file = file.map_err(|error| OpenError::Folder { path: path.clone(), error })?;
        match file.try_lock() {
            Ok(()) => {
                leftovers::sweep(database);
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: database.to_owned() }),
            Err(TryLockError::Error(error)) => Err(OpenError::Folder { path, error }),
        }
    }
}
