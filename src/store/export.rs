//! All data in the open: JSON lines that an import takes back, or tables for a spreadsheet.
//!
//! What is written is read from a proven copy that is made first and vanishes afterwards: one
//! moment's state, however long the reader of the output takes. A long read of the database itself
//! would keep its log from beginning anew.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::connection::{OpenError, ReadError, open_reader};
use super::copy::{self, Brake, CopyError};
use super::exchange::{Counts, FORMAT};
use super::leftovers::Turn;
use super::schema;

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
            Self::Write(error) => write!(f, "the export cannot be written: {}", error.kind()),
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

/// A table of the CSV export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The profiles; their answers are one cell of JSON, and so are their claims.
    Profiles,
    /// The bookings, each seat in its own row.
    Bookings,
    /// The deliveries, without their bodies, which are for machines: the JSON lines have them.
    Deliveries,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Profiles, Self::Bookings, Self::Deliveries];

    /// The name of its file, without the ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Profiles => "profiles",
            Self::Bookings => "bookings",
            Self::Deliveries => "deliveries",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Profiles => PROFILES,
            Self::Bookings => BOOKINGS,
            Self::Deliveries => {
                "SELECT d.id, d.received_at, d.trigger, d.outcome, d.reason, b.uid AS booking
                   FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking ORDER BY d.id"
            }
        }
    }
}

const PROFILES: &str = "SELECT p.number, p.id, p.name, p.email, p.answers, p.status, b.uid AS booking_uid,
                               b.seat AS booking_seat, p.completed_at, p.created_at, p.updated_at,
                               (SELECT json_group_array(json_object('uid', c.uid, 'seat', c.seat,
                                                                    'claimed_at', c.claimed_at) ORDER BY c.uid, c.seat)
                                  FROM claims c WHERE c.profile = p.number) AS claims
                          FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking ORDER BY p.number";
const DELIVERIES: &str = "SELECT d.id, d.received_at, d.trigger, d.outcome, d.reason, b.uid AS booking,
                                 d.digest, d.body
                            FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking ORDER BY d.id";
const REFUSALS: &str = "SELECT code, count, first_at, last_at FROM refusals ORDER BY code";
const BOOKINGS: &str =
    "SELECT uid, seat, profile_id, matched_by, inherited, named_profile_id, status, title, event_type,
            start_time, end_time, meeting_link, location, attendee_name, attendee_email, attendee_timezone,
            organizer_name, booker_url, rescheduled_from, rescheduled_to, cancellation_reason,
            asks_for_another_time, ended, no_show, first_event_at, updated_at
       FROM bookings ORDER BY id";

/// One moment's state of a database, which may be in use.
pub struct Export {
    db: Connection,
    schema: i32,
    counts: Counts,
}

impl Export {
    /// Makes the copy beside the database. Waits while another process makes its own there. `progress` is told how many bytes of about how many.
    ///
    /// # Errors
    /// There is no proven copy, or the file is not of this version's schema.
    pub fn open(database: &Path, progress: impl FnMut(u64, u64)) -> Result<Self, ExportError> {
        schema::check_current(database)?;
        let turn =
            Turn::wait(database).map_err(|error| OpenError::Folder { path: database.to_owned(), error })?;
        let file = turn.file.as_path();
        let made = copy::copy(database, file, &Brake::default(), progress).map_err(ExportError::Copy);
        let opened = made.and_then(|proof| {
            let db = open_reader(file)?;
            // A first read opens the file, so that its name can go: even a kill leaves nothing.
            let refusals: i64 = db.query_row("SELECT count(*) FROM refusals", [], |row| row.get(0))?;
            let counts = Counts {
                profiles: proof.profiles,
                deliveries: proof.deliveries,
                refusals: refusals.unsigned_abs(),
                bookings: proof.bookings,
            };
            Ok(Self { db, schema: schema::version(file)?, counts })
        });
        drop(fs::remove_file(file));
        opened
    }

