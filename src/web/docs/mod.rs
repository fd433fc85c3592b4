//! `GET /docs`: the description of the API, for people.

mod schema;
mod view;

use rocket::{Route, State, get, routes};
use serde_json::Value;

use self::view::DocsPage;
use crate::web::App;
use crate::web::openapi::Described;
use crate::web::pages::page::{Page, PageError};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![docs]
}

#[get("/docs")]
fn docs(described: &State<Described>, app: &State<App>) -> Result<Page, PageError> {
    Ok(described.document(app)?.page.clone())
}

/// The page of an OpenAPI document.
pub(super) fn draw(document: &Value, app: &App) -> Result<Page, PageError> {
    Page::draw(&DocsPage::of(document, &app.shell))
}
