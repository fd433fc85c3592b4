//! The tables for a spreadsheet.

use std::io::{self, Write};

use rusqlite::types::ValueRef;

use super::{Export, ExportError};
use crate::store::tables::bookings::exported_columns;
use crate::store::tables::profiles;
use crate::store::upkeep::exchange::Counts;

/// The mark by which Excel recognizes UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table of the CSV export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The profiles, with the uids of the bookings that they claimed, and a column for each question
    /// that anybody answered.
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
            // The answers come last: they become as many columns as there are questions.
            Self::Profiles => {
                "SELECT p.number, p.id, p.name, p.email, p.status, b.uid AS booking_uid,
                        b.seat AS booking_seat, p.completed_at, p.withdrawn_at, p.decision,
                        p.decided_at, m.name AS decided_by, p.created_at, p.updated_at,
                        (SELECT group_concat(c.uid, '; ' ORDER BY c.uid, c.seat)
                           FROM claims c WHERE c.profile = p.number) AS claims,
                        p.answers
                   FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
                        LEFT JOIN members m ON m.number = p.decided_by ORDER BY p.number"
            }
            Self::Bookings => concat!(
                "SELECT ",
                exported_columns!(),
                " FROM bookings WHERE profile IS NOT NULL OR other_type = 0 ORDER BY id"
            ),
            Self::Deliveries => {
                "SELECT d.id, d.received_at, d.trigger, d.outcome, d.reason, b.uid AS booking
                   FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking ORDER BY d.id"
            }
        }
    }

    fn count(self, counts: &mut Counts) -> &mut u64 {
        match self {
            Self::Profiles => &mut counts.profiles,
            Self::Bookings => &mut counts.bookings,
            Self::Deliveries => &mut counts.deliveries,
        }
    }
}

impl Export {
    /// Writes a table after RFC 4180, with a header, in UTF-8 with a byte order mark, and adds its
    /// rows to the counts. A cell that a spreadsheet would take for a formula begins with an
    /// apostrophe.
    ///
    /// # Errors
    /// The output ends early.
    pub fn csv(&self, table: Table, counts: &mut Counts, out: &mut impl Write) -> Result<(), ExportError> {
        let questions = if table == Table::Profiles { profiles::answered(&self.db)? } else { Vec::new() };
        let mut statement = self.db.prepare(table.sql())?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        let plain = names.iter().filter(|name| *name != "answers").cloned();
        csv_line(out, plain.chain(questions.iter().map(|question| format!("answers.{question}"))))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(names.len() + questions.len());
            for (column, name) in names.iter().enumerate() {
                match row.get_ref(column)? {
                    ValueRef::Text(answers) if name == "answers" => {
                        let mut answers = profiles::answers_as_text(answers);
                        cells.extend(questions.iter().map(|id| answers.remove(id).unwrap_or_default()));
                    }
                    ValueRef::Text(text) => cells.push(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Integer(number) => cells.push(number.to_string()),
                    _ => cells.push(String::new()),
                }
            }
            csv_line(out, cells.into_iter())?;
            *table.count(counts) += 1;
        }
        Ok(out.flush()?)
    }
}

/// Writes a line of cells, none of which a spreadsheet takes for a formula.
///
/// # Errors
/// The output ends early.
pub fn csv_line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for (column, text) in cells.enumerate() {
        if column > 0 {
            out.write_all(b",")?;
        }
        cell(out, &text)?;
    }
    out.write_all(b"\r\n")
}

/// These cells hold text that people wrote, and spreadsheets run text that begins like a formula,
/// quoted or not, also after white space and in full width. Plain numbers stay numbers.
fn cell(out: &mut impl Write, text: &str) -> io::Result<()> {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let runs = first.is_some_and(|c| "=+-@\t\r\n|%＝＋－＠".contains(c)) && !is_number(text);
    let guard = if runs { "'" } else { "" };
    if runs || text.contains(['"', ',', ';', '\r', '\n', '\t', '\'']) || text.trim() != text {
        write!(out, "\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

/// Digits with a minus and a point at most: no formula can be written with these.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.parse::<f64>().is_ok() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        cell(&mut out, text).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for text in
            ["=1+1", "+49 30", "-1+1", "--1", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=\"a\""]
        {
            assert!(written(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(written("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }

    #[test]
    fn a_cell_keeps_its_separators_and_numbers() {
        assert_eq!(written("Zoë Okafor"), "Zoë Okafor");
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("a \"b\"\nc"), "\"a \"\"b\"\"\nc\"");
        assert_eq!(written(""), "");
        assert_eq!(written("-1.5"), "-1.5");
    }
}
