//! bookhook from the outside: its layers through their public faces, its server over a socket.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#![expect(clippy::print_stdout, reason = "a long run tells what it measured")]

mod api;
mod application;
mod architecture;
mod browser;
mod canaries;
mod chains;
mod commands;
mod convergence;
mod crash_safety;
mod database_file;
mod deploy;
mod event_types;
mod faults;
mod front_end;
mod guides;
mod matching;
mod pages;
mod retention;
mod schema;
mod support;
mod unreadable_rows;
