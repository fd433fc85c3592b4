//! The body of a delivery, as much of it as a page holds.

use crate::calcom::explain;
use crate::store::DeliveryDetail;

/// How many bytes of the page the body may take.
const MOST: usize = 28 * 1024;

/// A body on a page.
pub(super) struct Body {
    /// Empty where nothing is left of it.
    pub(super) text: String,
    /// It is shown as it came, and not laid out.
    pub(super) as_it_came: bool,
    /// The page holds only its beginning.
    pub(super) is_cut: bool,
    /// It is all that came.
    pub(super) is_whole: bool,
    pub(super) size: String,
    /// The name of the file to download.
    pub(super) file: String,
}

impl Body {
    pub(super) fn new(detail: &DeliveryDetail, as_it_came: bool) -> Self {
        let body = &detail.body;
        let text = if as_it_came { explain::as_it_came(body) } else { explain::indented(body) };
        let (text, is_cut) = cut(text);
        Self {
            text,
            as_it_came,
            is_cut,
            is_whole: detail.is_whole,
            size: size(body.len()),
            file: file(detail.summary.id),
        }
    }
}

/// The name of the file that a body is downloaded as.
pub(super) fn file(delivery: i64) -> String {
    format!("delivery-{delivery}.txt")
}

/// The beginning of a text that takes [`MOST`] bytes in HTML, and whether that is not all.
fn cut(mut text: String) -> (String, bool) {
    let mut room = MOST;
    let cost = |c: char| if matches!(c, '"' | '\'' | '&' | '<' | '>') { 5 } else { c.len_utf8() };
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

fn size(bytes: usize) -> String {
    match bytes {
        ..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_takes_no_more_of_the_page_than_it_may() {
        for text in ["\"", "ë", "x"] {
            let (shown, is_cut) = cut(text.repeat(40_000));
            let html: usize = shown.chars().map(|c| if c == '"' { 5 } else { c.len_utf8() }).sum();
            assert!(is_cut && html <= MOST && html > MOST - 8, "{text}: {html}");
        }
        assert_eq!(cut("short".into()), ("short".into(), false));
    }

    #[test]
    fn a_size_is_told_as_people_tell_it() {
        assert_eq!([12, 1136, 1_048_576].map(size), ["12 bytes", "1.1 kB", "1.0 MB"]);
    }
}
