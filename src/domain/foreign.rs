//! Text that others wrote.

use std::fmt;

/// Text from outside: an attendee's, a host's, or that of whoever sent a delivery.
///
/// Its debug output hides it, because that ends up in logs and reports. It has no `Display`, so that no
/// page or log line can print it by accident: a page shows it [`visible`](Self::visible), and what takes
/// it as it is says [`as_str`](Self::as_str).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ForeignText(String);

impl ForeignText {
    /// Returns the text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text as it came.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Returns at most `most` characters to show on a page, without those that have no form of their own:
    /// controls, and marks that reorder the text around them. It is not escaped for HTML.
    #[must_use]
    pub fn visible(&self, most: usize) -> String {
        let is_visible = |c: &char| !is_directional(*c) && (c.is_whitespace() || !c.is_control());
        let mut characters = self.0.chars().filter(is_visible);
        let mut visible: String = characters.by_ref().take(most).collect();
        if characters.next().is_some() {
            visible.truncate(visible.trim_end().len());
            visible.push('…');
        }
        visible
    }
}

impl From<String> for ForeignText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for ForeignText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for ForeignText {
    /// Unit tests print the text, so that a comparison that fails can be read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(test) { self.0.fmt(f) } else { f.write_str("\"…\"") }
    }
}

/// Returns whether a mark reorders the text around it, so that one text can pass for another.
#[must_use]
pub fn is_directional(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(text: &str, most: usize) -> String {
        ForeignText::from(text).visible(most)
    }

    #[test]
    fn a_page_shows_no_controls_and_no_marks_that_reorder_text() {
        assert_eq!(visible("a\u{0}b\u{1b}[2J\u{9b}c\u{7f}", 99), "ab[2Jc");
        assert_eq!(visible("evil\u{202e}txt\u{2066}.", 99), "eviltxt.");
        assert_eq!(visible("Zoë 你好\n\tنعم", 99), "Zoë 你好\n\tنعم");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis_between_characters() {
        assert_eq!(visible("ëëë", 3), "ëëë");
        assert_eq!(visible("ë ëë", 2), "ë…");
        assert_eq!(visible("\u{202e}ëëë", 3), "ëëë");
    }
}
