//! The rules of bookhook: no Rocket, no SQL, no JSON, no I/O, no clock.
//!
//! A delivery, once read, is a [`BookingEvent`](event::BookingEvent); the state of a booking is
//! [`fold`](fold::fold) over the set of its events; the status of a profile follows from its
//! current booking.

/// Debug output that shows the named fields and nothing of a person, for what shows it is a log or a
/// report as easily as a screen. The tests beside the code see everything.
macro_rules! discreet {
    ($name:ident { $($field:ident),* }) => {
        #[cfg(not(test))]
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }
    };
}

pub mod booking;
pub mod codec;
pub mod details;
pub mod erasure;
pub mod event;
pub mod fold;
pub mod foreign;
pub mod ids;
pub mod instant;
pub mod language;
pub mod matching;
pub mod printable;
pub mod profile;
pub mod questions;
pub mod relations;
pub mod seat;
pub mod status;
pub mod system;
pub mod text;
