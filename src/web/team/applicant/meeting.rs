//! The interview of an applicant, and their other bookings.

use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::foreign::ForeignText;
use crate::domain::matching::MatchedBy;
use crate::domain::profile::ProfileStatus;
use crate::store::WholeApplicant;
use crate::web::pages::zone::Zone;
use crate::web::team::badge::{Badge, how_matched, is_void};
use crate::web::team::room;
use crate::web::team::when::{Clock, When};
use crate::words::Words;

/// The interview that the application shows.
pub(super) struct Meeting {
    pub(super) start: When,
    /// The month and the day, as on a calendar's leaf.
    pub(super) leaf: (String, String),
    pub(super) date: String,
    pub(super) hours: String,
    /// The hours in the applicant's zone, where that is another one.
    pub(super) theirs: Option<String>,
    /// The link to join, until the meeting is over.
    pub(super) join: Option<String>,
    pub(super) facts: Vec<(&'static str, String)>,
    /// The number of the booking's row.
    pub(super) number: Option<i64>,
    /// The link by hand, who made it, and when.
    pub(super) linked: Option<(i64, String, When)>,
    pub(super) is_void: bool,
    pub(super) is_past: bool,
}

/// Another booking of the applicant.
pub(super) struct Other {
    pub(super) start: Option<When>,
    pub(super) host: Option<String>,
    pub(super) state: &'static str,
    pub(super) is_void: bool,
}

pub(super) fn meeting(booking: &Booking, whole: &WholeApplicant, clock: &Clock) -> Option<Meeting> {
    let known = &booking.details;
    let start = known.start?;
    let text = clock.zone.words(Words::ENGLISH, start, known.end);
    let zone = known.attendee_timezone.as_ref().and_then(|zone| Zone::parse(zone.as_str()));
    let theirs = zone.map(|zone| zone.words(Words::ENGLISH, start, known.end));
    let theirs = theirs.filter(|theirs| theirs.hours != text.hours || theirs.date != text.date);
    Some(Meeting {
        start: clock.when(start),
        leaf: text.leaf,
        date: text.date,
        hours: text.line,
        theirs: theirs.map(|theirs| theirs.line),
        join: booking.joinable(clock.now).map(|link| link.as_str().to_owned()),
        facts: facts(booking, whole.matched),
        number: whole.booking_number,
        linked: whole.link.as_ref().map(|link| (link.number, link.by.visible(200), clock.when(link.at))),
        is_void: is_void(whole.profile.status),
        is_past: booking.is_over(clock.now) || is_void(whole.profile.status),
    })
}

fn facts(booking: &Booking, matched: Option<(MatchedBy, bool)>) -> Vec<(&'static str, String)> {
    let known = &booking.details;
    let visible = |text: &Option<ForeignText>, most| text.as_ref().map(|text| text.visible(most));
    let by = matched.map(|(by, inherited)| match by {
        MatchedBy::Metadata | MatchedBy::Claim | MatchedBy::Email if inherited => {
            "It replaces a booking of this application"
        }
        by => how_matched(by),
    });
    let facts = [
        ("Host", visible(&known.organizer_name, 100)),
        ("Where", known.location.as_ref().map(place)),
        ("Title", visible(&known.title, 200)),
        ("Booked as", visible(&known.attendee_name, 200)),
        ("Reason", visible(&booking.reason, 600)),
        ("Matched", by.map(str::to_owned)),
    ];
    facts.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// Cal.com's own word for its video, and the names of others'.
fn place(location: &ForeignText) -> String {
    match location.as_str().strip_prefix("integrations:") {
        Some("daily") => "Cal Video".to_owned(),
        Some(name) => ForeignText::from(name.replace(['_', '-'], " ")).visible(60),
        None => location.visible(200),
    }
}

impl Other {
    /// How many bytes of the page it takes.
    pub(super) fn weight(&self) -> usize {
        250 + self.host.as_deref().map_or(0, room::weight)
    }
}

pub(super) fn other(booking: &Booking, clock: &Clock) -> Other {
    let status = ProfileStatus::from_booking(Some(booking));
    let state = match booking.status {
        BookingStatus::Rescheduled => "Moved",
        _ => Badge::new(status, false).word,
    };
    Other {
        start: booking.details.start.map(|at| clock.when(at)),
        host: booking.details.organizer_name.as_ref().map(|host| host.visible(100)),
        state,
        is_void: booking.status == BookingStatus::Rescheduled || is_void(status),
    }
}
