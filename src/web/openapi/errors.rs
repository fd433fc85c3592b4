//! The errors in the document: the server's own codes and messages. What every route may answer is
//! described once; each route lists what it adds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::calcom::signature::SignatureProblem;
use crate::domain::profile::ProfileStatus;
use crate::domain::questions::FieldError;
use crate::domain::text::InvalidText;
use crate::store::WriteError;
use crate::web::error::ApiError;

/// The errors that a route may answer with if it takes a body, reads or writes.
fn common() -> Vec<ApiError> {
    use WriteError::{BadRow, Busy, DiskFull, Unavailable};
    let body = [ApiError::MalformedJson, ApiError::BodyIncomplete, ApiError::BodyTooSlow, ApiError::NotJson];
    let storage = [BadRow, Busy, DiskFull, Unavailable].map(ApiError::Unavailable);
    [ApiError::Refused(400)].into_iter().chain(body).chain([ApiError::Internal]).chain(storage).collect()
}

/// The errors that operations add, by their ids.
fn added() -> [(&'static str, Vec<ApiError>); 8] {
    use ApiError::{
        BodyTooLarge, NoBooking, NotClaimed, NotScheduled, TooManyRequests, TooManyStreams, UnknownBooking,
        UnknownProfile,
    };
    let signature = SignatureProblem::ALL.into_iter().map(ApiError::Signature);
    let invalid = FieldError { field: "email".into(), why: InvalidText::NotAnEmail.into() };
    let json = BodyTooLarge(64 * 1024);
    [
        ("receiveDelivery", signature.chain([BodyTooLarge(1024 * 1024)]).collect()),
        ("createProfile", vec![json.clone(), invalid.into(), TooManyRequests(2)]),
        ("getProfile", vec![UnknownProfile]),
        ("completeProfile", vec![UnknownProfile, NotScheduled(ProfileStatus::Applied), NotClaimed]),
        ("getBooking", vec![UnknownProfile]),
        ("claimBooking", vec![json, UnknownProfile, UnknownBooking, TooManyRequests(2)]),
        ("followBooking", vec![UnknownProfile, TooManyStreams]),
        ("getCalendarFile", vec![UnknownProfile, NoBooking]),
    ]
}

/// Every answer has this header.
const REQUEST_ID: &str = "#/components/headers/RequestId";

/// Describes all errors, and the header of every answer. `None` if an operation is not in the document, which a test rules out.
pub(super) fn describe(document: &mut Value) -> Option<()> {
    let (common, mut added) = (common(), BTreeMap::from(added()));
    let components = &mut document["components"];
    components["schemas"]["ErrorCode"] = codes(common.iter().chain(added.values().flatten()));
    components["schemas"]["Problem"]["properties"]["code"] =
        json!({ "$ref": "#/components/schemas/ErrorCode" });
    let (server, client) = common.iter().partition(|error| error.status().code >= 500);
    components["responses"] = json!({ "ClientError": response(client), "ServerError": response(server) });
    let paths = document["paths"].as_object_mut()?.values_mut();
    for operation in paths.filter_map(Value::as_object_mut).flat_map(serde_json::Map::values_mut) {
        let own = added.remove(operation["operationId"].as_str()?).unwrap_or_default();
        let responses = operation["responses"].as_object_mut()?;
        for answer in responses.values_mut() {
            answer["headers"]["X-Request-Id"] = json!({ "$ref": REQUEST_ID });
        }
        for status in own.iter().map(ApiError::status) {
            let errors = own.iter().chain(&common).filter(|error| error.status() == status);
            responses.insert(status.code.to_string(), response(errors.collect()));
        }
        for (range, name) in [("4XX", "ClientError"), ("5XX", "ServerError")] {
            responses.insert(range.into(), json!({ "$ref": format!("#/components/responses/{name}") }));
        }
    }
    added.is_empty().then_some(())
}

/// The schema of the codes: these, and those of an unknown address and of a method that it does not take.
fn codes<'a>(errors: impl Iterator<Item = &'a ApiError>) -> Value {
    let codes: BTreeSet<_> = errors.map(ApiError::code).chain(["not_found", "method_not_allowed"]).collect();
    json!({
        "type": "string",
        "enum": codes,
        "description": "What is wrong, for programs. A code never changes its meaning; new ones may come.",
    })
}

