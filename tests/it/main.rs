//! bookhook from the outside: its layers through their public faces, its server over a socket.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod api;
mod architecture;
mod convergence;
mod flow;
mod guides;
mod hostile;
mod kill;
mod litestream;
mod log_canaries;
mod openapi;
mod operate;
mod ops;
mod pages;
mod support;
mod systemd;
mod webhook;
