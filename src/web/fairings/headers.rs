//! Headers that every answer has unless its handler chose otherwise.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// The policy of a page: show and run our own files, connect to us, and nothing else.
const PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Forms of the team's pages name their origin, which browsers do not where nothing may be referred to:
/// without TLS, nothing else tells a page of ours from another site's.
const TEAM: &str = "/team";
/// Data is not a page.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Nothing is cached, for most of what is served is somebody's data; nothing is taken for what it does
/// not say it is; and a page passes its address on to nobody.
pub(crate) struct Headers;

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "default headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
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
            let policy = if request.uri().path().starts_with(TEAM) { "same-origin" } else { "no-referrer" };
            response.adjoin_header(Header::new("Referrer-Policy", policy));
        }
        response.adjoin_header(Header::new("X-Content-Type-Options", "nosniff"));
    }
}
