//! The lists of applicants: tabs, a search, what is shown as CSV, and deciding about several at once. The
//! address holds all of a view, so that it can be sent to a colleague.

mod bulk;
mod csv;
mod list;
mod view;

use rocket::{Route, routes};

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![list::list, csv::csv, bulk::decide]
}
