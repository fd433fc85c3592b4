//! The page for an error, with a way out.

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
    /// The id by which support finds the request; none where nothing failed.
    request: Option<String>,
    /// Where to go from here, and the text of the link.
    way_out: (&'a str, String),
    /// The browser's application itself cannot be shown, so the way out is to leave it.
    stuck: bool,
}

impl<'a> Notice<'a> {
    /// The page for an error of this `request`, which `sent` something or only asked.
    #[must_use]
    pub(super) fn new(frame: &'a Frame<'a>, error: &ApiError, sent: bool, request: u64) -> Self {
        let request = Some(frame.with("request", "id", format!("{request:016x}")));
        let (heading, lead) = words(frame, error, sent);
        let stuck = *error == ApiError::Unavailable(WriteError::BadRow);
        // The same page may come later.
        let passing =
            !sent && matches!(message(error, sent), "error-wait" | "error-unread" | "error-internal");
        let way_out = match frame.here.as_deref().filter(|_| passing) {
            Some(here) => (here, frame.say("retry")),
            None => ("/", frame.say("back")),
        };
        Self { frame, heading, lead, request, way_out, stuck }
    }

    /// The page for one who has applied already, and sent another application.
    #[must_use]
    pub(super) fn applied(frame: &'a Frame<'a>) -> Self {
        let (heading, lead) = (frame.say("applied"), frame.say("applied-lead"));
        let way_out = ("/schedule", frame.say("applied-show"));
        Self { frame, heading, lead, request: None, way_out, stuck: false }
    }
}

/// Describes an error to an applicant: a heading, and what to do about it.
pub(super) fn words(frame: &Frame<'_>, error: &ApiError, sent: bool) -> (String, String) {
    let id = message(error, sent);
    let lead = match error {
        ApiError::TooManyRequests(seconds) => frame.with("error-wait-lead", "seconds", *seconds),
        // Only developers see the simulator.
        ApiError::NotLocal => error.message(),
        _ => frame.say(&format!("{id}-lead")),
    };
    (frame.say(id), lead)
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
