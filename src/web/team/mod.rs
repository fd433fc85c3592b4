//! The pages of the team, below `/team`. Others see only the pages to sign in and to join.

mod account;
mod activity;
mod agenda;
mod alarm;
mod applicant;
mod applicants;
mod badge;
mod browser;
mod case;
mod catcher;
mod choice;
mod coded;
mod deliveries;
mod delivery;
mod door;
mod download;
mod frame;
mod guards;
mod hashing;
mod health;
mod icons;
mod instance;
mod join;
mod live;
mod me;
mod members;
mod notice;
mod places;
mod prove;
mod proxy;
mod refused;
mod room;
mod second_step;
mod sign_in;
mod state;
mod telling;
#[cfg(test)]
mod tests;
mod today;
mod tries;
mod unmatched;
mod when;

use rocket::Route;

pub(super) use catcher::catchers;
pub(super) use instance::Instance;
pub use instance::Secret;
pub(super) use state::Team;

/// The routes of all pages of the team; those of `passwords` where members have some.
#[must_use]
pub(super) fn routes(passwords: bool) -> Vec<Route> {
    let always = [
        today::routes(),
        applicants::routes(),
        applicant::routes(),
        activity::routes(),
        deliveries::routes(),
        delivery::routes(),
        refused::routes(),
        health::routes(),
        agenda::routes(),
        unmatched::routes(),
        join::routes(),
        live::routes(),
        me::routes(),
        members::routes(),
    ];
    let with_passwords = [sign_in::routes(), second_step::routes(), prove::routes(), me::session_routes()];
    always.into_iter().chain(with_passwords.into_iter().filter(|_| passwords)).flatten().collect()
}
