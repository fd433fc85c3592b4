//! Handles requests as HTTP defines them where Rocket differs.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Method;
use rocket::{Data, Request};

/// Restores the method of forms, and requires a single Host.
pub(crate) struct Strict;

/// If a form's first field has this name, Rocket changes the method.
const METHOD_FIELD: &[u8] = b"_method=";

/// Whether a request names more than one host, which HTTP forbids (RFC 9112, 3.2). One that names none
/// cannot be told from one of HTTP/1.0, which need not.
pub(crate) fn has_many_hosts(request: &Request<'_>) -> bool {
    request.headers().get("Host").nth(1).is_some()
}

#[rocket::async_trait]
impl Fairing for Strict {
    fn info(&self) -> Info {
        Info { name: "strict requests", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        if has_many_hosts(request) {
            // No route accepts it, and the catcher reports what is wrong.
            request.set_method(Method::Connect);
            return;
        }
        let is_form = request.content_type().is_some_and(|kind| kind.is_form());
        if is_form && data.peek(METHOD_FIELD.len()).await.starts_with(METHOD_FIELD) {
            request.set_method(Method::Post);
        }
    }
}
