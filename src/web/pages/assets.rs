//! `GET /assets/<name>`: the files that pages refer to.

use rocket::http::ContentType;
use rocket::response::{self, Responder};
use rocket::{Request, Response, Route, State, get, routes};

use super::files::Asset;
use crate::web::app::App;

/// The route to the files.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![asset]
}

#[get("/assets/<name>")]
fn asset<'r>(name: &str, app: &'r State<App>) -> Option<File<'r>> {
    app.shell.assets().get(name).map(File)
}

struct File<'r>(&'r Asset);

impl<'r> Responder<'r, 'r> for File<'r> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let Self(asset) = self;
        let mut response = Response::build();
        let short = if takes_gzip(request) { asset.gzip() } else { None };
        if short.is_some() {
            response.raw_header("Content-Encoding", "gzip");
        }
        let bytes = short.unwrap_or(&asset.bytes);
        response
            .raw_header("Vary", "Accept-Encoding")
            .header(ContentType::from_extension(asset.extension).unwrap_or(ContentType::Binary))
            .raw_header("Cache-Control", "public, max-age=31536000, immutable")
            // A logo may be a drawing with a script in it.
            .raw_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
            .sized_body(bytes.len(), std::io::Cursor::new(bytes))
            .ok()
    }
}

fn takes_gzip(request: &Request<'_>) -> bool {
    let codings = request.headers().get("Accept-Encoding").flat_map(|header| header.split(','));
    let mut codings = codings.map(|coding| coding.split_once(';').unwrap_or((coding, "")));
    codings.any(|(name, weight)| name.trim().eq_ignore_ascii_case("gzip") && weight.trim() != "q=0")
}
