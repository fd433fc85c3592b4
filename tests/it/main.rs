//! bookhook from the outside: its layers through their public faces, its server over a socket.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod api;
mod application;
mod architecture;
mod chains;
mod check;
mod claims;
mod commands;
mod connect;
mod container;
mod convergence;
mod debug_canaries;
mod deploy;
mod flow;
mod front_end;
mod guides;
mod habits;
mod hostile;
mod kill;
mod leave;
mod litestream;
mod log_canaries;
mod metrics;
mod openapi;
mod operate;
mod ops;
mod pages;
mod reconcile;
mod rows;
mod schema;
mod support;
mod systemd;
mod webhook;
mod withheld;
