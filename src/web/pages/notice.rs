//! A page that says what went wrong and shows the way out.

use askama::Template;

use super::frame::Frame;
use crate::store::WriteError;
use crate::web::error::ApiError;

/// A page for what went wrong.
#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct Notice<'a> {
    frame: &'a Frame<'a>,
    heading: String,
    lead: String,
    /// What support finds the request by.
    request: String,
    /// The same page may come later.
    retry: Option<&'a str>,
    /// The browser's application itself cannot be shown, so the way out is to leave it.
    stuck: bool,
}

impl<'a> Notice<'a> {
    /// The page for an error of this `request`, which `sent` something or only asked.
    #[must_use]
    pub(super) fn of(frame: &'a Frame<'a>, error: &ApiError, sent: bool, request: u64) -> Self {
        let request = frame.with("request", "id", format!("{request:016x}"));
        let id = message(error, sent);
        let lead = match error {
            ApiError::TooManyRequests(seconds) => frame.with("error-wait-lead", "seconds", *seconds),
            // Only developers see the simulator.
            ApiError::NotLocal => error.message(),
            _ => frame.say(&format!("{id}-lead")).into_owned(),
        };
        let stuck = *error == ApiError::Unavailable(WriteError::BadRow);
        let passing = !sent && matches!(id, "error-wait" | "error-unread" | "error-internal");
        let retry = frame.here.as_deref().filter(|_| passing);
        Self { frame, heading: frame.say(id).into_owned(), lead, request, retry, stuck }
    }
}

fn message(error: &ApiError, sent: bool) -> &'static str {
    match error {
        ApiError::NotFound | ApiError::MethodNotAllowed { .. } => "error-missing",
        ApiError::CrossSite | ApiError::NotLocal => "error-forbidden",
        ApiError::TooManyRequests(_) | ApiError::TooManyStreams => "error-wait",
        ApiError::BodyTooLarge(_) => "error-long",
        ApiError::BodyTooSlow | ApiError::BodyIncomplete => "error-slow",
        ApiError::Unavailable(WriteError::BadRow) => "error-broken",
        ApiError::Unavailable(WriteError::Failed) | ApiError::Internal => "error-internal",
        ApiError::Unavailable(_) if sent => "error-unsaved",
        ApiError::Unavailable(_) => "error-unread",
        _ => "error-other",
    }
}
