//! Errors while a database is filled.

use crate::cli::support::failure::{Exit, Failure};
use crate::store::{OpenError, WriteError};

/// The database cannot be opened.
pub(super) fn in_use(error: OpenError) -> Failure {
    match error {
        OpenError::InUse { .. } => Failure::from(error)
            .with_remedy("stop the server; or name another database with BOOKHOOK_DATABASE"),
        error => error.into(),
    }
}

/// Not all of it could be stored.
pub(super) fn incomplete(error: WriteError) -> Failure {
    Failure::new(Exit::Database, format!("only a part of the applicants could be stored: {error}"))
        .with_remedy("remove the database, and run this again")
}
