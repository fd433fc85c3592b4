//! Where an application stands.

mod meeting;
mod view;

pub use view::{Calendar, SchedulePage, Visit};
