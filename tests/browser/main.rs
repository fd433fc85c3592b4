//! What applicants and the team do, with the real server in a real browser. Skipped where there is no
//! chromedriver, unless `CI` is set.
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod chromium;
mod driver;
mod flow;
mod form;
mod languages;
mod live;
mod looks;
mod pages;
#[path = "../it/support/patience.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod patience;
#[path = "../it/support/server.rs"]
#[expect(dead_code, reason = "shared with tests that need more of it")]
mod server;
mod stage;
mod team;
