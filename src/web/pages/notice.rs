//! A page that says one thing and shows the way out.

use askama::Template;

use super::shell::Shell;

/// A page for what went wrong.
#[derive(Template)]
#[template(path = "notice.html")]
pub(crate) struct Notice<'a> {
    shell: &'a Shell,
    heading: &'a str,
    message: &'a str,
    way_out: (&'a str, &'a str),
    /// The browser's application itself cannot be shown, so the way out is to leave it.
    stuck: bool,
}

impl<'a> Notice<'a> {
    /// A page with a heading and a message, and a link back to the application.
    #[must_use]
    pub(crate) fn new(shell: &'a Shell, heading: &'a str, message: &'a str) -> Self {
        Self { shell, heading, message, way_out: ("/", "To your application"), stuck: false }
    }

    /// The way out is another application than the browser's.
    #[must_use]
    pub(crate) fn stuck(self) -> Self {
        Self { stuck: true, ..self }
    }
}
