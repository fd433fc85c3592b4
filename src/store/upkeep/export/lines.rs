//! The JSON lines.

use std::io::{self, Write};

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::{Export, ExportError};
use crate::store::privacy::person::Rows;
use crate::store::tables::bookings::exported_columns;
use crate::store::tables::row;
use crate::store::upkeep::exchange::{Counts, FORMAT, PERSON};

/// A kind of lines: the rows of a table.
struct Section {
    kind: &'static str,
    /// Its parameter is null for everything, else a JSON array of numbers.
    sql: &'static str,
    /// The numbers that belong to a person.
    of: fn(&Rows) -> &[i64],
    count: fn(&mut Counts) -> &mut u64,
}

const SECTIONS: [Section; 8] = [
    Section {
        kind: "member",
        sql: "SELECT number, email, name, role, zone, seen_profile, seen_profile_at, made_at, removed_at FROM members
               WHERE ?1 IS NULL ORDER BY number",
        of: |_| &[],
        count: |counts| &mut counts.members,
    },
    Section {
        kind: "profile",
        sql: "SELECT p.number, p.id, p.name, p.email, p.answers, p.status, b.uid AS booking_uid,
                     b.seat AS booking_seat, p.completed_at, p.withdrawn_at, p.decision, p.decided_at,
                     p.decided_by, p.created_at, p.updated_at,
                     (SELECT json_group_array(json_object('uid', c.uid, 'seat', c.seat, 'claimed_at', c.claimed_at)
                                              ORDER BY c.uid, c.seat)
                        FROM claims c WHERE c.profile = p.number) AS claims
                FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking
               WHERE ?1 IS NULL OR p.number IN (SELECT value FROM json_each(?1))
               ORDER BY p.number",
        of: |rows| &rows.profiles,
        count: |counts| &mut counts.profiles,
    },
    Section {
        kind: "note",
        sql: "SELECT id, profile, member, text, made_at, edited_at FROM notes
               WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id",
        of: |rows| &rows.notes,
        count: |counts| &mut counts.notes,
    },
    Section {
        kind: "activity",
        sql: "SELECT id, at, member, verb, subject, detail FROM activity
               WHERE ?1 IS NULL OR kind = 'applicant' AND subject IN (SELECT value FROM json_each(?1))
               ORDER BY id",
        of: |rows| &rows.profiles,
        count: |counts| &mut counts.activity,
    },
    Section {
        kind: "link",
        sql: "SELECT id, uid, seat, profile, member, made_at, undone_at FROM booking_links
               WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id",
        of: |rows| &rows.links,
        count: |counts| &mut counts.links,
    },
    Section {
        kind: "delivery",
        sql: "SELECT d.id, d.received_at, d.trigger, d.outcome, d.reason, b.uid AS booking, d.digest, d.source, d.body
                FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking
               WHERE ?1 IS NULL OR d.id IN (SELECT value FROM json_each(?1))
               ORDER BY d.id",
        of: |rows| &rows.deliveries,
        count: |counts| &mut counts.deliveries,
    },
    Section {
        kind: "refusal",
        sql: "SELECT code, count, first_at, last_at FROM refusals WHERE ?1 IS NULL ORDER BY code",
        of: |_| &[],
        count: |counts| &mut counts.refusals,
    },
    Section {
        kind: "booking",
        sql: concat!(
            "SELECT ",
            exported_columns!(),
            " FROM bookings WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id"
        ),
        of: |rows| &rows.bookings,
        count: |counts| &mut counts.bookings,
    },
];

