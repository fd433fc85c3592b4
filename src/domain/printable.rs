//! Foreign text for terminals.

use std::borrow::Cow;

use super::text::is_directional;

/// Returns the text on one line, with each character escaped that could steer the terminal or
/// reorder the text.
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

/// Whether the character controls a terminal or changes the order of the text.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control() || is_directional(c)
}

#[cfg(test)]
mod tests {
    use super::*;

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
