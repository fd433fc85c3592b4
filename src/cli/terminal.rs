//! What people read on a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::domain::text::is_directional;

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

/// Writes a line to standard error. Where that is closed or full there is nobody left to tell, and
/// the command ends as it would have ended.
pub(super) fn tell(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::printable;

    #[test]
    fn plain_text_is_shown_as_it_is() {
        assert!(matches!(printable("Zoë Ọkafọr 你好 C:\\x"), Cow::Borrowed("Zoë Ọkafọr 你好 C:\\x")));
    }

    #[test]
    fn what_would_steer_the_terminal_is_spelled_out() {
        assert_eq!(printable("a\u{1b}]0;x\u{7}b\r\n"), "a\\u{1b}]0;x\\u{7}b\\r\\n");
        assert_eq!(printable("\u{9b}2J \u{202e}gpj"), "\\u{9b}2J \\u{202e}gpj");
    }
}
