//! Everything about one applicant.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::case::LinkDetail;
use super::tables::activity::Activity;
use super::tables::decisions::Decided;
use super::tables::notes::Note;
use crate::domain::booking::Booking;
use crate::domain::event::Source;
use crate::domain::matching::MatchedBy;
use crate::domain::profile::Profile;

/// Everything about an applicant.
#[derive(Clone)]
pub struct WholeApplicant {
    /// The number.
    pub number: i64,
    /// The application.
    pub profile: Profile,
    /// The answers as people read them, by the ids of the questions.
    pub answers: BTreeMap<String, String>,
    /// The booking that the application shows.
    pub booking: Option<Booking>,
    /// The number of that booking's row.
    pub booking_number: Option<i64>,
    /// How that booking was matched; `true` if through a booking that it replaces.
    pub matched: Option<(MatchedBy, bool)>,
    /// The link by hand, if it decided the match.
    pub link: Option<LinkDetail>,
    /// The decision of the team.
    pub decided: Option<Decided>,
    /// Some of the notes about them, the latest first.
    pub notes: Vec<Note>,
    /// How many notes about them there are.
    pub notes_in_all: u32,
    /// The number of the first of them.
    pub first_note: Option<i64>,
    /// The activity of members about them, latest first.
    pub activity: Vec<Activity>,
    /// Their other bookings, the latest first.
    pub others: Vec<Booking>,
    /// How many applications came from the address, this one counted.
    pub from_address: u32,
    /// The deliveries about their bookings.
    pub deliveries: Vec<ApplicantDelivery>,
}

/// A delivery about a booking of an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantDelivery {
    /// Its number.
    pub delivery: i64,
    /// When it came.
    pub received_at: Option<OffsetDateTime>,
    /// When it happened, by Cal.com's clock.
    pub happened_at: Option<OffsetDateTime>,
    /// Cal.com's name of the trigger.
    pub trigger: String,
    /// The source.
    pub source: Source,
    /// When the interview was to begin.
    pub start: Option<OffsetDateTime>,
}
