//! A page that asks before something is done.

use std::borrow::Cow;

use askama::Template;

use super::frame::Frame;

/// A question with a button that does it and a link that does not.
#[derive(Template)]
#[template(path = "ask.html")]
pub(crate) struct Ask<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) heading: Cow<'a, str>,
    pub(crate) lead: Cow<'a, str>,
    /// The address that the button posts to, and the button's text.
    pub(crate) act: (&'a str, Cow<'a, str>),
    /// The address and the text of the link.
    pub(crate) keep: (&'a str, Cow<'a, str>),
    /// A private address to note down first.
    pub(crate) address: Option<&'a str>,
}
