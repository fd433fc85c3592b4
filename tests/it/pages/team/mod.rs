//! The team's pages, over a socket.

mod activity;
mod agenda;
mod applicants;
mod crawl;
mod deliveries;
mod door;
mod forms;
mod health;
mod join;
mod live;
mod meeting;
mod members;
mod notes;
mod proxy;
mod second_step;
mod sessions;
mod today;
mod unmatched;
