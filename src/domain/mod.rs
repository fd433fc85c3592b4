//! The rules of bookhook: no Rocket, no SQL, no JSON, no I/O, no clock.
//!
//! A delivery, once read, is a [`BookingEvent`](event::BookingEvent); the state of a booking is
//! [`fold`](booking::fold) over the set of its events; the status of a profile follows from its
//! current booking.

pub mod booking;
pub mod colour;
pub mod erasure;
pub mod event;
mod fold;
pub mod ids;
pub mod instant;
pub mod look;
pub mod matching;
pub mod profile;
pub mod questions;
pub mod text;
pub mod zone;
