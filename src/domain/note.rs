//! What members write about an applicant.

use std::fmt;

use super::foreign::{ForeignText, is_directional};

/// The text of a note: some lines, without what has no form of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText(ForeignText);

/// Why a text is not a valid note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidNote {
    /// Nothing was written.
    Empty,
    /// It has so many characters, more than [`NoteText::MAX`].
    TooLong(usize),
}

impl fmt::Display for InvalidNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Write something first."),
            Self::TooLong(length) => {
                write!(
                    f,
                    "A note has room for {} characters, and this has {length}. Make two of it.",
                    NoteText::MAX
                )
            }
        }
    }
}

impl NoteText {
    /// The longest text, in characters. A browser counts some of them twice, so what fits into a text area with
    /// this `maxlength` fits here.
    pub const MAX: usize = 8 * 1024;

    /// Parses a text from a browser, and removes surrounding white space, controls, and marks that reorder
    /// text.
    ///
    /// # Errors
    /// It is empty or too long.
    pub fn parse(text: &str) -> Result<Self, InvalidNote> {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let is_text = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_directional(*c));
        let text: String = lines.chars().filter(is_text).collect();
        let text = text.trim();
        match text.chars().count() {
            0 => Err(InvalidNote::Empty),
            length if length > Self::MAX => Err(InvalidNote::TooLong(length)),
            _ => Ok(Self(text.into())),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(typed: &str) -> Result<String, InvalidNote> {
        NoteText::parse(typed).map(|note| note.as_str().to_owned())
    }

    #[test]
    fn a_note_has_lines_and_nothing_without_a_form() {
        assert_eq!(text(" a\r\nb\rc\n\n\td "), Ok("a\nb\nc\n\n\td".into()));
        assert_eq!(text("evil\u{202e}txt\u{0}\u{1b}[2J"), Ok("eviltxt[2J".into()));
        assert_eq!(text(" \r\n\u{202e} "), Err(InvalidNote::Empty));
    }

    #[test]
    fn a_note_is_measured_in_characters() {
        for character in ["a", "ë", "界", "🙂"] {
            assert!(text(&character.repeat(NoteText::MAX)).is_ok(), "{character}");
            let longer = text(&character.repeat(NoteText::MAX + 1));
            assert_eq!(longer, Err(InvalidNote::TooLong(NoteText::MAX + 1)), "{character}");
        }
    }

    #[test]
    fn a_note_is_the_same_when_it_is_read_again() {
        for typed in ["a\r\r\nb", "\u{1}\u{a0}a\u{a0}", "\u{2067} a"] {
            let once = text(typed).expect("a note");
            assert_eq!(text(&once), Ok(once.clone()));
        }
    }
}
