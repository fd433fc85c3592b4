//! `GET /docs`: the description of the API, for people.

mod schema;
mod text;
mod view;

use std::sync::OnceLock;

use rocket::{Route, State, get, routes};

use self::view::DocsPage;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::openapi::Described;
use crate::web::pages::frame::Frame;
use crate::web::pages::page::{Page, PageError};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![docs]
}

/// The page, drawn when it is first asked for; managed by Rocket.
#[derive(Default)]
pub(super) struct Drawn(OnceLock<Option<Page>>);

#[get("/docs")]
fn docs(drawn: &State<Drawn>, described: &State<Described>, app: &State<App>) -> Result<Page, PageError> {
    let document = described.document(app)?;
    let page = drawn.0.get_or_init(|| {
        let document = serde_json::from_str(document).ok()?;
        let frame = Frame::english(&app.shell);
        Page::draw(&DocsPage::of(&document, &frame), &frame).ok()
    });
    Ok(page.clone().ok_or(ApiError::Internal)?)
}
