//! Everything that knows Rocket.

pub mod apply;
pub mod assets;
pub mod calendar;
pub mod look;
pub mod notice;
pub mod schedule;
pub mod shell;
