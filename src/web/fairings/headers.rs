//! Headers that every answer has unless its handler chose otherwise.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// What a page may do: show and run our own files, talk to us, and nothing else.
const PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Data is not a page.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Nothing is cached, for most of what is served is somebody's data; and no address is passed on.
pub(crate) struct Headers;

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "default headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        if !response.headers().contains("Cache-Control") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
        if !response.headers().contains("Content-Security-Policy") {
            let html = response.content_type().is_some_and(|kind| kind.is_html());
            response.set_header(Header::new("Content-Security-Policy", if html { PAGE } else { DATA }));
        }
        response.set_header(Header::new("Referrer-Policy", "no-referrer"));
    }
}