impl Export {
    /// Writes the JSON lines, and returns how many there are of each kind. Calls `progress` with the
    /// deliveries written and their total.
    ///
    /// # Errors
    /// The output ends early.
    pub fn json_lines(
        &self,
        out: &mut impl Write,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Counts, ExportError> {
        let total: i64 = self.db.query_row("SELECT count(*) FROM deliveries", [], row::only)?;
        let total = self.rows.as_ref().map_or(total.unsigned_abs(), |rows| rows.deliveries.len() as u64);
        let mut out = Summed { out, sum: Sha256::new() };
        let (schema, version) = (self.schema, env!("CARGO_PKG_VERSION"));
        let extent = if self.rows.is_some() { format!(r#","extent":"{PERSON}""#) } else { String::new() };
        writeln!(
            out,
            r#"{{"kind":"header","format":{FORMAT},"schema":{schema},"bookhook":"{version}"{extent}}}"#
        )?;
        let mut counts = Counts::default();
        for section in SECTIONS {
            let is_delivery = section.kind == "delivery";
            let told = |done| {
                if is_delivery {
                    progress(done, total);
                }
            };
            *(section.count)(&mut counts) = self.objects(&mut out, &section, told)?;
        }
        let sum = hex::encode(out.sum.finalize());
        let out = out.out;
        let Counts { members, profiles, notes, activity, links, deliveries, refusals, bookings } = counts;
        write!(out, r#"{{"kind":"end","members":{members},"profiles":{profiles},"notes":{notes}"#)?;
        write!(
            out,
            r#","activity":{activity},"links":{links},"deliveries":{deliveries},"refusals":{refusals}"#
        )?;
        writeln!(out, r#","bookings":{bookings},"sha256":"{sum}"}}"#)?;
        out.flush()?;
        Ok(counts)
    }

    fn objects(
        &self,
        out: &mut impl Write,
        section: &Section,
        mut progress: impl FnMut(u64),
    ) -> Result<u64, ExportError> {
        let numbers = self.rows.as_ref().map(|rows| serde_json::json!((section.of)(rows)).to_string());
        let mut statement = self.db.prepare(section.sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([numbers])?;
        let mut done = 0;
        while let Some(row) = rows.next()? {
            write!(out, r#"{{"kind":"{}""#, section.kind)?;
            for (column, name) in names.iter().enumerate() {
                member(out, name, row.get_ref(column)?)?;
            }
            out.write_all(b"}\n")?;
            done += 1;
            progress(done);
        }
        Ok(done)
    }
}

/// Sums up what passes.
struct Summed<'a, W> {
    out: &'a mut W,
    sum: Sha256,
}

impl<W: Write> Write for Summed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A column as a member of a JSON object. Answers and claims are JSON already. Bytes that are no text become
/// digits, under a name that says so, and so does text that JSON would make more than twice as long.
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
        Ok(text) if name == "body" && is_mostly_escapes(text) => {
            write!(out, r#","{name}_hex":"{}""#, hex::encode(text))
        }
        Ok(text) => {
            write!(out, r#","{name}":"#)?;
            serde_json::to_writer(out, text).map_err(io::Error::from)
        }
        Err(bytes) if name == "digest" => write!(out, r#","{name}":"{}""#, hex::encode(bytes)),
        Err(bytes) => write!(out, r#","{name}_hex":"{}""#, hex::encode(bytes)),
    }
}

/// Whether JSON's escapes would make a text more than twice as long.
fn is_mostly_escapes(text: &str) -> bool {
    let added = |byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 1,
        0..b' ' => 5,
        _ => 0,
    };
    text.bytes().map(added).sum::<usize>() > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::upkeep::exchange::{LARGEST_BODY, LONGEST};

    fn written(body: &str) -> String {
        let mut out = Vec::new();
        member(&mut out, "body", ValueRef::Text(body.as_bytes())).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn no_body_becomes_more_than_twice_as_long() {
        for piece in
            ["a", "\"", "\\", "\n", "\u{1}", "\u{1}\"", "\u{1}aaaaa", "\u{1}\"\"\"\"\"", "ë", "\u{7f}"]
        {
            let body = piece.repeat(1000);
            assert!(written(&body).len() <= 2 * body.len() + 20, "{piece:?}");
        }
        const { assert!(2 * LARGEST_BODY < LONGEST) }
    }
}
