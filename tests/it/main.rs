//! bookhook from the outside: its layers through their public faces, its server over a socket.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod api;
mod architecture;
mod convergence;
mod flow;
mod kill;
mod log_canaries;
mod ops;
mod support;
mod webhook;
