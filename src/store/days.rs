//! The interviews of some days.

use std::collections::BTreeSet;

use crate::domain::booking::Booking;
use crate::domain::foreign::ForeignText;

/// A confirmed or requested interview.
#[derive(Clone)]
pub struct Interview {
    /// The number of its row. A replay may give it another.
    pub number: i64,
    /// The booking.
    pub booking: Booking,
    /// The number and the name of the applicant, if one fits.
    pub applicant: Option<(i64, ForeignText)>,
}

/// The interviews of some days, or a part of them.
#[derive(Clone, Default)]
pub struct Days {
    /// The interviews, by when they begin.
    pub interviews: Vec<Interview>,
    /// The start, in seconds since 1970, and the number after which the list goes on; `None` at its end.
    pub goes_on: Option<(i64, i64)>,
    /// How many stand, the others counted.
    pub standing: u32,
    /// How many wait for a host.
    pub requested: u32,
    /// The hosts of these days.
    pub hosts: BTreeSet<ForeignText>,
    /// Later ones were not counted, and their hosts not looked for.
    pub is_cut: bool,
}
