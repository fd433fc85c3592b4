//! A booking's meeting in words.

use time::OffsetDateTime;

use super::calendar::Calendar;
use crate::domain::booking::Booking;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::web::calendar::Entry;
use crate::web::pages::zone::{TimeText, Zone, duration};
use crate::words::Words;

/// A booking, as a page shows it.
#[derive(Clone)]
pub(super) struct Meeting {
    pub(super) title: Option<String>,
    pub(super) when: Option<When>,
    pub(super) host: Option<String>,
    pub(super) link: Option<String>,
    /// Where to meet, if that is no link.
    pub(super) place: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) reschedule: String,
    pub(super) cancel: String,
    pub(super) calendars: Option<Calendars>,
    /// When it was to be before it was moved, in a sentence.
    pub(super) moved: Option<String>,
}

/// When it is, in the attendee's zone.
#[derive(Clone)]
pub(super) struct When {
    pub(super) text: TimeText,
    pub(super) zone: String,
    pub(super) duration: Option<String>,
    /// RFC 3339, for the script.
    pub(super) start: String,
    pub(super) end: Option<String>,
}

/// Links that put it into the attendee's own calendar.
#[derive(Clone)]
pub(super) struct Calendars {
    /// Only for the applicant's own browser: the address holds the profile's id.
    pub(super) file: Option<String>,
    pub(super) google: String,
    pub(super) outlook: String,
}

impl Meeting {
    pub(super) fn new(
        booking: &Booking,
        owner: Option<ProfileId>,
        changed: OffsetDateTime,
        calendar: &Calendar<'_>,
        words: Words,
    ) -> Self {
        let known = &booking.details;
        let pages = calendar.pages(known.booker_url.as_ref());
        let entry = Entry::new(booking, changed, calendar.team);
        let link = known.link.as_ref().map(|link| link.as_str().to_owned());
        let at = known.location.as_ref();
        let place = at.and_then(|at| place(at, words)).filter(|place| link.as_deref() != Some(place));
        let zone = known.attendee_timezone.as_ref();
        Self {
            title: known.title.as_ref().map(|title| title.visible(200)),
            when: known.start.map(|start| When::new(words, start, known.end, zone)),
            host: known.organizer_name.as_ref().map(|host| host.visible(100)),
            link,
            place,
            reason: booking.reason.as_ref().map(|reason| reason.visible(600)),
            reschedule: pages.reschedule(&booking.uid, booking.seat.as_ref()),
            cancel: pages.cancel(&booking.uid, booking.seat.as_ref()),
            calendars: entry.map(|entry| Calendars {
                file: owner.map(|profile| format!("/api/public/booking/{profile}/calendar.ics")),
                google: entry.google(),
                outlook: entry.outlook(),
            }),
            moved: None,
        }
    }

    /// Tells that the meeting took the place of this booking, if that was at another time.
    pub(super) fn come_from(&mut self, before: &Booking, words: Words) {
        let known = &before.details;
        let (Some(start), Some(when)) = (known.start, &self.when) else { return };
        if instant::to_seconds(start) == when.start {
            return;
        }
        let zone = ForeignText::from(when.zone.clone());
        let When { text: TimeText { date, hours, .. }, .. } = When::new(words, start, known.end, Some(&zone));
        self.moved = Some(words.with("moved-from", [("date", date), ("hours", hours)]));
    }

    /// With the state of the application before it in one line, to be read out.
    pub(super) fn spoken(&self, words: Words, state: &str) -> String {
        self.when.as_ref().map_or_else(
            || state.to_owned(),
            |When { text: TimeText { date, hours, zone, .. }, .. }| {
                words.with("state-when", [("state", state), ("date", date), ("hours", hours), ("zone", zone)])
            },
        )
    }
}

impl When {
    fn new(
        words: Words,
        start: OffsetDateTime,
        end: Option<OffsetDateTime>,
        zone: Option<&ForeignText>,
    ) -> Self {
        let zone = zone.and_then(|zone| Zone::parse(zone.as_str())).unwrap_or_else(Zone::utc);
        Self {
            text: zone.words(words, start, end),
            zone: zone.name().to_owned(),
            duration: end.and_then(|end| duration(words, start, end)),
            start: instant::to_seconds(start),
            end: end.map(instant::to_seconds),
        }
    }
}

/// Returns the everyday name of a place of Cal.com's; `None` where the link alone is shown.
fn place(location: &ForeignText, words: Words) -> Option<String> {
    let say = |id| Some(words.say(id));
    match location.as_str() {
        "integrations:daily" => Some("Cal Video".into()),
        "integrations:zoom" => Some("Zoom".into()),
        "integrations:google:meet" => Some("Google Meet".into()),
        "integrations:office365_video" => Some("Microsoft Teams".into()),
        "inPerson" | "attendeeInPerson" => say("place-person"),
        "phone" | "userPhone" => say("place-phone"),
        "link" | "conferencing" => None,
        other if other.starts_with("integrations:") => say("place-video"),
        _ => Some(location.visible(200)),
    }
}
