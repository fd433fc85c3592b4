//! A page that asks before something is done.

use askama::Template;

use super::frame::Frame;

/// A question with a button that does it and a link that does not.
#[derive(Template)]
#[template(path = "ask.html")]
pub(crate) struct Ask<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) heading: String,
    pub(crate) lead: String,
    /// The address that the button posts to, and the button's text.
    pub(crate) act: (&'a str, String),
    /// The address and the text of the link.
    pub(crate) keep: (&'a str, String),
    /// A private address to note down first.
    pub(crate) address: Option<&'a str>,
}
