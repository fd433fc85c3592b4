//! Limits foreign text on a page: no page of the team is larger than 60 KiB, of which style and script take
//! 11 and the frame about as much.

use crate::domain::text::beginning;

/// How many bytes the rows of a list may take.
pub(super) const LIST: usize = 38 * 1024;

/// How many characters of a typed line its form gives back. No valid line is longer.
const LINE: usize = 1000;

/// Returns what a form gives back of a typed line.
pub(super) fn line(typed: &str) -> &str {
    beginning(typed, LINE)
}

/// How many bytes a text takes in HTML.
pub(super) fn weight(text: &str) -> usize {
    text.chars().map(cost).sum()
}

fn cost(c: char) -> usize {
    if matches!(c, '"' | '\'' | '&' | '<' | '>') { 5 } else { c.len_utf8() }
}

/// Truncates the rows to those that fit on a page, at least one. Returns whether any were removed.
pub(super) fn fit<T>(rows: &mut Vec<T>, weight: impl Fn(&T) -> usize) -> bool {
    fit_in(LIST, rows, weight)
}

/// The same for another limit.
pub(super) fn fit_in<T>(mut room: usize, rows: &mut Vec<T>, weight: impl Fn(&T) -> usize) -> bool {
    let has_no_room = |row: &T| match room.checked_sub(weight(row)) {
        Some(left) => {
            room = left;
            false
        }
        None => true,
    };
    match rows.iter().position(has_no_room) {
        Some(first) if first.max(1) < rows.len() => {
            rows.truncate(first.max(1));
            true
        }
        _ => false,
    }
}

/// Returns the beginning of a text of at most so many bytes in HTML, and whether it was cut.
pub(super) fn cut(mut text: String, mut room: usize) -> (String, bool) {
    let end = text.char_indices().find(|(_, c)| match room.checked_sub(cost(*c)) {
        Some(left) => {
            room = left;
            false
        }
        None => true,
    });
    match end {
        Some((end, _)) => {
            text.truncate(end);
            (text, true)
        }
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_no_more_of_a_page_than_it_may() {
        for text in ["\"", "ë", "x"] {
            let (shown, is_cut) = cut(text.repeat(40_000), 1000);
            assert!(is_cut && (996..=1000).contains(&weight(&shown)), "{text}: {}", weight(&shown));
        }
        assert_eq!(cut("short".into(), 5), ("short".into(), false));
    }

    #[test]
    fn a_typed_line_comes_back_whole_unless_no_valid_one_is_as_long() {
        assert_eq!(line(&"ë".repeat(LINE)), "ë".repeat(LINE));
        assert_eq!(line(&"ë".repeat(LINE + 1)), "ë".repeat(LINE));
    }

    #[test]
    fn as_many_rows_are_kept_as_there_is_room_for_and_at_least_one() {
        let kept = |room, rows: &[usize]| {
            let mut rows = rows.to_vec();
            (fit_in(room, &mut rows, |row| *row), rows.len())
        };
        assert_eq!(kept(10, &[4, 4, 4]), (true, 2));
        assert_eq!(kept(12, &[4, 4, 4]), (false, 3));
        assert_eq!(kept(1, &[4, 4]), (true, 1));
        assert_eq!(kept(1, &[4]), (false, 1));
        assert_eq!(kept(1, &[]), (false, 0));
    }
}
