//! The rules of bookhook: no Rocket, no SQL, no JSON, no I/O, no clock.
//!
//! A delivery, once read, is a [`BookingEvent`](event::BookingEvent); the state of a booking is
//! [`fold`](fold::fold) over the set of its events; the status of a profile follows from its
//! current booking.

pub mod activity;
pub mod booking;
pub mod codec;
pub mod count;
pub mod decision;
pub mod details;
pub mod erasure;
pub mod event;
pub mod event_types;
pub mod fold;
pub mod foreign;
pub mod ids;
pub mod instant;
pub mod language;
pub mod matching;
pub mod member;
pub mod note;
pub mod printable;
pub mod profile;
pub mod questions;
pub mod relations;
pub mod search;
pub mod seat;
pub mod status;
pub mod suggestion;
pub mod system;
pub mod text;
