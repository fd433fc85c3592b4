//! What people read on a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::domain::text::is_directional;
use crate::store::Proof;

/// Foreign text on one line, in which no character can steer the terminal or reorder the text.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal would obey it, or show what follows in another order.
fn steers(c: char) -> bool {
    c.is_control() || is_directional(c)
}

/// `1 delivery`, `2 deliveries`.
pub(in crate::cli) fn count(number: impl TryInto<u64>, one: &str, several: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}

/// What a proven copy holds, in words.
pub(in crate::cli) fn contents(proof: &Proof) -> String {
    format!(
        "{}, {}, {}, {} bytes, checked in full",
        count(proof.deliveries, "delivery", "deliveries"),
        count(proof.bookings, "booking", "bookings"),
        count(proof.profiles, "profile", "profiles"),
        proof.bytes,
    )
}

/// JSON on one line, in which such characters are escaped and not lost.
pub(in crate::cli) fn json_line(value: &serde_json::Value) -> String {
    let escaped = |c: char| if steers(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    value.to_string().chars().map(escaped).collect()
}

/// Writes a line to standard error. Where that is closed or full there is nobody left to tell, and
/// the command ends as it would have ended.
pub(in crate::cli) fn tell(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::{Value, json};

    use super::{count, json_line, printable};

    #[test]
    fn plurals_agree() {
        let deliveries = |number: usize| count(number, "delivery", "deliveries");
        assert_eq!([0, 1, 2].map(deliveries), ["0 deliveries", "1 delivery", "2 deliveries"]);
    }

    #[test]
    fn plain_text_is_shown_as_it_is() {
        assert!(matches!(printable("Zoë Ọkafọr 你好 C:\\x"), Cow::Borrowed("Zoë Ọkafọr 你好 C:\\x")));
    }

    #[test]
    fn what_would_steer_the_terminal_is_spelled_out() {
        assert_eq!(printable("a\u{1b}]0;x\u{7}b\r\n"), "a\\u{1b}]0;x\\u{7}b\\r\\n");
        assert_eq!(printable("\u{9b}2J \u{202e}gpj"), "\\u{9b}2J \\u{202e}gpj");
    }

    #[test]
    fn json_for_machines_steers_no_terminal_and_means_the_same() {
        let value = json!({"a": "\u{1b}[2J\u{9b}\u{7f}\u{202e}Zoë\n"});
        let line = json_line(&value);
        assert_eq!(printable(&line), line);
        assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), value);
    }
}