    /// What is in it.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Writes everything as JSON lines. `progress` is told how many deliveries of how many.
    ///
    /// # Errors
    /// The output ends early.
    pub fn json_lines(
        &self,
        out: &mut impl Write,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<(), ExportError> {
        let Counts { profiles, deliveries, refusals, bookings } = self.counts;
        let (schema, version) = (self.schema, env!("CARGO_PKG_VERSION"));
        writeln!(out, r#"{{"kind":"header","format":{FORMAT},"schema":{schema},"bookhook":"{version}"}}"#)?;
        self.objects(out, "profile", PROFILES, |_| {})?;
        self.objects(out, "delivery", DELIVERIES, |done| progress(done, deliveries))?;
        self.objects(out, "refusal", REFUSALS, |_| {})?;
        self.objects(out, "booking", BOOKINGS, |_| {})?;
        writeln!(
            out,
            r#"{{"kind":"end","profiles":{profiles},"deliveries":{deliveries},"refusals":{refusals},"bookings":{bookings}}}"#
        )?;
        Ok(out.flush()?)
    }

    fn objects(
        &self,
        out: &mut impl Write,
        kind: &str,
        sql: &str,
        mut progress: impl FnMut(u64),
    ) -> Result<(), ExportError> {
        let mut statement = self.db.prepare(sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let mut done = 0;
        while let Some(row) = rows.next()? {
            write!(out, r#"{{"kind":"{kind}""#)?;
            for (column, name) in names.iter().enumerate() {
                member(out, name, row.get_ref(column)?)?;
            }
            out.write_all(b"}\n")?;
            done += 1;
            progress(done);
        }
        Ok(())
    }

    /// Writes a table after RFC 4180, with a header, in UTF-8. A cell that a spreadsheet would take
    /// for a formula begins with an apostrophe.
    ///
    /// # Errors
    /// The output ends early.
    pub fn csv(&self, table: Table, out: &mut impl Write) -> Result<(), ExportError> {
        let mut statement = self.db.prepare(table.sql())?;
        let names: Vec<&str> = statement.column_names().collect();
        let names = names.join(",");
        write!(out, "{names}\r\n")?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                if column > 0 {
                    out.write_all(b",")?;
                }
                match row.get_ref(column)? {
                    ValueRef::Text(text) => cell(out, &String::from_utf8_lossy(text))?,
                    ValueRef::Integer(number) => write!(out, "{number}")?,
                    _ => {}
                }
            }
            out.write_all(b"\r\n")?;
        }
        Ok(out.flush()?)
    }
}

/// A column as a member of a JSON object. Answers and claims are JSON already; bytes that are no text become
/// digits, under a name that says so.
fn member(out: &mut impl Write, name: &str, value: ValueRef<'_>) -> io::Result<()> {
    let text = match value {
        ValueRef::Text(text) => Ok(text),
        ValueRef::Blob(bytes) => Err(bytes),
        ValueRef::Null => return write!(out, r#","{name}":null"#),
        ValueRef::Integer(number) => return write!(out, r#","{name}":{number}"#),
        ValueRef::Real(number) => return write!(out, r#","{name}":{number}"#),
    };
    match text.and_then(|text| std::str::from_utf8(text).map_err(|_| text)) {
        Ok(json) if matches!(name, "answers" | "claims") && !json.contains(['\n', '\r']) => {
            write!(out, r#","{name}":{json}"#)
        }
        Ok(text) => {
            write!(out, r#","{name}":"#)?;
            serde_json::to_writer(out, text).map_err(io::Error::from)
        }
        Err(bytes) if name == "digest" => write!(out, r#","{name}":"{}""#, hex::encode(bytes)),
        Err(bytes) => write!(out, r#","{name}_hex":"{}""#, hex::encode(bytes)),
    }
}

/// What people write ends up in these cells, and spreadsheets run what begins like a formula,
/// quoted or not, also after white space and in full width.
fn cell(out: &mut impl Write, text: &str) -> io::Result<()> {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let runs = first.is_some_and(|c| "=+-@\t\r\n|%＝＋－＠".contains(c));
    let guard = if runs { "'" } else { "" };
    if runs || text.contains(['"', ',', ';', '\r', '\n', '\t', '\'']) || text.trim() != text {
        write!(out, "\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        cell(&mut out, text).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for text in ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=\"a\""] {
            assert!(written(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(written("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }

    #[test]
    fn a_cell_keeps_its_separators() {
        assert_eq!(written("Zoë Okafor"), "Zoë Okafor");
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("a \"b\"\nc"), "\"a \"\"b\"\"\nc\"");
        assert_eq!(written(""), "");
    }
}
