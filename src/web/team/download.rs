//! A file that a page of the team offers.

use rocket::http::{ContentType, Header};
use rocket::response::Responder;

/// A file that the browser saves under a name.
#[derive(Responder)]
pub(super) struct Download<B> {
    content: B,
    kind: ContentType,
    disposition: Header<'static>,
}

impl<B> Download<B> {
    /// A file of plain text.
    pub(super) fn text(name: &str, content: B) -> Self {
        Self::new(name, ContentType::Plain, content)
    }

    /// A file of some kind.
    pub(super) fn new(name: &str, kind: ContentType, content: B) -> Self {
        let disposition = Header::new("Content-Disposition", format!("attachment; filename=\"{name}\""));
        Self { content, kind, disposition }
    }
}
