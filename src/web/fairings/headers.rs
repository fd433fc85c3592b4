//! Headers that every answer has unless its handler chose otherwise.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// The policy of a page: show and run our own files, connect to us, and nothing else.
const PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The policy of data.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Nothing is cached, because most answers are personal data; browsers do not guess types; and pages send no
/// referrer to other sites.
pub(crate) struct Headers;

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "default headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        // To look a name up costs a microsecond of hashing; there are few to look at.
        let (mut html, mut stream, mut cached, mut limited) = (false, false, false, false);
        for header in response.headers().iter() {
            let name = header.name();
            if *name == "Content-Type" {
                html = header.value().starts_with("text/html");
                stream = header.value().starts_with("text/event-stream");
            }
            cached |= *name == "Cache-Control";
            limited |= *name == "Content-Security-Policy";
        }
        if !cached {
            response.adjoin_header(Header::new("Cache-Control", "no-store"));
        }
        // Streams are many and long, and a seventh header would double what each holds for headers.
        if !limited && !stream {
            response.adjoin_header(Header::new("Content-Security-Policy", if html { PAGE } else { DATA }));
        }
        if html || response.status().class().is_redirection() {
            // With `no-referrer` a form sent over plain http would not name its origin.
            response.adjoin_header(Header::new("Referrer-Policy", "same-origin"));
        }
        response.adjoin_header(Header::new("X-Content-Type-Options", "nosniff"));
    }
}
