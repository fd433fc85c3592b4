//! The API, for programs. Profile ids are random, and knowing one is the right to read it.

pub(super) mod answers;
pub(super) mod bookings;
pub(super) mod calcom;
pub(super) mod calendar_file;
pub(super) mod claim;
pub(super) mod events;
pub(super) mod ops;
pub(super) mod profiles;
pub(super) mod webhook;

use rocket::response::status::NoContent;
use rocket::{Route, options, routes};

/// The routes of the API.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    [
        webhook::routes(),
        bookings::routes(),
        profiles::routes(),
        routes![preflight],
        claim::routes(),
        events::routes(),
        calendar_file::routes(),
        ops::routes(),
    ]
    .concat()
}

/// A browser asks before it lets another origin's page send JSON; the fairing answers who may.
#[options("/api/public/<_..>")]
fn preflight() -> NoContent {
    NoContent
}
