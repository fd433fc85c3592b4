//! The team's pages, over a socket.

mod activity;
mod applicants;
mod door;
mod join;
mod members;
mod notes;
mod sessions;
