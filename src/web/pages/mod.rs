//! The pages, for people.

mod apply;
mod assets;
pub(super) mod catchers;
mod files;
pub(super) mod frame;
mod language;
pub(super) mod look;
pub(super) mod notice;
pub(super) mod page;
mod schedule;
pub(super) mod shell;
pub(super) mod zone;

use rocket::Route;

/// The routes of the pages and of the files that they refer to.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    [apply::routes(), schedule::routes(), assets::routes(), language::routes()].concat()
}
