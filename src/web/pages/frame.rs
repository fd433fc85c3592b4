//! The frame of a page: the team's look, and the words of the visitor's language.

use std::convert::Infallible;

use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome, Request};

use super::shell::Shell;
use crate::config::PageLanguage;
use crate::domain::language::{Language, Text};
use crate::web::app::App;
use crate::words::{FluentValue, Words, isolated};

/// The cookie with the language that the visitor chose.
pub(super) const COOKIE: &str = "bookhook_language";

/// The frame of a page for one visitor.
#[derive(Clone, Debug)]
pub(in crate::web) struct Frame<'a> {
    /// The team, and the files that the page refers to.
    pub(in crate::web) shell: &'a Shell,
    /// The words of the page.
    pub(in crate::web) words: Words,
    /// Where a change of the language leads back to; none where there is no choice.
    pub(in crate::web) here: Option<String>,
}

impl<'a> Frame<'a> {
    /// The frame of a page that is in English for everyone.
    #[must_use]
    pub(in crate::web) fn english(shell: &'a Shell) -> Self {
        Self { shell, words: Words::ENGLISH, here: None }
    }

    /// The frame of the page that answers `request`.
    #[must_use]
    pub(in crate::web) fn new(request: &'a Request<'_>) -> Option<Self> {
        let app = request.rocket().state::<App>()?;
        if let PageLanguage::Always(language) = app.settings.language {
            return Some(Self { shell: &app.shell, words: Words(language), here: None });
        }
        let chosen = request.cookies().get(COOKIE).and_then(|cookie| Language::parse(cookie.value()));
        let accepted = || request.headers().get_one("Accept-Language").and_then(Language::accepted);
        let words = Words(chosen.or_else(accepted).unwrap_or(Language::English));
        // What answers a form may have no page at its address.
        let here = if request.method() == Method::Get { request.uri().to_string() } else { "/".into() };
        Some(Self { shell: &app.shell, words, here: Some(here) })
    }

    /// The message with this name.
    pub(in crate::web) fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    /// The message with this name and argument.
    pub(in crate::web) fn with<'v>(
        &self,
        id: &str,
        argument: &'v str,
        value: impl Into<FluentValue<'v>>,
    ) -> String {
        self.words.with(id, [(argument, value)])
    }

    /// The message with this name and somebody else's text as its argument.
    pub(in crate::web) fn quote(&self, id: &str, argument: &str, text: &str) -> String {
        self.words.with(id, [(argument, isolated(text))])
    }

    /// The team's own text, else the message with this name.
    pub(in crate::web) fn own(&self, text: Option<&'a Text>, id: &str) -> String {
        text.map_or_else(|| self.say(id), |text| text.in_language(self.words.0).to_owned())
    }

    /// There is something to say below the page.
    pub(in crate::web) fn has_foot(&self) -> bool {
        let look = &self.shell.look;
        self.here.is_some() || look.contact.is_some() || look.privacy_url.is_some()
    }

    /// The languages that are offered.
    pub(in crate::web) fn languages() -> [Language; Language::ALL.len()] {
        Language::ALL
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Frame<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Self::new(request).map_or(Outcome::Forward(Status::InternalServerError), Outcome::Success)
    }
}
