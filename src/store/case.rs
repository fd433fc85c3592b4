//! A booking that members link by hand, and its link.

use time::OffsetDateTime;

use crate::domain::booking::Booking;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::BookingUid;
use crate::domain::matching::MatchedBy;
use crate::domain::seat::Seat;
use crate::domain::suggestion::Suggestion;

/// A booking, or one seat of it, with its match or suggested applicants.
#[derive(Clone)]
pub struct Case {
    /// The number of its row. A replay may give it another.
    pub number: i64,
    /// The booking.
    pub booking: Booking,
    /// The booking and the seat for a link: the first of the chain, so that all of it follows.
    pub linked: (BookingUid, Option<Seat>),
    /// How it was matched; `None` if it was not.
    pub matched_by: Option<MatchedBy>,
    /// The number and the name of the applicant that it belongs to.
    pub applicant: Option<(i64, ForeignText)>,
    /// The link that decides the match.
    pub link: Option<LinkDetail>,
    /// The number of the latest delivery about it.
    pub delivery: Option<i64>,
    /// Applicants whose booking it may be; empty if it is matched.
    pub suggestions: Vec<Suggestion>,
}

/// A link by hand, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkDetail {
    /// The number of the link.
    pub number: i64,
    /// The booking and the seat that it names.
    pub linked: (BookingUid, Option<Seat>),
    /// The number and the name of the applicant; `None`: it is no applicant's.
    pub applicant: Option<(i64, ForeignText)>,
    /// The member's name.
    pub by: ForeignText,
    /// When.
    pub at: OffsetDateTime,
    /// The link was undone.
    pub is_undone: bool,
}
