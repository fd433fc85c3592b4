//! The pages of the team, below `/team`. Who is not a member sees none of them but the door: the pages
//! to sign in and to join.

mod account;
mod activity;
mod applicant;
mod applicants;
mod browser;
mod catcher;
mod deliveries;
mod delivery;
mod door;
mod frame;
mod guards;
mod hashing;
mod join;
mod me;
mod members;
mod notice;
mod prove;
mod refused;
mod sign_in;
mod standing;
mod state;
mod telling;
#[cfg(test)]
mod tests;
mod tries;
mod when;

use rocket::response::Redirect;
use rocket::{Route, get, routes};

use self::guards::SignedIn;

pub(super) use catcher::catchers;
pub(super) use state::Team;

/// The routes of all pages of the team.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    [
        routes![home],
        applicants::routes(),
        applicant::routes(),
        activity::routes(),
        deliveries::routes(),
        delivery::routes(),
        refused::routes(),
        sign_in::routes(),
        join::routes(),
        prove::routes(),
        me::routes(),
        members::routes(),
    ]
    .concat()
}

#[get("/team")]
fn home(_in: SignedIn) -> Redirect {
    Redirect::to(applicants::HERE)
}
