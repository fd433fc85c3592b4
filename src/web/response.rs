//! What handlers answer with.

use std::io::Cursor;

use rocket::http::{ContentType, Header};
use rocket::response::{self, Responder};
use rocket::serde::json::Json;
use rocket::{Request, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::errors::Failure;
use super::error::ApiError;
use super::metrics::Metrics;

/// The envelope of every answer that is no error.
#[derive(Serialize, ToSchema)]
pub(super) struct Success<T> {
    /// Always true.
    success: bool,
    /// What was asked for.
    data: T,
}

impl<T> Success<T> {
    /// `data` in the envelope.
    pub(super) fn of(data: T) -> Self {
        Self { success: true, data }
    }

    /// The same, as JSON.
    pub(super) fn json(data: T) -> Json<Self> {
        Json(Self::of(data))
    }
}

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

impl<'r> Responder<'r, 'static> for ApiError {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Metrics::count_error(request, &self);
        let body = serde_json::to_string(&Failure::from(&self)).unwrap_or_default();
        let mut response = Response::build();
        response.status(self.status()).header(ContentType::JSON).sized_body(body.len(), Cursor::new(body));
        if let Some(seconds) = self.retry_after() {
            response.header(Header::new("Retry-After", seconds.to_string()));
        }
        if let Self::MethodNotAllowed { allow, .. } = self {
            response.header(Header::new("Allow", allow));
        }
        response.ok()
    }
}
