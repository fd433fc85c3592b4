//! The text of descriptions.

/// Paragraphs of plain words and code.
pub(super) struct Text(pub(super) Vec<Vec<Span>>);

/// A piece of it.
pub(super) struct Span {
    /// It is code.
    pub(super) code: bool,
    pub(super) words: String,
}

impl Text {
    /// Reads the little of `CommonMark` that descriptions use: paragraphs and code.
    pub(super) fn of(text: &str) -> Self {
        let spans = |paragraph: &str| {
            let spans = paragraph.split('`').enumerate();
            spans.map(|(place, words)| Span { code: place % 2 == 1, words: words.to_owned() }).collect()
        };
        Self(text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).map(spans).collect())
    }
}
