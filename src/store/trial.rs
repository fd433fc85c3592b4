//! A trial start: whether the file is free, and whether it can be written.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use time::OffsetDateTime;

use super::error::OpenError;
use super::lock::Lock;
use super::{place, readiness};

/// Another program may hold the file for this long.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether another bookhook has the file open.
///
/// # Errors
/// The lock cannot be asked for.
pub fn is_in_use(path: &Path) -> Result<bool, OpenError> {
    match Lock::take(&place::resolve(path)?) {
        Ok(_) => Ok(false),
        Err(OpenError::InUse { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Writes to an existing file and rolls the write back, also beside a running server.
///
/// # Errors
/// Why a delivery could not be stored; that another program holds the file is known after 2 seconds.
pub fn try_write(path: &Path) -> Result<(), OpenError> {
    let path = &place::resolve(path)?;
    write(path).map_err(|error| OpenError::from_sqlite(path, &error))
}

fn write(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    readiness::prove(&transaction, OffsetDateTime::UNIX_EPOCH)?;
    transaction.rollback()
}
