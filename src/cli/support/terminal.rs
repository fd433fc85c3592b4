//! Output on a terminal.

use std::io::{self, Write};

use crate::domain::count::count;
use crate::domain::printable::steers;
use crate::store::Proof;

/// Returns the contents of a proven copy, in words.
pub(in crate::cli) fn contents(proof: &Proof) -> String {
    format!(
        "{}, {}, {}, {} bytes, checked in full",
        count(proof.deliveries, "delivery", "deliveries"),
        count(proof.bookings, "booking", "bookings"),
        count(proof.profiles, "profile", "profiles"),
        proof.bytes,
    )
}

/// JSON on one line, with control characters escaped.
pub(in crate::cli) fn json_line(value: &serde_json::Value) -> String {
    let escaped = |c: char| if steers(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    value.to_string().chars().map(escaped).collect()
}

/// Writes a line to standard error. A failed write is ignored, and the command ends as usual.
pub(in crate::cli) fn tell(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::json_line;
    use crate::domain::printable::printable;

    #[test]
    fn json_for_machines_steers_no_terminal_and_means_the_same() {
        let value = json!({"a": "\u{1b}[2J\u{9b}\u{7f}\u{202e}Zoë\n"});
        let line = json_line(&value);
        assert_eq!(printable(&line), line);
        assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), value);
    }
}
