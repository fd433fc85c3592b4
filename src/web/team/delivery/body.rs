//! The body of a delivery, as much of it as a page holds.

use crate::calcom::explain;
use crate::store::DeliveryDetail;
use crate::web::team::room;

/// How many bytes of the page the body may take.
const MOST: usize = 20 * 1024;

/// A body on a page.
pub(super) struct Body {
    /// Empty if nothing is left of it.
    pub(super) text: String,
    /// The body is shown as received, without indentation.
    pub(super) as_it_came: bool,
    /// The page holds only its beginning.
    pub(super) is_cut: bool,
    /// The whole body is stored.
    pub(super) is_whole: bool,
    pub(super) size: String,
    /// The name of the file to download.
    pub(super) file: String,
}

impl Body {
    pub(super) fn new(detail: &DeliveryDetail, as_it_came: bool) -> Self {
        let body = &detail.body;
        let text = if as_it_came { explain::as_it_came(body) } else { explain::indented(body) };
        let (text, is_cut) = room::cut(text, MOST);
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
    fn a_size_is_told_as_people_tell_it() {
        assert_eq!([12, 1136, 1_048_576].map(size), ["12 bytes", "1.1 kB", "1.0 MB"]);
    }
}
