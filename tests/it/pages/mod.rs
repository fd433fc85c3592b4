//! The applicant's pages, over a socket.

mod apply;
mod frame;
mod schedule;
mod simulator;

mod team;
mod way_back;
