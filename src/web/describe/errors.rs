//! What an error is on the wire, and the errors of each route: the server's own values, with the words
//! that it answers with.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, ResponsesBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

use crate::calcom::signature::SignatureProblem;
use crate::domain::profile::ProfileStatus;
use crate::domain::questions::FieldError;
use crate::domain::text::InvalidText;
use crate::store::WriteError;
use crate::web::error::ApiError;

macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident = $($part:expr),+;)+) => {
        $($(#[$doc])*
        pub(in crate::web) struct $name;

        impl $name {
            fn errors() -> Vec<ApiError> {
                [$($part),+].concat()
            }
        }

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses(&Self::errors())
            }
        })+

        /// Every error that some route of the document answers with.
        fn all() -> Vec<ApiError> {
            [$($name::errors()),+].concat()
        }
    };
}

sets! {
    /// Of every route.
    ErrorsOfAny = any();
    /// Of a route that reads a profile.
    ErrorsOfReading = any(), reading();
    /// Of the event stream.
    ErrorsOfFollowing = any(), reading(), vec![ApiError::TooManyStreams];
    /// Of the calendar file.
    ErrorsOfCalendar = any(), reading(), vec![ApiError::NoBooking];
    /// Of making a profile.
    ErrorsOfApplying = any(), writing(), body(64 * 1024), vec![
        ApiError::MalformedJson,
        ApiError::NotJson,
        FieldError { field: "email".into(), why: InvalidText::NotAnEmail.into() }.into(),
        ApiError::TooManyRequests(2),
    ];
    /// Of claiming a booking.
    ErrorsOfClaiming = any(), reading(), writing(), body(64 * 1024), vec![
        ApiError::MalformedJson,
        ApiError::NotJson,
        ApiError::UnknownBooking,
        ApiError::TooManyRequests(2),
    ];
    /// Of completing an application.
    ErrorsOfCompleting = any(), reading(), writing(), vec![
        ApiError::NotScheduled(ProfileStatus::Applied),
        ApiError::NotClaimed,
    ];
    /// Of the webhook.
    ErrorsOfDelivering = any(), SignatureProblem::ALL.map(ApiError::Signature).to_vec(), body(1024 * 1024), writing();
}

fn any() -> Vec<ApiError> {
    vec![ApiError::Refused(400), ApiError::Internal]
}

fn reading() -> Vec<ApiError> {
    vec![
        ApiError::UnknownProfile,
        ApiError::Unavailable(WriteError::Unavailable),
        ApiError::Unavailable(WriteError::BadRow),
    ]
}

fn writing() -> Vec<ApiError> {
    [WriteError::Busy, WriteError::DiskFull, WriteError::Unavailable].map(ApiError::Unavailable).to_vec()
}

/// Of a route that takes a body of at most so many bytes.
fn body(limit: u64) -> Vec<ApiError> {
    vec![ApiError::BodyIncomplete, ApiError::BodyTooSlow, ApiError::BodyTooLarge(limit)]
}

fn responses(errors: &[ApiError]) -> BTreeMap<String, RefOr<Response>> {
    let mut statuses: BTreeMap<u16, BTreeMap<&str, &ApiError>> = BTreeMap::new();
    for error in errors {
        statuses.entry(error.status().code).or_default().insert(error.code(), error);
    }
    let responses =
        statuses.into_iter().map(|(status, errors)| (status.to_string(), response(status, &errors)));
    ResponsesBuilder::new().responses_from_iter(responses).build().into()
}

fn response(status: u16, errors: &BTreeMap<&str, &ApiError>) -> Response {
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(errors.keys().copied()));
    let problem = ObjectBuilder::new().property("code", code);
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name(Failure::name()))
        .item(ObjectBuilder::new().property("error", problem));
    let examples = errors.iter().map(|(code, error)| {
        let value = json!(Failure::from(*error));
        (*code, ExampleBuilder::new().value(Some(value)).build())
    });
    let content =
        ContentBuilder::new().schema(Some(Schema::AllOf(schema.build()))).examples_from_iter(examples);
    let response =
        ResponseBuilder::new().description(meaning(status)).content("application/json", content.build());
    if errors.values().all(|error| error.retry_after().is_some()) {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
        let header = HeaderBuilder::new()
            .schema(Some(seconds.build()))
            .description(Some("After how many seconds the same request may succeed."));
        return response.header("Retry-After", header.build()).build();
    }
    response.build()
}

fn meaning(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be read.",
        401 => "The signature does not verify.",
        404 => "There is no such thing.",
        408 => "The body took too long to arrive.",
        413 => "The body is too large.",
        415 => "The body is not declared as JSON.",
        422 => "The request can be read, but not served.",
        429 => "Too many from one client address.",
        503 => "Nothing was kept; the same request may succeed later.",
        _ => "A defect of the server.",
    }
}

/// The envelope of every error.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Failure {
    /// Always false.
    success: bool,
    error: Problem,
}

/// What is wrong.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Problem {
    #[schema(value_type = ErrorCode)]
    code: &'static str,
    /// What is wrong and what to do about it, for the person at the other end. The words may change.
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
pub(in crate::web) struct WrongField {
    /// `name`, `email`, `answers.` and the question's id, or a key that is not a field.
    field: String,
    /// What to do about it, for the applicant.
    message: String,
}

impl From<&ApiError> for Failure {
    fn from(error: &ApiError) -> Self {
        let wrong: Vec<_> = match error {
            ApiError::InvalidFields(errors) => errors.iter().cloned().collect(),
            _ => Vec::new(),
        };
        let fields: Vec<_> = wrong
            .into_iter()
            .map(|FieldError { field, why }| WrongField { field, message: why.to_string() })
            .collect();
        let field = fields.first().map(|first| first.field.clone());
        Self {
            success: false,
            error: Problem { code: error.code(), message: error.message(), field, fields },
        }
    }
}

/// What is wrong, for programs. A code never changes its meaning; new ones may come.
pub(in crate::web) struct ErrorCode;

impl PartialSchema for ErrorCode {
    fn schema() -> RefOr<Schema> {
        let mut codes: Vec<_> = all().iter().map(ApiError::code).collect();
        codes.extend([ApiError::NotFound.code(), "method_not_allowed"]);
        codes.sort_unstable();
        codes.dedup();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "What is wrong, for programs. A code never changes its meaning; new ones may come.",
            ))
            .enum_values(Some(codes))
            .into()
    }
}

impl ToSchema for ErrorCode {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of pages for people, which are not in the document.
    const OF_PAGES: [&str; 3] = ["not_a_form", "cross_site", "not_local"];

    #[test]
    fn every_code_that_the_api_answers_with_is_in_the_document() {
        let source = include_str!("../error.rs");
        let code =
            source.split("fn code(&self)").nth(1).and_then(|rest| rest.split("/// The HTTP status").next());
        let codes: Vec<_> = code.expect("the codes").split('"').skip(1).step_by(2).collect();
        let schema = serde_json::to_value(ErrorCode::schema()).expect("a schema");
        let known = schema["enum"].as_array().expect("codes");
        assert!(codes.len() > 15, "{codes:?}");
        for code in codes.into_iter().chain(SignatureProblem::ALL.map(SignatureProblem::code)) {
            assert_eq!(known.contains(&code.into()), !OF_PAGES.contains(&code), "{code}");
        }
    }
}
