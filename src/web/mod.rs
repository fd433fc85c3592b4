//! Everything that knows Rocket.

pub mod calendar;
