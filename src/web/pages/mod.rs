//! The pages, for people.

mod apply;
mod ask;
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

/// The routes of the pages and of the files that they refer to, with the form at `apply_path`.
#[must_use]
pub(super) fn routes(apply_path: &str) -> Vec<Route> {
    [apply::routes(apply_path), schedule::routes(), assets::routes(), language::routes()].concat()
}
