//! Texts with commands in backquotes.

/// Returns the pieces of a text, each with whether it stood in backquotes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let last = text.matches('`').count();
    // A backquote without a second one is part of the text.
    let pieces = text.splitn(last / 2 * 2 + 1, '`').enumerate();
    pieces.map(|(at, piece)| (piece, at % 2 == 1)).filter(|(piece, _)| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(&str, bool)> {
        pieces(text).collect()
    }

    #[test]
    fn what_stands_in_backquotes_is_code_and_a_lone_backquote_is_text() {
        let pieces = [("Run ", false), ("bookhook connect", true), (".", false)];
        assert_eq!(all("Run `bookhook connect`."), pieces);
        assert_eq!(all("`a` and `b"), [("a", true), (" and `b", false)]);
        assert_eq!(all("<b>"), [("<b>", false)]);
        assert_eq!(all(""), []);
    }
}
