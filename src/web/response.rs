//! The answers of handlers.

use std::io::Cursor;

use rocket::http::{ContentType, Header};
use rocket::response::{self, Responder};
use rocket::serde::json::Json;
use rocket::{Request, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::error::ApiError;
use super::metrics::Metrics;
use crate::domain::questions::FieldError;

/// The envelope of every answer that is not an error.
#[derive(Serialize, ToSchema)]
pub(super) struct Success<T> {
    /// Always true.
    success: bool,
    /// The answer.
    data: T,
}

impl<T> Success<T> {
    /// Puts `data` into the envelope.
    pub(super) fn new(data: T) -> Self {
        Self { success: true, data }
    }

    /// Puts `data` into the envelope, as JSON.
    pub(super) fn json(data: T) -> Json<Self> {
        Json(Self::new(data))
    }
}

/// JSON text. Rocket's own responders for a text and its type set the type twice, and each header that
/// Rocket looks up costs a microsecond.
pub(super) struct JsonText(pub(super) String);

impl JsonText {
    /// Writes `value`.
    pub(super) fn new(value: &impl Serialize) -> Result<Self, ApiError> {
        serde_json::to_string(value).map(Self).map_err(|_| ApiError::Internal)
    }
}

impl<'r> Responder<'r, 'static> for JsonText {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build().header(ContentType::JSON).sized_body(self.0.len(), Cursor::new(self.0)).ok()
    }
}

/// The envelope of every error.
#[derive(Serialize, ToSchema)]
#[schema(as = Failure)]
pub(super) struct ErrorBody {
    /// Always false.
    success: bool,
    error: ErrorDetail,
}

/// The problem.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
struct ErrorDetail {
    code: &'static str,
    /// The problem and the remedy, for people. The words may change.
    message: String,
    /// With `invalid_field`: the first field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// With `invalid_field`: every field that is wrong, in the order of the form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<WrongField>,
}

/// A field that is wrong.
#[derive(Serialize, ToSchema)]
struct WrongField {
    /// `name`, `email`, `answers.` and the question's id, or a key that is not a field.
    field: String,
    /// The remedy, for the applicant.
    message: String,
}

impl From<&ApiError> for ErrorBody {
    fn from(error: &ApiError) -> Self {
        let fields: Vec<_> = match error {
            ApiError::InvalidFields(errors) => errors.iter().cloned().map(WrongField::from).collect(),
            _ => Vec::new(),
        };
        let field = fields.first().map(|first| first.field.clone());
        Self {
            success: false,
            error: ErrorDetail { code: error.code(), message: error.message(), field, fields },
        }
    }
}

impl From<FieldError> for WrongField {
    fn from(FieldError { field, why }: FieldError) -> Self {
        Self { field, message: why.to_string() }
    }
}

impl<'r> Responder<'r, 'static> for ApiError {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Metrics::count_error(request, &self);
        let body = serde_json::to_string(&ErrorBody::from(&self)).unwrap_or_default();
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
