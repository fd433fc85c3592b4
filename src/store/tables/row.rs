//! Rows that cannot be read.

use std::fmt;

use rusqlite::types::{FromSql, FromSqlResult, Type, ValueRef};
use rusqlite::{Error, Row, RowIndex};
use time::OffsetDateTime;

use crate::domain::foreign::ForeignText;
use crate::domain::ids::Digest;
use crate::domain::instant;
use crate::domain::seat::Seat;

/// A row that this version cannot have written. Names the row, never its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    table: &'static str,
    column: String,
    id: i64,
}

impl BadRow {
    /// The remedy.
    pub const REMEDY: &'static str = "all other rows are served; correct this one with the sqlite3 shell while \
                                      the server is stopped, or put a backup in place with `bookhook restore`";

    /// The row that an error is about, if it is about one.
    pub(in crate::store) fn from_error(error: &Error) -> Option<&Self> {
        match error {
            Error::FromSqlConversionFailure(_, _, cause) => cause.downcast_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, column, id } = self;
        write!(f, "row {id} of {table} cannot be read: its {column} is not of the form that bookhook writes")
    }
}

impl std::error::Error for BadRow {}

impl FromSql for ForeignText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        String::column_result(value).map(Self::from)
    }
}

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(Self)
    }
}

/// The value of a row that has one column.
pub(in crate::store) fn only<T: FromSql>(row: &Row<'_>) -> rusqlite::Result<T> {
    row.get(0)
}

/// A column of text, which may be null.
pub(in crate::store) fn text<'r>(
    row: &'r Row<'_>,
    column: impl RowIndex,
) -> rusqlite::Result<Option<&'r str>> {
    let column = column.idx(row.as_ref())?;
    let bad = |error| Error::FromSqlConversionFailure(column, Type::Text, Box::new(error));
    row.get_ref(column)?.as_str_or_null().map_err(bad)
}

/// A column of text that has to hold what `parse` takes.
pub(in crate::store) fn parsed<T>(
    row: &Row<'_>,
    column: impl RowIndex,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let column = column.idx(row.as_ref())?;
    let bad = || Error::InvalidColumnType(column, String::new(), Type::Text);
    text(row, column)?.and_then(parse).ok_or_else(bad)
}

/// A column with a time, which may be null.
pub(in crate::store) fn time(
    row: &Row<'_>,
    column: impl RowIndex,
) -> rusqlite::Result<Option<OffsetDateTime>> {
    Ok(text(row, column)?.and_then(instant::parse))
}

/// A column with the text of a seat; empty for none.
pub(in crate::store) fn seat(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<Seat>> {
    match text(row, column)? {
        Some("") => Ok(None),
        _ => parsed(row, column, Seat::parse).map(Some),
    }
}

/// Returns the text that such a column holds.
pub(in crate::store) fn seat_text(seat: Option<&Seat>) -> &str {
    seat.map_or("", Seat::as_str)
}

/// Reads a row; an error names the row and column that cannot be read.
pub(in crate::store) fn read<T>(
    table: &'static str,
    id: i64,
    row: &Row<'_>,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    read(row).map_err(|error| match error {
        error if BadRow::from_error(&error).is_some() => error,
        Error::FromSqlConversionFailure(column, ..)
        | Error::InvalidColumnType(column, ..)
        | Error::IntegralValueOutOfRange(column, ..)
        | Error::Utf8Error(column, ..) => {
            let name = row.as_ref().column_name(column).unwrap_or("content").to_owned();
            let bad = BadRow { table, column: name, id };
            Error::FromSqlConversionFailure(column, Type::Text, Box::new(bad))
        }
        error => error,
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    fn read(value: &str) -> rusqlite::Result<u8> {
        let db = Connection::open_in_memory().expect("a database");
        db.query_row(&format!("SELECT 7 AS id, {value} AS answer"), [], |row| {
            super::read("questions", row.get("id")?, row, |row| {
                parsed(row, "answer", |text| text.parse().ok())
            })
        })
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_and_its_content_is_not() {
        assert_eq!(read("'42'"), Ok(42));
        for bad in ["'CANARY'", "NULL", "43", "x'ff'", "cast(x'ff' AS TEXT)"] {
            let error = read(bad).expect_err("refused");
            let row = BadRow::from_error(&error).expect("a row").to_string();
            assert!(row.starts_with("row 7 of questions cannot be read: its answer is not"), "{row}");
            assert!(!row.contains("CANARY") && !format!("{error:?}").contains("CANARY"), "{error:?}");
        }
    }
}
