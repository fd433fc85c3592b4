//! The visitor of the page.

use crate::domain::booking::Booking;
use crate::domain::matching::BookingName;
use crate::store::Current;

/// The visitor, and their booking as far as they may see it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Visit<'a> {
    /// A browser without an application.
    Stranger,
    /// The applicant's own browser. `returning`: it comes from the calendar with a booking that
    /// has not arrived here yet.
    Applicant {
        /// The application and its booking.
        current: &'a Current,
        /// The event stream's version of this state.
        version: &'a str,
        /// A booking is on its way.
        returning: bool,
    },
    /// A browser that comes from the calendar and names a booking, and may see nothing else.
    Guest {
        /// The booking; none until it has arrived.
        found: Option<&'a Booking>,
        /// An applicant may say under this name that it is theirs.
        offer: Option<&'a BookingName>,
    },
}

impl<'a> Visit<'a> {
    /// The booking that is shown.
    pub(crate) fn booking(&self) -> Option<&'a Booking> {
        match self {
            Self::Stranger => None,
            Self::Applicant { current, .. } => current.booking.as_ref(),
            Self::Guest { found, .. } => *found,
        }
    }
}

/// How a browser without a script waits for a booking that has not arrived.
pub(crate) struct Wait {
    /// How often it has asked again.
    pub(crate) asked: u8,
    /// The address at which it asks.
    pub(crate) address: String,
}

impl Wait {
    /// Seconds from one time to the next.
    pub(super) const PAUSE: u8 = 5;
    /// After so many times the page offers help.
    pub(super) const LATE: u8 = 4;
    /// After so many times the page stops asking by itself.
    pub(super) const MOST: u8 = 24;
}
