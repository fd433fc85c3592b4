//! Exports: JSON lines that can be imported, or tables for a spreadsheet.
//!
//! An export is read from a proven copy that is made first and removed afterwards: one
//! moment's state, however long the reader of the output takes. A long read of the database itself
//! would keep its log from beginning anew.

pub(in crate::store) mod csv;
mod lines;

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use rusqlite::Connection;

use super::copy::{self, CancelToken, CopyError};
use super::leftovers::Turn;
use crate::domain::codec::Codec;
use crate::domain::system;
use crate::store::connection::open_reader;
use crate::store::error::{OpenError, ReadError};
use crate::store::privacy::person::{Rows, Search, Who};
use crate::store::tables::row;
use crate::store::{place, version};

/// Why an export ended early.
#[derive(Debug)]
pub enum ExportError {
    /// The copy that is read from could not be made.
    Copy(CopyError),
    /// It could not be read.
    Read(ReadError),
    /// The output could not be written.
    Write(io::Error),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::Write(error) => write!(f, "the export cannot be written: {}", system::reason(error.kind())),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<OpenError> for ExportError {
    fn from(error: OpenError) -> Self {
        Self::Copy(error.into())
    }
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Read(ReadError(error))
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// One moment's state of a database, which may be in use; or the part of it that is about a person.
pub struct Export {
    db: Connection,
    schema: i32,
    /// `None`: everything.
    rows: Option<Rows>,
}

impl Export {
    /// Makes the copy beside the database. Waits while another process makes its own there. Calls `progress`
    /// with the bytes written and about how many there are.
    ///
    /// # Errors
    /// There is no proven copy, or the file is not of this version's schema.
    pub fn open(database: &Path, progress: impl FnMut(u64, u64)) -> Result<Self, ExportError> {
        let database = &place::resolve(database)?;
        version::check_current(database)?;
        let turn =
            Turn::wait(database).map_err(|error| OpenError::Folder { path: database.to_owned(), error })?;
        let made =
            copy::copy(database, &turn.file, &CancelToken::default(), progress).map_err(ExportError::Copy);
        let opened = made.and_then(|_| {
            let db = open_reader(&turn.file)?;
            // A first read opens the file, so that its name can go: even a kill leaves nothing.
            let _: i64 = db.query_row("SELECT count(*) FROM refusals", [], row::only)?;
            let schema = version::version_of(&db, &turn.file)?;
            Ok(Self { db, schema, rows: None })
        });
        drop(fs::remove_file(&turn.file));
        opened
    }

    /// Only what is about a person, by the same search as an erasure's. `false`: there is nothing.
    ///
    /// # Errors
    /// The copy cannot be read.
    pub fn narrow(&mut self, who: &Who, codec: Codec) -> Result<bool, ExportError> {
        let found = Search::find_person(&self.db, who, codec)?;
        let rows = found.map(|search| search.rows(&self.db)).transpose()?.unwrap_or_default();
        let is_there = !rows.is_empty();
        self.rows = Some(rows);
        Ok(is_there)
    }
}
