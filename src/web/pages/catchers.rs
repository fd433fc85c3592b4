//! The answers of the catchers.

use std::collections::BTreeSet;

use rocket::http::{Method, Status};
use rocket::{Catcher, Request, Route, catch, catchers};

use super::page::PageError;
use crate::web::error::ApiError;
use crate::web::fairings;
use crate::web::paths;

/// The catchers of the whole server.
#[must_use]
pub(in crate::web) fn catchers() -> Vec<Catcher> {
    catchers![anything]
}

/// A page for people, JSON for programs.
#[catch(default)]
fn anything(status: Status, request: &Request<'_>) -> Result<PageError, ApiError> {
    let error = error(status, request);
    if is_for_people(request) { Ok(PageError(error)) } else { Err(error) }
}

fn is_for_people(request: &Request<'_>) -> bool {
    let api = request.uri().path().starts_with("/api/");
    let mut accepted = request.headers().get("Accept");
    !api && accepted.any(|kinds| kinds.contains("text/html"))
}

/// Returns the error of a request that no handler accepted.
pub(in crate::web) fn error(status: Status, request: &Request<'_>) -> ApiError {
    match status.code {
        400 if has_unknown_method(request) => method_not_allowed(request, None),
        404 if fairings::has_many_hosts(request) => ApiError::Refused(400),
        404 => method_not_allowed(request, Some(request.method())),
        413 => ApiError::BodyTooLarge(request.limits().get("json").map_or(0, rocket::data::ByteUnit::as_u64)),
        500.. => ApiError::Internal,
        code => ApiError::Refused(code),
    }
}

/// Rocket treats a request with an unknown method as a `GET`, and refuses it before routing. Other requests
/// that it refuses so early have no readable address, for which it uses `/`.
fn has_unknown_method(request: &Request<'_>) -> bool {
    request.route().is_none() && request.uri().path() != "/"
}

/// Rocket has no 405: it answers 404 for an address with other methods.
fn method_not_allowed(request: &Request<'_>, method: Option<Method>) -> ApiError {
    let path = request.uri().path().as_str();
    let routes = request.rocket().routes().filter(|route| matches_path(route, path));
    let mut methods: BTreeSet<&str> = routes.map(|route| route.method.as_str()).collect();
    // An address that takes this method, and knows nothing of this one. Every address of the API takes
    // OPTIONS, also those that there are not.
    if methods.iter().all(|method| *method == Method::Options.as_str())
        || method.is_some_and(|method| methods.contains(method.as_str()))
    {
        return ApiError::NotFound;
    }
    if methods.contains(Method::Get.as_str()) {
        methods.insert(Method::Head.as_str());
    }
    let allow = methods.into_iter().collect::<Vec<_>>().join(", ");
    let purpose = if path == paths::WEBHOOK {
        "This is where Cal.com delivers its webhooks: enter this address there as the subscriber URL."
    } else {
        "This address takes other methods."
    };
    ApiError::MethodNotAllowed { allow, purpose }
}

fn matches_path(route: &Route, path: &str) -> bool {
    let mut given = path.split('/').filter(|segment| !segment.is_empty());
    for expected in route.uri.path().split('/').filter(|segment| !segment.is_empty()) {
        if expected.ends_with("..>") {
            return true;
        }
        let same = given.next().is_some_and(|segment| expected.starts_with('<') || segment == expected);
        if !same {
            return false;
        }
    }
    given.next().is_none()
}
