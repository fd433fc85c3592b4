//! One process per file: two writers would each fold from only half of the deliveries.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::error::OpenError;
use super::files::{self, beside};
use super::place::{FileId, file_id};
use super::upkeep::leftovers;

/// The lock on `<database>.lock`, held until dropped. The system frees it when a process dies.
pub(super) struct Lock {
    file: File,
    id: Option<FileId>,
}

impl Lock {
    /// Takes the lock, and removes unfinished files that a killed bookhook left beside the database.
    /// `database` is the file itself, not a link to it.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let path = beside(database, ".lock");
        let file = match files::create_private(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                OpenOptions::new().write(true).open(&path)
            }
            other => other,
        };
        let file = file.map_err(|error| OpenError::Folder { path: path.clone(), error })?;
        match file.try_lock() {
            Ok(()) => {
                leftovers::sweep(database);
                Ok(Self { file, id: file_id(&path) })
            }
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: database.to_owned() }),
            Err(TryLockError::Error(error)) => Err(OpenError::Folder { path, error }),
        }
    }

    /// Takes the lock again after somebody removed its file.
    pub(super) fn keep(&mut self, database: &Path) -> Result<(), OpenError> {
        if file_id(&beside(database, ".lock")) != self.id {
            *self = Self::take(database)?;
            tracing::warn!("another program removed the database's lock file; it is locked again");
        }
        Ok(())
    }
}

impl Drop for Lock {
    /// Closing the file is not enough: a process that is being started elsewhere in this one shares
    /// the lock until it becomes another program.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
