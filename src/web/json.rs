//! Answers that are written as JSON already.

use std::io::Cursor;

use rocket::http::ContentType;
use rocket::response::{self, Responder};
use rocket::{Request, Response};
use serde::Serialize;

use super::error::ApiError;

/// JSON text. Unlike Rocket's own responders for text and its type, which are merged, it names its
/// type once: each name of a header costs a microsecond.
pub(super) struct JsonText(pub(super) String);

impl JsonText {
    /// The text of `value`.
    pub(super) fn of(value: &impl Serialize) -> Result<Self, ApiError> {
        serde_json::to_string(value).map(Self).map_err(|_| ApiError::Internal)
    }
}

impl<'r> Responder<'r, 'static> for JsonText {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build().header(ContentType::JSON).sized_body(self.0.len(), Cursor::new(self.0)).ok()
    }
}
