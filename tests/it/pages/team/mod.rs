//! The team's pages, over a socket.

mod applicants;
mod door;
mod join;
mod members;
mod sessions;
