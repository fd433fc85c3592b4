//! The team's pages, over a socket.

mod door;
mod join;
mod members;
mod sessions;