/// One answer for all of these errors.
fn response(errors: Vec<&ApiError>) -> Value {
    let differ = errors.iter().any(|error| error.status() != errors[0].status());
    let mut headers = json!({ "X-Request-Id": { "$ref": REQUEST_ID } });
    if errors.iter().any(|error| error.retry_after().is_some()) {
        headers["Retry-After"] = json!({ "$ref": "#/components/headers/RetryAfter" });
    }
    let line = |error: &&ApiError| {
        let status = if differ { format!("{} ", error.status().code) } else { String::new() };
        format!("{status}`{}`: {}", error.code(), error.message())
    };
    json!({
        "description": errors.iter().map(line).collect::<Vec<_>>().join("\n\n"),
        "headers": headers,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Failure" } } },
    })
}

#[cfg(test)]
mod tests {
    use std::iter::successors;

    use super::*;

    /// Every error, one after the other. A new one makes the match incomplete.
    fn next(error: &ApiError) -> Option<ApiError> {
        Some(match error {
            ApiError::Signature(_) => ApiError::BodyTooLarge(1),
            ApiError::BodyTooLarge(_) => ApiError::BodyTooSlow,
            ApiError::BodyTooSlow => ApiError::BodyIncomplete,
            ApiError::BodyIncomplete => ApiError::MalformedJson,
            ApiError::MalformedJson => ApiError::NotJson,
            ApiError::NotJson => {
                FieldError { field: String::new(), why: InvalidText::NotAnEmail.into() }.into()
            }
            ApiError::InvalidFields(_) => ApiError::NotAForm,
            ApiError::NotAForm => ApiError::CrossSite,
            ApiError::CrossSite => ApiError::UnknownProfile,
            ApiError::UnknownProfile => ApiError::NotLocal,
            ApiError::NotLocal => ApiError::NoBooking,
            ApiError::NoBooking => ApiError::TooManyStreams,
            ApiError::TooManyStreams => ApiError::NotFound,
            ApiError::NotFound => ApiError::MethodNotAllowed { allow: String::new(), purpose: "" },
            ApiError::MethodNotAllowed { .. } => ApiError::UnknownBooking,
            ApiError::UnknownBooking => ApiError::NotClaimed,
            ApiError::NotClaimed => ApiError::NotScheduled(ProfileStatus::Applied),
            ApiError::NotScheduled(_) => ApiError::TooManyRequests(1),
            ApiError::TooManyRequests(_) => ApiError::Unavailable(WriteError::Busy),
            ApiError::Unavailable(WriteError::Busy) => ApiError::Unavailable(WriteError::DiskFull),
            ApiError::Unavailable(WriteError::DiskFull) => ApiError::Unavailable(WriteError::Locked),
            ApiError::Unavailable(WriteError::Locked) => ApiError::Unavailable(WriteError::Moved),
            ApiError::Unavailable(WriteError::Moved) => ApiError::Unavailable(WriteError::Unavailable),
            ApiError::Unavailable(WriteError::Unavailable) => ApiError::Unavailable(WriteError::BadRow),
            ApiError::Unavailable(WriteError::BadRow) => ApiError::Unavailable(WriteError::Failed),
            ApiError::Unavailable(WriteError::Failed) => ApiError::Refused(400),
            ApiError::Refused(_) => ApiError::Internal,
            ApiError::Internal => return None,
        })
    }

    /// The codes of pages for people, which are not in the document.
    const OF_PAGES: [&str; 3] = ["not_a_form", "cross_site", "not_local"];

    #[test]
    fn every_code_that_the_api_answers_with_is_in_the_document() {
        let described = codes(common().iter().chain(added().iter().flat_map(|(_, errors)| errors)));
        let described = described["enum"].as_array().expect("codes");
        for first in SignatureProblem::ALL.map(ApiError::Signature) {
            for code in successors(Some(first), next).map(|error| error.code()) {
                assert_eq!(described.contains(&code.into()), !OF_PAGES.contains(&code), "{code}");
            }
        }
    }
}
