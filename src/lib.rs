//! bookhook turns signed Cal.com webhooks into bookings in your own database.
//!
//! Imports point one way:
//!
//! ```text
//! domain  <-  calcom, store, live, words, access  <-  remote  <-  reconcile, health  <-  web  <-  server  <-  cli  <-  main
//! ```
#![forbid(unsafe_code)]

pub mod access;
pub mod calcom;
pub mod cli;
pub mod config;
pub mod domain;
pub mod health;
pub mod live;
mod random;
pub mod reconcile;
pub mod remote;
mod server;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod words;
